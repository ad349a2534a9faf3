"""Giving, ending and handing over mandates. Nothing is changed in place: history stays."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from yuanqu.accounts.access import may_be_held, may_end, may_grant
from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import PARK_ROLES, SEPARATED_DUTIES, Membership, Party, Role, User
from yuanqu.engines.matters import is_matter
from yuanqu.engines.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class MandateDraft:
    """What a mandate says: as what, in which matters (none named: in all), from when, until when.

    Without `valid_from` it begins now, as it does with one that has passed; without `valid_to` it
    lasts until it is ended.
    """

    role: Role
    authorized_for: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None


def grant_membership(
    *,
    actor: User | None,
    user: User,
    party: Party,
    role: Role,
    authorized_for: tuple[str, ...] = (),
    valid_to: datetime | None = None,
) -> Membership:
    """Give a mandate from now on; see `give_mandate`."""
    draft = MandateDraft(role, authorized_for, valid_to=valid_to)
    return give_mandate(actor=actor, user=user, party=party, draft=draft)


@transaction.atomic
def give_mandate(
    *, actor: User | None, user: User, party: Party, draft: MandateDraft
) -> Membership:
    """Give a mandate. `actor` is None only for the installation itself (demonstration, first run).

    The same mandate twice is one; the same role with other matters or another end takes the place
    of the first, which ends when this one begins. Raises `Refused` where the actor may not
    (`access.may_grant`), the end has passed, a matter is no code, or the duties must stay apart.
    """
    _demand(may_be_held(draft.role, party))
    if actor is not None:
        _demand(may_grant(actor, user=user, party=party, role=draft.role))
    now = timezone.now()
    wanted = Membership(
        user=user,
        party=party,
        role=draft.role,
        authorized_for=_sound_matters(draft.authorized_for),
        valid_from=max(draft.valid_from or now, now),
        valid_to=draft.valid_to,
    )
    _demand_time_between(wanted, now)
    _lock(party, user)
    _keep_duties_apart(user, draft.role, wanted.valid_from)
    lasting = list(_lasting(user, party, draft.role, now))
    if alike := next((held for held in lasting if _says_the_same(held, wanted)), None):
        return alike
    for held in lasting:
        _close(held, wanted.valid_from)
    return _begin(actor, wanted)


@transaction.atomic
def end_membership(
    *, actor: User | None, membership: Membership, at: datetime | None = None
) -> Membership:
    """End a mandate now, or at a later time. Ending one that has ended changes nothing.

    Raises `Refused` where the actor neither holds it nor may give it.
    """
    if actor is not None:
        _demand(may_end(actor, membership))
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    end = max(at or timezone.now(), held.valid_from)
    if held.valid_to is None or held.valid_to > end:
        _close(held, end)
        record_event(
            actor=actor, act="accounts.membership_ended",
            subject=held.user, party=held.party, reference=held.pk,
        )  # fmt: skip
    return held


@transaction.atomic
def handover_membership(*, actor: User, membership: Membership, to: User) -> Membership:
    """Pass a mandate on: it ends, and another with the same role, matters and end begins.

    Whoever may give the mandate may pass it on, an administrator also the own one. Raises
    `Refused` where it has ended already, or `to` is who holds it.
    """
    role = Role(membership.role)
    _demand(may_grant(actor, user=to, party=membership.party, role=role))
    _lock(membership.party, to)
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    now = timezone.now()
    if not held.holds_at(now):
        raise Conflict("accounts.mandate_is_over")
    if to.pk == held.user_id:
        raise Refused("accounts.handed_to_the_holder")
    _keep_duties_apart(to, role, now)
    end = held.valid_to
    _close(held, now)
    record_event(
        actor=actor, act="accounts.membership_handed_over",
        subject=held.user, party=held.party, reference=held.pk,
    )  # fmt: skip
    for known in _lasting(to, held.party, role, now):
        _close(known, now)
    return _begin(actor, Membership(
        user=to, party=held.party, role=role, authorized_for=held.authorized_for,
        valid_from=now, valid_to=end,
    ))  # fmt: skip


def _demand(verdict: Verdict) -> None:
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)


def _lock(party: Party, user: User) -> None:
    """The party first, then the person: the order of every action that gives mandates."""
    Party.objects.select_for_update().get(pk=party.pk)
    if not User.objects.select_for_update().get(pk=user.pk).is_active:
        raise Refused("accounts.suspended_person")


def _sound_matters(authorized_for: tuple[str, ...]) -> list[str]:
    matters = sorted(set(authorized_for))
    for matter in matters:
        if not is_matter(matter):
            raise Refused("accounts.not_a_matter", matter=matter[:60])
    return matters


def _demand_time_between(wanted: Membership, now: datetime) -> None:
    if wanted.valid_to is None or wanted.valid_to > wanted.valid_from:
        return
    past = wanted.valid_to <= now
    raise Refused("accounts.ends_in_the_past" if past else "accounts.ends_before_it_begins")


def _keep_duties_apart(user: User, role: Role, start: datetime) -> None:
    """The constraint holds this for mandates without an end; here it holds for the others too."""
    if role not in PARK_ROLES:
        return
    others = Membership.objects.filter(_not_over(start), user=user).exclude(role=role)
    apart = PARK_ROLES if role in SEPARATED_DUTIES else SEPARATED_DUTIES
    if others.filter(role__in=apart).exists():
        raise Refused("accounts.duties_stay_apart")


def _not_over(at: datetime) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=at)


def _lasting(user: User, party: Party, role: Role, now: datetime) -> QuerySet[Membership]:
    """The mandates in that role which have not ended, one that is yet to begin among them."""
    held = Membership.objects.select_for_update().filter(user=user, party=party, role=role)
    return held.filter(_not_over(now)).order_by("pk")


def _says_the_same(held: Membership, wanted: Membership) -> bool:
    """Whether it holds already by then, for the same matters and as long."""
    same = held.authorized_for == wanted.authorized_for and held.valid_to == wanted.valid_to
    return same and held.valid_from <= wanted.valid_from


def _close(held: Membership, end: datetime) -> None:
    """End it at that time, unless it ends before."""
    if held.valid_to is None or held.valid_to > end:
        held.valid_to = max(end, held.valid_from)
        held.save(update_fields=["valid_to"])


def _begin(actor: User | None, membership: Membership) -> Membership:
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("accounts.duties_stay_apart") from error
    record_event(
        actor=actor, act="accounts.membership_granted",
        subject=membership.user, party=membership.party, reference=membership.pk,
    )  # fmt: skip
    return membership
