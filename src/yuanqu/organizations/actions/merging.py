"""Merging two entries of the register, and undoing it. No fact and no entry is rewritten."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.errors import Conflict, Refused
from yuanqu.accounts.models import PartyKind, User
from yuanqu.engines.periods import Period
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole
from yuanqu.ledger.models import LegalBasis, Purpose
from yuanqu.organizations import access
from yuanqu.organizations.actions.entries import demand, lock, project
from yuanqu.organizations.aliases import aliases_on
from yuanqu.organizations.models import (
    Identifier,
    MergeCause,
    Organization,
    PartyAlias,
    Scheme,
)
from yuanqu.organizations.publishing import withdraw_organization

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class MergeDraft:
    """Why two entries are one, and since which day that is so in the world."""

    cause: MergeCause
    reason: str
    happened_on: date | None = None  # today, unless said
    evidence: tuple[EvidenceDraft, ...] = ()


@transaction.atomic
def merge_organizations(
    *, actor: User, kept: Organization, merged: Organization, draft: MergeDraft
) -> PartyAlias:
    """From today on, let one entry stand for the other, and record that as a fact.

    Mandates are not carried over: who speaks for the kept one is decided as ever. Raises `Refused`
    where the two cannot be one, `Conflict` where one of them was merged already.
    """
    demand(access.may_register(actor))
    day = draft.happened_on or timezone.localdate()
    _require_sound(draft, day)
    keeps, goes = _lock_both(kept, merged)
    _require_fit(keeps, goes, draft.cause)
    alias = PartyAlias(
        alias=goes.party, party=keeps.party, cause=draft.cause, since=timezone.localdate()
    )
    alias.merged = record_fact(actor=actor, draft=_merging(alias, draft, day))
    alias.save(force_insert=True)
    withdraw_organization(goes)
    project(keeps)
    return alias


@transaction.atomic
def unmerge_organizations(
    *, actor: User, alias: PartyAlias, reason: str, evidence: tuple[EvidenceDraft, ...] = ()
) -> PartyAlias:
    """Let the two entries stand for themselves again, and record that as a fact.

    Raises `Conflict` where it was undone already.
    """
    demand(access.may_register(actor))
    _require_reason(reason)
    held = PartyAlias.objects.select_for_update().get(pk=alias.pk)
    if held.until is not None:
        raise Conflict("organizations.unmerged_already")
    # The kept one may itself have been merged since: what is found by these names is then a third.
    found_by = aliases_on().resolved(held.party_id)
    entries = _locked(held.alias_id, found_by)
    held.unmerged = record_fact(actor=actor, draft=_unmerging(held, reason, evidence))
    held.until = timezone.localdate()
    held.save(update_fields=["unmerged", "until"])
    for entry in entries:
        project(entry)
    return held


def _lock_both(kept: Organization, merged: Organization) -> tuple[Organization, Organization]:
    """Both entries in one order, whichever is kept. Raises `Conflict` where one was merged."""
    if kept.pk == merged.pk:
        raise Refused("organizations.merged_with_itself")
    held = {one.pk: lock(one) for one in sorted([kept, merged], key=lambda one: one.pk)}
    return held[kept.pk], held[merged.pk]


def _locked(*ids: UUID) -> list[Organization]:
    rows = Organization.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return list(rows.select_related("party").order_by("pk"))


def _require_sound(draft: MergeDraft, day: date) -> None:
    _require_reason(draft.reason)
    if draft.cause not in MergeCause.values:
        raise Refused("organizations.unknown_choice")
    if day > timezone.localdate():
        raise Refused("organizations.day_in_the_future")


def _require_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused("organizations.reason_missing", most=str(LONGEST_REASON))


def _require_fit(kept: Organization, merged: Organization, cause: MergeCause) -> None:
    kinds = {kept.party.kind, merged.party.kind}
    if len(kinds) > 1 or PartyKind.PARK in kinds:
        raise Refused("organizations.merged_with_another_sort")
    codes = Identifier.objects.filter(scheme=Scheme.USCC, organization__in=[kept, merged])
    # One legal person has one code: who has another was absorbed, or is somebody else.
    if cause == MergeCause.DUPLICATE and codes.count() > 1:
        raise Refused("organizations.two_credit_codes")


def _merging(alias: PartyAlias, draft: MergeDraft, day: date) -> FactDraft:
    return FactDraft(
        kind="organization.merged",
        occurred=Period.of_day(day),
        parties=(PartyRole(alias.party, "kept"), PartyRole(alias.alias, "merged")),
        attributes={"cause": str(draft.cause), "reason": draft.reason.strip()},
        evidence=draft.evidence,
        legal_basis=LegalBasis.STATUTORY_DUTY,
        purposes=(Purpose.PUBLICATION, Purpose.STATISTICS),
    )


def _unmerging(alias: PartyAlias, reason: str, evidence: tuple[EvidenceDraft, ...]) -> FactDraft:
    return FactDraft(
        kind="organization.unmerged",
        occurred=Period.of_day(timezone.localdate()),
        parties=(PartyRole(alias.party, "kept"), PartyRole(alias.alias, "separated")),
        attributes={"merge": str(alias.merged_id), "reason": reason.strip()},
        evidence=evidence,
        legal_basis=LegalBasis.STATUTORY_DUTY,
        purposes=(Purpose.PUBLICATION, Purpose.STATISTICS),
    )
