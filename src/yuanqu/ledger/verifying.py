"""Checking the chain from its first link: what was changed, recomputed or cut is named."""

from collections.abc import Iterator
from dataclasses import dataclass

from yuanqu.ledger.digests import (
    GENESIS,
    algorithm_of,
    content_digests,
    evidence_hash,
    fact_hash,
    seal_hash,
)
from yuanqu.ledger.models import Evidence, Fact, Seal


@dataclass(frozen=True, slots=True)
class Head:
    """The last link as it was exported: enough to find a chain recomputed or cut since."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link: its place, the fact at it, and what is wrong, as a code."""

    seq: int
    fact: str
    code: str


@dataclass(frozen=True, slots=True)
class Report:
    """How many links were checked, how many facts wait for a seal, and the first break if any."""

    checked: int
    unsealed: int
    broken: Break | None


def head() -> Head:
    """The chain's last link; (0, genesis) while it is empty."""
    last = Seal.objects.order_by("-seq").first()
    return Head(last.seq, last.hash) if last else Head(0, GENESIS)


def verify(against: Head | None = None) -> Report:
    """Recompute every hash from the rows. With `against`, also hold the chain to that link."""
    checked, previous = 0, GENESIS
    for seal in _links():
        code = _fault(seal, checked + 1, previous)
        if code is None and against and seal.seq == against.seq and seal.hash != against.hash:
            code = "ledger.chain_recomputed"
        if code:
            return Report(checked, 0, Break(seal.seq, str(seal.fact_id), code))
        checked, previous = seal.seq, seal.hash
    if against and against.seq > checked:
        return Report(checked, 0, Break(checked + 1, "", "ledger.chain_cut"))
    return _unsealed(checked)


def _links() -> Iterator[Seal]:
    return (
        Seal.objects.order_by("seq")
        .select_related("fact")
        .prefetch_related("fact__roles", "fact__evidence__content")
        .iterator(chunk_size=500)
    )


def _unsealed(checked: int) -> Report:
    """Facts without a seal are fine while they queue; one in neither place was slipped in."""
    loose = Fact.objects.filter(seal__isnull=True)
    slipped = loose.filter(unsealed__isnull=True).values_list("pk", flat=True).first()
    broken = Break(checked + 1, str(slipped), "ledger.fact_outside_chain") if slipped else None
    return Report(checked, loose.count(), broken)


def _fault(seal: Seal, expected: int, previous: str) -> str | None:
    if seal.seq != expected:
        return "ledger.link_missing"
    if seal.previous != previous:
        return "ledger.previous_differs"
    if (code := _fact_fault(seal.fact)) is not None:
        return code
    algorithm = algorithm_of(seal.hash)
    made = seal_hash(seal.seq, seal.fact, seal.previous, seal.sealed_at, algorithm)
    return None if made == seal.hash else "ledger.seal_differs"


def _fact_fault(fact: Fact) -> str | None:
    evidence = list(fact.evidence.all())
    for piece in evidence:
        if (code := _evidence_fault(piece)) is not None:
            return code
    made = fact_hash(fact, fact.roles.all(), evidence, algorithm_of(fact.hash))
    return None if made == fact.hash else "ledger.fact_differs"


def _evidence_fault(piece: Evidence) -> str | None:
    algorithm = algorithm_of(piece.hash)
    if evidence_hash(piece, algorithm) != piece.hash:
        return "ledger.evidence_differs"
    content = getattr(piece, "content", None)
    if content is None:
        return "ledger.content_missing"
    if content.erased_at is not None:
        return None
    same = content_digests(content, algorithm) == (piece.quote_digest, piece.file_digest)
    return None if same else "ledger.content_differs"
