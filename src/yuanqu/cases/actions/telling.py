"""Queueing notices: worded in the reader's language now, sent once the action has committed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import ACTING_ROLES, may_act_for
from yuanqu.accounts.models import Membership, PartyKind, Role, User
from yuanqu.cases.access import is_own_side
from yuanqu.cases.actions.sending import send_after_commit
from yuanqu.cases.mandates import OFFICIAL_PARTS
from yuanqu.cases.models import Case, Channel, Notice, NoticePreference
from yuanqu.cases.notices.quiet import when_allowed
from yuanqu.cases.notices.templates import worded
from yuanqu.engines.matters import covered

MOST_READERS = 20
LOUD = (Channel.SMS, Channel.WECOM)  # those that make a noise, so that they keep quiet hours


@transaction.atomic
def tell(*, case: Case, template: str, users: Iterable[User], once: str = "") -> int:
    """Queue a notice to each of these people by each channel that they want; how many were queued.

    With `once`, nobody is told a second time under the same word.
    """
    now = timezone.now()
    told = _told_already(template, once)
    notices = [
        notice
        for user in {user.pk: user for user in users if user.is_active}.values()
        for notice in _notices(case, template, user, now)
        if (user.pk, notice.channel) not in told
    ]
    for notice in notices:
        notice.once = once
    # The constraint decides between two who tell the same at once.
    Notice.objects.bulk_create(notices, ignore_conflicts=bool(once))
    if notices:
        send_after_commit()
    return len(notices)


def _told_already(template: str, once: str) -> set[tuple[int, str]]:
    if not once:
        return set()
    return set(Notice.objects.filter(template=template, once=once).values_list("user", "channel"))


def tell_applicant(*, case: Case, template: str) -> int:
    """Tell whoever filed the case, or, where they may not act any more, those who may."""
    return tell(case=case, template=template, users=applicants_of(case))


def tell_handler(*, case: Case, template: str) -> int:
    """Tell the official with whom the case sits. An unassigned case shows in the desk's inbox."""
    users = [case.assignee] if case.assignee else []
    return tell(case=case, template=template, users=users)


def applicants_of(case: Case) -> list[User]:
    """Who reads what is told to the applicant."""
    if may_act_for(case.filed_by, case.applicant, case.matter):
        return [case.filed_by]
    if case.applicant.kind == PartyKind.PERSON:
        return []
    held = Membership.objects.filter(party=case.applicant, role__in=ACTING_ROLES)
    people = held.valid_at(timezone.now()).select_related("user").order_by("role", "id")
    return [one.user for one in people if may_act_for(one.user, case.applicant, case.matter)][
        :MOST_READERS
    ]


def officials_for(case: Case) -> list[User]:
    """Those who can move the case for the park, when it sits with nobody."""
    held = Membership.objects.filter(role=Role.OFFICIAL, party__kind=PartyKind.PARK)
    return [
        one.user
        for one in held.valid_at(timezone.now()).select_related("user").order_by("id")
        if any(covered(one.authorized_for, f"{case.matter}.{part}") for part in OFFICIAL_PARTS)
        and not is_own_side(one.user, case)
    ][:MOST_READERS]


def _notices(case: Case, template: str, user: User, now: datetime) -> Iterable[Notice]:
    wishes = NoticePreference.objects.filter(user=user).first() or NoticePreference(user=user)
    for channel in _channels(user, wishes):
        words = worded(template, case, user.preferred_language, short=channel != Channel.EMAIL)
        loud = channel in LOUD
        yield Notice(
            user=user,
            case=case,
            template=template,
            channel=channel,
            language=user.preferred_language,
            subject=words.subject,
            body=words.body,
            facts=dict(words.facts),
            created_at=now,
            not_before=when_allowed(now, wishes.quiet_from, wishes.quiet_to) if loud else now,
        )


def _channels(user: User, wishes: NoticePreference) -> Iterable[Channel]:
    if wishes.email and user.email:
        yield Channel.EMAIL
    if wishes.sms and user.phone_verified:
        yield Channel.SMS
    if wishes.wecom and wishes.wecom_id:
        yield Channel.WECOM
