"""Facts: list, open, record, and what bears on them."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, User
from yuanqu.api.errors import READ_ERRORS, WRITE_ERRORS
from yuanqu.api.looks import note_shown
from yuanqu.api.once import Answer, once
from yuanqu.api.pages import PageIn, page_of
from yuanqu.api.reading import caller_of
from yuanqu.api.schemas import FactOut
from yuanqu.engines.periods import Period, PeriodError
from yuanqu.engines.quantities import Qualifier, Quantity, QuantityError
from yuanqu.ledger import actions, queries
from yuanqu.ledger.access import visible_to
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole
from yuanqu.ledger.kinds import is_by_hand
from yuanqu.ledger.models import Access, Confidentiality, Fact, LegalBasis, Purpose

router = Router(tags=["Facts"])
WRITE = "facts:write"


class FactsIn(PageIn):
    """What the list is narrowed by."""

    kind: str = Field("", max_length=60)
    standing: str = Field("", max_length=20)
    party: UUID | None = None


class FactsPage(Schema):
    """A page of facts, latest happenings first."""

    items: list[FactOut]
    total: int
    next: str | None


class PartyIn(Schema):
    """A party's part; `share` as a fraction such as "1/3" where something is divided."""

    party: UUID
    role: str = Field(max_length=30)
    share: str | None = Field(None, pattern=r"^\d{1,6}/[1-9]\d{0,5}$")


class QuantityIn(Schema):
    """An exact amount in the unit's base: 3686亿元 is "368600000000" CNY."""

    value: str = Field(max_length=40, pattern=r"^-?\d+(\.\d+)?$")
    unit: str = Field(max_length=30)
    qualifier: Qualifier = Qualifier.EXACT


class EvidenceIn(Schema):
    """A quotation of at most 120 characters, or the address of a document."""

    title: str
    issuer: str = ""
    issued_on: str = Field("", max_length=30)
    address: str = ""
    quote: str = ""
    confidentiality: Confidentiality = Confidentiality.PUBLIC


class FactIn(Schema):
    """A fact to record; `occurred_on` is 2023, 2023-08, 2023-08-01 or start/end."""

    kind: str
    occurred_on: str = Field(max_length=30)
    parties: list[PartyIn] = Field([], max_length=50)
    quantity: QuantityIn | None = None
    attributes: dict[str, Any] = {}
    evidence: list[EvidenceIn] = Field([], max_length=20)
    legal_basis: LegalBasis = LegalBasis.PUBLIC_SOURCE
    purposes: list[Purpose] = [Purpose.PUBLICATION, Purpose.STATISTICS]
    access: Access = Access.PUBLIC


class ReasonIn(Schema):
    """Why; it is kept with the fact."""

    reason: str = Field(max_length=500)


@router.get("/facts", response={200: FactsPage, **READ_ERRORS})
def list_facts(request: HttpRequest, asked: Query[FactsIn]) -> dict[str, Any]:
    """The facts that the caller may open."""
    viewer = caller_of(request).demand("facts:read")
    party = Party.objects.filter(pk=asked.party).first() if asked.party else None
    if asked.party and party is None:
        raise Refused("api.unknown_party", party=str(asked.party))
    found = queries.facts(viewer, kind=asked.kind, standing=asked.standing, party=party)
    return page_of(request, found, asked, FactOut.of, partial(note_shown, viewer))


@router.get("/facts/{id}", response={200: FactOut, **READ_ERRORS})
def read_fact(request: HttpRequest, id: UUID) -> FactOut:
    """One fact with its evidence and seal."""
    return opened(caller_of(request).demand("facts:read"), id)


@router.post("/facts", response={201: FactOut, **WRITE_ERRORS})
def record_fact(request: HttpRequest, body: FactIn) -> Answer:
    """Record a fact as a claim. An `Idempotency-Key` makes a repeated request safe."""
    actor = caller_of(request).person(WRITE)
    return once(request, actor, lambda: recorded(actor, body))


@router.post("/facts/{id}/corrections", response={201: FactOut, **WRITE_ERRORS})
def correct_fact(request: HttpRequest, id: UUID, body: FactIn) -> Answer:
    """Record a fact in another's place."""
    actor = caller_of(request).person(WRITE)
    fact = found(actor, id)

    def act() -> FactOut:
        made = actions.correct_fact(actor=actor, fact=fact, draft=draft_of(body))
        return opened(actor, made.pk)

    return once(request, actor, act)


@router.post("/facts/{id}/{move}", response={201: FactOut, **WRITE_ERRORS})
def move_fact(request: HttpRequest, id: UUID, move: str, body: ReasonIn) -> Answer:
    """Move: verify, dispute or withdraw. Answers with the fact that does it."""
    actor = caller_of(request).person(WRITE)
    action = MOVES.get(move)
    if action is None:
        raise Http404
    fact = found(actor, id)

    def act() -> FactOut:
        return opened(actor, action(actor=actor, fact=fact, reason=body.reason).pk)

    return once(request, actor, act)


MOVES = {
    "verify": actions.verify_fact,
    "dispute": actions.dispute_fact,
    "withdraw": actions.withdraw_fact,
}


def recorded(actor: User, body: FactIn) -> FactOut:
    """Record, and read back as the caller sees it."""
    return opened(actor, actions.record_fact(actor=actor, draft=draft_of(body)).pk)


def found(viewer: Viewer, id: UUID) -> Fact:
    """A fact that the viewer may open. Raises Http404, also for one that is hidden."""
    fact = visible_to(viewer).filter(pk=id).first()
    if fact is None:
        raise Http404
    return fact


def opened(viewer: Viewer, id: UUID) -> FactOut:
    """A fact as the viewer may open it. Raises Http404."""
    fact = queries.with_content(visible_to(viewer).filter(pk=id), viewer).first()
    if fact is None:
        raise Http404
    note_shown(viewer, [fact])
    return FactOut.of(fact)


def draft_of(body: FactIn) -> FactDraft:
    """The draft that the ledger checks. Raises `Refused` for what cannot even be a draft."""
    if not is_by_hand(body.kind):
        raise Refused("ledger.unknown_kind", kind=body.kind[:60])
    try:
        occurred = Period.parse(body.occurred_on)
    except PeriodError as error:
        raise Refused("api.bad_period", text=body.occurred_on[:40]) from error
    parties = Party.objects.in_bulk({part.party for part in body.parties})
    for part in body.parties:
        if part.party not in parties:
            raise Refused("api.unknown_party", party=str(part.party))
    return FactDraft(
        kind=body.kind,
        occurred=occurred,
        parties=tuple(
            PartyRole(parties[part.party], part.role, Fraction(part.share) if part.share else None)
            for part in body.parties
        ),
        evidence=tuple(EvidenceDraft(**piece.dict()) for piece in body.evidence),
        quantity=quantity_of(body.quantity),
        attributes=body.attributes,
        legal_basis=body.legal_basis,
        purposes=tuple(body.purposes),
        access=body.access,
    )


def quantity_of(said: QuantityIn | None) -> Quantity | None:
    """The exact quantity. Raises `Refused` beyond what can be held."""
    if said is None:
        return None
    try:
        return Quantity.of(Decimal(said.value), said.unit, said.qualifier)
    except (InvalidOperation, QuantityError) as error:
        raise Refused("api.bad_quantity") from error
