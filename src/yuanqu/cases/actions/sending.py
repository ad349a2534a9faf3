"""Sending what is queued: claimed first, sent outside any transaction, then marked.

A process that dies while sending leaves its notices claimed; the claim runs out and another tries
again, so a notice goes at least once.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.cases.models import Channel, Notice, NoticeAttempt, NoticePreference, NoticeStatus
from yuanqu.cases.notices.channels import Message, SendFailed, adapter_of
from yuanqu.engines.masking import masked_email, masked_phone

logger = logging.getLogger(__name__)

CLAIMED_FOR = timedelta(minutes=5)
# After how long a failed notice is tried again; after the last it has failed for good.
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


@dataclass(frozen=True, slots=True)
class NoticeWishes:
    """What a person wants; quiet hours are local times, equal ones mean none."""

    email: bool = True
    sms: bool = False
    wecom: bool = False
    wecom_id: str = ""
    quiet_from: time = time(21, 0)
    quiet_to: time = time(8, 0)


@transaction.atomic
def prefer_notices(*, actor: User, wishes: NoticeWishes) -> NoticePreference:
    """Say by which channels one wants notices. Raises `Refused` where an address is missing."""
    if wishes.sms and not actor.phone_verified:
        raise Refused("cases.no_verified_number")
    if wishes.wecom and not wishes.wecom_id.strip():
        raise Refused("cases.no_wecom_account")
    preference, _made = NoticePreference.objects.update_or_create(
        user=actor,
        defaults={
            "email": wishes.email,
            "sms": wishes.sms,
            "wecom": wishes.wecom,
            "wecom_id": wishes.wecom_id.strip()[:64],
            "quiet_from": wishes.quiet_from,
            "quiet_to": wishes.quiet_to,
        },
    )
    return preference


def send_after_commit() -> None:
    """Send what is due once the surrounding transaction has committed, unless a worker does."""
    if settings.NOTICES_BY_WORKER:
        return
    # robust: a mail server that is down must not undo what the person was told is done.
    transaction.on_commit(send_due, robust=True)


def send_due(limit: int = 50) -> int:
    """Send up to `limit` notices whose time has come, in any process. Returns how many went."""
    sent = 0
    for notice in _claim(limit=limit):
        error = _sent(notice)
        _finish(notice=notice, error=error)
        sent += error is None
    return sent


def _sent(notice: Notice) -> SendFailed | None:
    address = address_of(notice)
    if not address:
        return SendFailed("notices.no_address", again=False)
    message = Message(address, notice.subject, notice.body, notice.template, notice.facts)
    try:
        adapter_of(Channel(notice.channel)).send(message)
    except SendFailed as error:
        return error
    return None


@transaction.atomic
def _claim(*, limit: int) -> list[Notice]:
    now = timezone.now()
    ready = Q(status=NoticeStatus.WAITING) | Q(status=NoticeStatus.SENDING)
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        ready, not_before__lte=now
    )
    claimed = list(rows.select_related("user").order_by("not_before", "id")[:limit])
    Notice.objects.filter(pk__in=[notice.pk for notice in claimed]).update(
        status=NoticeStatus.SENDING, not_before=now + CLAIMED_FOR
    )
    return claimed


@transaction.atomic
def _finish(*, notice: Notice, error: SendFailed | None) -> None:
    now = timezone.now()
    NoticeAttempt.objects.create(
        notice=notice,
        at=now,
        adapter=adapter_of(Channel(notice.channel)).name,
        address=masked_address(notice),
        error=error.code if error else "",
    )
    if error:
        logger.warning("A notice did not go", extra={"notice": notice.pk, "code": error.code})
    notice.attempts += 1
    notice.status, notice.not_before = _next(notice, error, now)
    notice.sent_at = None if error else now
    notice.save(update_fields=["attempts", "status", "not_before", "sent_at"])


def _next(notice: Notice, error: SendFailed | None, now: datetime) -> tuple[NoticeStatus, datetime]:
    if error is None:
        return NoticeStatus.SENT, now
    if not error.again or notice.attempts > len(PAUSES):
        return NoticeStatus.FAILED, now
    return NoticeStatus.WAITING, now + PAUSES[notice.attempts - 1]


def address_of(notice: Notice) -> str:
    """Where the notice goes: the person's address of now, not of when it was queued."""
    if notice.channel == Channel.EMAIL:
        return notice.user.email
    if notice.channel == Channel.SMS:
        return notice.user.phone if notice.user.phone_verified else ""
    preference = NoticePreference.objects.filter(user=notice.user).first()
    return preference.wecom_id if preference else ""


def masked_address(notice: Notice) -> str:
    """The address as the log keeps it."""
    address = address_of(notice)
    if notice.channel == Channel.EMAIL:
        return masked_email(address)
    return masked_phone(address) if notice.channel == Channel.SMS else f"{address[:2]}***"
