"""Facts of the ledger as the computation sees them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from yuanqu.engines.aggregation import Figure, StandingChange
from yuanqu.engines.standings import TRANSITIONS, Bearing, Standing
from yuanqu.ledger.models import Access, Fact, Purpose, Seal
from yuanqu.organizations.aliases import Aliases


def figures_of(facts: Iterable[Fact], aliases: Aliases | None = None) -> tuple[Figure, ...]:
    """The figures of facts that came with seals, roles and bearings (`facts_of_kinds`).

    With `aliases`, who was merged counts as the one that was kept.
    """
    by_id = {fact.pk: fact for fact in facts}
    known_as = aliases or Aliases({})
    return tuple(_figure(fact, by_id, known_as) for fact in by_id.values())


def sealed_on(seal: Seal) -> date:
    """The day in the park's time zone on which a fact became known."""
    return timezone.localtime(seal.sealed_at).date()


def _figure(fact: Fact, by_id: Mapping[UUID, Fact], aliases: Aliases) -> Figure:
    seal = _seal(fact)
    parties: dict[str, set[str]] = {}
    for part in fact.roles.all():
        parties.setdefault(part.role, set()).add(str(aliases.resolved(part.party_id)))
    return Figure(
        id=str(fact.pk),
        kind=fact.kind,
        occurred=fact.occurred,
        known_on=sealed_on(seal) if seal else None,
        sequence=seal.seq if seal else 0,
        quantity=fact.quantity,
        changes=tuple(_changes(fact, by_id)),
        attributes=fact.attributes,
        parties={role: frozenset(found) for role, found in parties.items()},
        purposes=_purposes(fact),
    )


def _purposes(fact: Fact) -> frozenset[str]:
    # What only some may open is not published one by one, whatever else its recorder allowed.
    closed = set() if fact.access == Access.PUBLIC else {Purpose.PUBLICATION}
    return frozenset(set(fact.purposes) - closed)


def _seal(fact: Fact) -> Seal | None:
    return getattr(fact, "seal", None)


def _changes(fact: Fact, by_id: Mapping[UUID, Fact]) -> Iterator[StandingChange]:
    """The standings the fact took, in the order of the chain.

    The same rule as ledger/effects.py: a claim is corrected at once, a verified or disputed fact
    when its correction is verified.
    """
    standing = Standing.CLAIMED
    for seal, bearing, waits in sorted(_moves(fact, by_id), key=lambda move: move[0].seq):
        if waits and standing != Standing.CLAIMED:
            continue
        following = TRANSITIONS.get((standing, bearing))
        if following is not None:
            standing = following
            yield StandingChange(sealed_on(seal), standing)


def _moves(fact: Fact, by_id: Mapping[UUID, Fact]) -> Iterator[tuple[Seal, Bearing, bool]]:
    """Each sealed fact that bears on this one; the flag marks a correction not yet verified."""
    for later in fact.bearings.all():
        if (seal := _seal(later)) is None:
            continue
        bearing = Bearing(later.bearing)
        yield seal, bearing, bearing == Bearing.CORRECTS
        if bearing == Bearing.CORRECTS and (correction := by_id.get(later.pk)):
            for settling in correction.bearings.all():
                if settling.bearing == Bearing.VERIFIES and (verified := _seal(settling)):
                    yield verified, Bearing.CORRECTS, False
