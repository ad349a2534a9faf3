"""The only writers of the ledger."""

import secrets
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.engines.periods import Period
from yuanqu.engines.standings import Bearing, Standing, StandingError, moved
from yuanqu.engines.verdicts import Verdict
from yuanqu.ledger import access
from yuanqu.ledger.digests import NEWEST_FORM, content_digests, evidence_hash, fact_hash
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole, check
from yuanqu.ledger.effects import FINAL, stand_as_claimed, standing_of, take_effect
from yuanqu.ledger.files import drop_file
from yuanqu.ledger.models import (
    Access,
    Evidence,
    EvidenceContent,
    Fact,
    FactParty,
    FactStanding,
)
from yuanqu.ledger.publishing import publish_fact
from yuanqu.ledger.sealing import seal_after_commit

BEARING_KINDS = {
    Bearing.VERIFIES: "ledger.verification",
    Bearing.DISPUTES: "ledger.dispute",
    Bearing.WITHDRAWS: "ledger.withdrawal",
    Bearing.ERASES: "ledger.erasure",
}


@transaction.atomic
def record_fact(*, actor: User, draft: FactDraft, id: UUID | None = None) -> Fact:
    """Record what happened, as a claim with its evidence. Sealed after the outermost commit.

    Raises `Refused` where the draft is not what its kind asks, or the actor may not.
    """
    _demand(access.may_record(actor, draft))
    fact = _write(actor.party, draft, id or uuid4())
    publish_fact(fact)
    return fact


@transaction.atomic
def correct_fact(*, actor: User, fact: Fact, draft: FactDraft) -> Fact:
    """Record a fact of the same kind in another's place.

    A claim is replaced at once. A verified or disputed fact keeps its place until somebody else
    has verified the correction, so that no figure changes on one person's word.
    """
    _demand(access.may_correct(actor, fact, draft))
    held = standing_of(fact)
    if draft.kind != fact.kind:
        raise Refused("ledger.correction_of_another_kind")
    _demand_move(held, Bearing.CORRECTS)
    _demand_no_correction_waits(fact)
    correction = _write(actor.party, draft, uuid4(), about=fact, bearing=Bearing.CORRECTS)
    for moved_fact in [correction, *take_effect(correction)]:
        publish_fact(moved_fact)
    return correction


@transaction.atomic
def verify_fact(*, actor: User, fact: Fact, reason: str) -> Fact:
    """Say, as another than the claimant, that the evidence bears the fact out."""
    _demand(access.may_settle(actor, fact))
    return _bear(actor, fact, Bearing.VERIFIES, reason)


@transaction.atomic
def dispute_fact(*, actor: User, fact: Fact, reason: str) -> Fact:
    """Say why the evidence does not bear the fact out; figures leave it out from now on."""
    _demand(access.may_settle(actor, fact))
    return _bear(actor, fact, Bearing.DISPUTES, reason)


@transaction.atomic
def withdraw_fact(*, actor: User, fact: Fact, reason: str) -> Fact:
    """Take a fact back. It stays in the chain, marked withdrawn."""
    standing_of(fact)  # locked before the claimant's leave is read, which a verification ends
    _demand(access.may_withdraw(actor, fact))
    return _bear(actor, fact, Bearing.WITHDRAWS, reason)


@transaction.atomic
def erase_evidence(
    *, actor: User | None, evidence: Evidence, reason: str, request: str = ""
) -> EvidenceContent:
    """Erase a quotation and file to a tombstone; the chain stays whole. Erasing twice is once.

    The erasure is a fact of the chain, which says when, why and by which request: the reason stays
    for good, so it names nobody. `actor` is None only where a period of retention has run out, or
    where an erasure is done again after a restore; then it is the park that erases.
    """
    if actor is not None:
        _demand(access.may_erase(actor))
    if not reason.strip():
        raise Refused("ledger.reason_missing")
    content = EvidenceContent.objects.select_for_update().get(pk=evidence.pk)
    if content.erased_at is not None:
        return content
    recorder = actor.party if actor else _park()
    _record_erasure(recorder, evidence, reason.strip(), request)
    sha256 = content.file_sha256
    content.salt = content.quote = content.file_sha256 = content.file_name = ""
    content.file_bytes, content.media_type = None, ""
    content.erased_at, content.erased_by = timezone.now(), recorder
    content.erased_reason = reason.strip()[:300]
    content.save()
    if sha256 and not EvidenceContent.objects.filter(file_sha256=sha256).exists():
        transaction.on_commit(lambda: drop_file(sha256))
    publish_fact(evidence.fact)
    return content


def _record_erasure(recorder: Party, evidence: Evidence, reason: str, request: str) -> None:
    said = {"evidence": str(evidence.pk), "reason": reason[:500]}
    draft = FactDraft(
        kind=BEARING_KINDS[Bearing.ERASES],
        occurred=Period.of_day(timezone.localdate()),
        attributes=said | ({"request": request} if request else {}),
        access=Access(evidence.fact.access),
    )
    _write(recorder, draft, uuid4(), about=evidence.fact, bearing=Bearing.ERASES)


def _park() -> Party:
    """The park itself, in whose name a period of retention runs out."""
    park = Party.objects.filter(kind=PartyKind.PARK).first()
    if park is None:
        raise Refused("accounts.no_park")
    return park


def _demand(verdict: Verdict) -> None:
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)


def _demand_move(held: FactStanding, bearing: Bearing) -> None:
    try:
        moved(Standing(held.standing), bearing)
    except StandingError as error:
        raise Conflict(error.code, standing=held.standing, bearing=bearing) from error


def _demand_no_correction_waits(fact: Fact) -> None:
    """One correction waits at a time, and none of a correction that itself waits.

    Verified, the second would stand beside the original, and figures would count both.
    """
    waiting = (Standing.CLAIMED, Standing.DISPUTED)
    waits = fact.bearings.filter(bearing=Bearing.CORRECTS, standing__standing__in=waiting).exists()
    if fact.bearing == Bearing.CORRECTS and fact.about is not None and not waits:
        waits = standing_of(fact.about).standing not in FINAL
    if waits:
        raise Conflict("ledger.correction_waits")


def _bear(actor: User, fact: Fact, bearing: Bearing, reason: str) -> Fact:
    if not reason.strip():
        raise Refused("ledger.reason_missing")
    _demand_move(standing_of(fact), bearing)
    draft = FactDraft(
        kind=BEARING_KINDS[bearing],
        occurred=Period.of_day(timezone.localdate()),
        attributes={"reason": reason.strip()[:500]},
        access=Access(fact.access),
    )
    written = _write(actor.party, draft, uuid4(), about=fact, bearing=bearing)
    for moved_fact in take_effect(written):
        publish_fact(moved_fact)
    return written


def _write(
    recorder: Party, draft: FactDraft, id: UUID, about: Fact | None = None, bearing: str = ""
) -> Fact:
    kind = check(draft)
    quantity = draft.quantity
    fact = Fact(
        id=id,
        kind=kind.code,
        kind_version=kind.version,
        starts_on=draft.occurred.start,
        ends_on=draft.occurred.end,
        recorded_by=recorder,
        recorded_at=timezone.now(),
        mantissa=quantity.mantissa if quantity else None,
        exponent=quantity.exponent if quantity else None,
        unit=quantity.unit if quantity else "",
        qualifier=quantity.qualifier if quantity else "",
        attributes=dict(draft.attributes),
        legal_basis=draft.legal_basis,
        purposes=sorted(draft.purposes),
        access=draft.access,
        about=about,
        bearing=bearing,
    )
    roles = [_role(fact, part) for part in draft.parties]
    evidence = [_evidence(fact, place, piece) for place, piece in enumerate(draft.evidence, 1)]
    fact.hash = fact_hash(fact, roles, [piece for piece, _ in evidence])
    fact.save(force_insert=True)
    FactParty.objects.bulk_create(roles)
    Evidence.objects.bulk_create([piece for piece, _ in evidence])
    EvidenceContent.objects.bulk_create([content for _, content in evidence])
    stand_as_claimed(fact)
    seal_after_commit(fact)
    return fact


def _role(fact: Fact, part: PartyRole) -> FactParty:
    return FactParty(
        fact=fact,
        party=part.party,
        role=part.role,
        share_numerator=part.share.numerator if part.share is not None else None,
        share_denominator=part.share.denominator if part.share is not None else None,
    )


def _evidence(fact: Fact, place: int, draft: EvidenceDraft) -> tuple[Evidence, EvidenceContent]:
    piece = Evidence(
        id=uuid4(),
        fact=fact,
        position=place,
        title=draft.title.strip(),
        issuer=draft.issuer.strip(),
        issued_on=draft.issued_on.strip(),
        address=draft.address.strip(),
        confidentiality=draft.confidentiality,
        form=NEWEST_FORM,
    )
    file = draft.file
    content = EvidenceContent(
        evidence=piece,
        salt=secrets.token_hex(16),
        quote=draft.quote.strip(),
        file_sha256=file.sha256 if file else "",
        file_name=file.name if file else "",
        file_bytes=file.size if file else None,
        media_type=file.media_type if file else "",
    )
    piece.quote_digest, piece.file_digest = content_digests(content)
    piece.hash = evidence_hash(piece)
    return piece, content
