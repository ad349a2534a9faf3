"""Standing in for a colleague: delegation by choice, substitution during an absence."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import is_official
from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.cases.models import Absence, Delegation
from yuanqu.engines.matters import is_matter


@dataclass(frozen=True, slots=True)
class DelegationDraft:
    """To whom, for which matters (none named: all of one's own), from when to when."""

    to: User
    valid_from: datetime
    valid_to: datetime
    matters: tuple[str, ...] = ()


@transaction.atomic
def delegate(*, actor: User, draft: DelegationDraft) -> Delegation:
    """Let another official act in one's own name, within one's own mandate and no further."""
    _require_officials(actor, draft.to, draft.valid_from, draft.valid_to)
    if not all(is_matter(matter) for matter in draft.matters):
        raise Refused("cases.matter_malformed")
    delegation = Delegation.objects.create(
        from_user=actor,
        to_user=draft.to,
        matters=list(draft.matters),
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
    )
    record_event(actor=actor, act="cases.acted_delegate", subject=draft.to, reference=delegation.pk)
    return delegation


@transaction.atomic
def end_delegation(*, actor: User, delegation: Delegation) -> Delegation:
    """Take it back, or lay it down; at once. Ending one that has ended changes nothing."""
    held = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if actor.pk not in {held.from_user_id, held.to_user_id}:
        raise Refused("cases.not_your_delegation")
    if held.ended_at is None:
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
    return held


@transaction.atomic
def record_absence(
    *, actor: User, substitute: User, valid_from: datetime, valid_to: datetime
) -> Absence:
    """Say that one is away, and who acts meanwhile in all one's matters."""
    _require_officials(actor, substitute, valid_from, valid_to)
    overlapping = Absence.objects.select_for_update().filter(
        user=actor, valid_from__lt=valid_to, valid_to__gt=valid_from, ended_at__isnull=True
    )
    if overlapping.exists():
        raise Refused("cases.absent_already")
    absence = Absence.objects.create(
        user=actor, substitute=substitute, valid_from=valid_from, valid_to=valid_to
    )
    record_event(actor=actor, act="cases.acted_absence", subject=substitute, reference=absence.pk)
    return absence


@transaction.atomic
def end_absence(*, actor: User, absence: Absence) -> Absence:
    """Be back early. Ending one that has ended changes nothing."""
    held = Absence.objects.select_for_update().get(pk=absence.pk)
    if actor.pk != held.user_id:
        raise Refused("cases.not_your_delegation")
    if held.ended_at is None:
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
    return held


def _require_officials(actor: User, other: User, start: datetime, end: datetime) -> None:
    if not is_official(actor):
        raise Refused("accounts.officials_only")
    if actor == other or not is_official(other):
        raise Refused("cases.not_a_colleague", name=str(other))
    if end <= start or end <= timezone.now():
        raise Refused("cases.stand_in_ends_before_it_begins")
