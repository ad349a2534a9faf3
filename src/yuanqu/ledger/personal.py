"""What the ledger holds about a person: facts name them by opaque id, evidence may say more."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db.models import Q, QuerySet

from yuanqu.accounts.holdings import Erased, Erasing, Expiry, HeldFile, Holding, Row
from yuanqu.accounts.models import PartyKind, User
from yuanqu.engines.standings import Standing
from yuanqu.ledger.access import visible_to
from yuanqu.ledger.actions import erase_evidence
from yuanqu.ledger.files import file_content
from yuanqu.ledger.models import Evidence, Fact

PERIOD_OVER = "保存期限届满。"
BATCH = 500


def facts(person: User) -> Iterator[Row]:
    """The facts that name the person and that they may open, without who else is in them."""
    named = _facts_naming(person).select_related("standing").order_by("recorded_at", "pk")
    for fact in named.prefetch_related("roles"):
        mine = [part for part in fact.roles.all() if part.party_id == person.party_id]
        yield {
            "id": fact.pk,
            "kind": fact.kind,
            "occurred": fact.occurred.text,
            "roles": [part.role for part in mine],
            "quantity": fact.quantity.plain if fact.quantity else None,
            "unit": fact.unit,
            "attributes": fact.attributes,
            "standing": fact.standing.standing,
            "legal_basis": fact.legal_basis,
            "purposes": fact.purposes,
            "access": fact.access,
            "recorded_at": fact.recorded_at,
            "hash": fact.hash,
        }


def evidence(person: User) -> Iterator[Row]:
    """What those facts rest on."""
    for piece in _evidence_about(person):
        yield {
            "fact": piece.fact_id,
            "title": piece.title,
            "issuer": piece.issuer,
            "issued_on": piece.issued_on,
            "quote": piece.content.quote,
            "file": piece.content.file_name,
        }


def files(person: User) -> Iterator[HeldFile]:
    """The files among that evidence."""
    for piece in _evidence_about(person):
        content = piece.content
        if content.file_sha256:
            yield HeldFile(
                f"{str(piece.pk)[:8]}-{content.file_name}",
                content.file_bytes or 0,
                partial(file_content, content.file_sha256),
            )


def erase(order: Erasing) -> Erased:
    """Erase that evidence to tombstones; the chain of facts stays whole.

    Also of facts that the person may not open: the right reaches as far as the holding does.
    """
    pieces = _with_content(Evidence.objects.filter(fact__roles__party=order.person.party_id))
    # In the order of the facts: each publishes its fact anew, whose row is locked for that.
    for piece in (found := sorted(pieces, key=lambda each: str(each.fact_id))):
        erase_evidence(
            actor=order.actor,
            evidence=piece,
            reason=order.reason,
            request=str(order.spare) if order.spare else "",
        )
    return Erased(len(found))


def evidence_of_withdrawn_facts(before: datetime) -> QuerySet[Evidence]:
    """Evidence of facts about people, withdrawn before then: it proves nothing any more."""
    return _with_content(
        Evidence.objects.filter(
            fact__parties__kind=PartyKind.PERSON,
            fact__standing__standing=Standing.WITHDRAWN,
            fact__standing__changed_at__lt=before,
        )
    )


def erase_evidence_of_withdrawn_facts(before: datetime) -> int:
    """Erase it, each piece in a transaction of its own."""
    pieces = list(evidence_of_withdrawn_facts(before).order_by("fact", "position")[:BATCH])
    for piece in pieces:
        erase_evidence(actor=None, evidence=piece, reason=PERIOD_OVER)
    return len(pieces)


def _facts_naming(person: User) -> QuerySet[Fact]:
    own = Fact.objects.filter(roles__party=person.party_id).values("pk")
    return visible_to(person).filter(pk__in=own)


def _evidence_about(person: User) -> QuerySet[Evidence]:
    found = Evidence.objects.filter(fact__in=_facts_naming(person)).select_related("content")
    return found.order_by("fact", "position")


def _with_content(pieces: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Those that have something to erase: a quotation or a file, not an address alone."""
    something = ~Q(content__quote="") | ~Q(content__file_sha256="")
    return pieces.filter(something, content__erased_at__isnull=True).distinct()


HOLDINGS = (
    Holding("ledger.facts", rows=facts),
    Holding(
        "ledger.evidence",
        rows=evidence,
        files=files,
        erase=erase,
        expiry=Expiry(
            due=lambda before: evidence_of_withdrawn_facts(before).count(),
            erase=erase_evidence_of_withdrawn_facts,
        ),
    ),
)
