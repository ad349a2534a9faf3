"""Counting wrong passwords, and opening what the count has shut."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import may_guard_accounts
from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.errors import Forbidden
from yuanqu.accounts.guarding import Attempt, account_key
from yuanqu.accounts.models import LockOut, LockOutKind, User
from yuanqu.engines.lockout import Patience, Tries, counted, taken_back

PATIENCE: Mapping[LockOutKind, Patience] = {
    LockOutKind.ACCOUNT: Patience(5, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)),
    # Many people may share an address: more is free, and it is forgotten sooner.
    LockOutKind.ADDRESS: Patience(30, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1)),
}
STALE = timedelta(days=7)


@transaction.atomic
def begin_attempt(*, attempt: Attempt, user: User | None = None) -> datetime | None:
    """Count a try before the password is looked at, so that a hundred at once are a hundred.

    Returns until when no try is looked at, or None where this one may go on. A try that comes
    while the door is shut is not counted: else whoever knocks would keep the owner out.
    """
    now = timezone.now()
    rows = [_row(kind, key, now) for kind, key in attempt.counts()]
    shut = [row.shut_until for row in rows if row.shut_until and row.shut_until > now]
    if shut:
        return max(shut)
    for row in rows:
        _write(row, counted(_tries(row), now, PATIENCE[LockOutKind(row.kind)]))
    if user is not None and rows[0].shut_until:
        record_event(actor=None, act="accounts.locked", subject=user)
    return None


@transaction.atomic
def forgive_attempt(*, attempt: Attempt) -> None:
    """The password was right: clear the account's count, and take this try off the address's.

    Not more of the address's, or one's own log-in would wipe out guesses at others'.
    """
    clear_attempts(account=attempt.account)
    row = _locked(LockOutKind.ADDRESS, attempt.address)
    if row is not None and (tries := _tries(row)):
        _write(row, taken_back(tries))


@transaction.atomic
def clear_attempts(*, account: str) -> None:
    """Forget every wrong try at an account."""
    LockOut.objects.filter(kind=LockOutKind.ACCOUNT, key=account).update(
        failures=0, shut_until=None
    )


@transaction.atomic
def unlock_person(*, actor: User | None, user: User) -> None:
    """Open a locked account before its time. `actor` is None only for the installation itself."""
    if actor is not None and not (verdict := may_guard_accounts(actor)):
        raise Forbidden(verdict.code, **verdict.facts)
    clear_attempts(account=account_key(user))
    record_event(actor=actor, act="accounts.unlocked", subject=user)


def _row(kind: LockOutKind, key: str, now: datetime) -> LockOut:
    """The count's row, made if need be and locked."""
    if (row := _locked(kind, key)) is None:
        _forget_stale(now)
        LockOut.objects.get_or_create(kind=kind, key=key, defaults={"last_at": now})
        row = LockOut.objects.select_for_update().get(kind=kind, key=key)
    return row


def _forget_stale(now: datetime) -> None:
    """What somebody holds is skipped: waiting for it here would break the order of locks."""
    stale = LockOut.objects.select_for_update(skip_locked=True).filter(last_at__lt=now - STALE)
    LockOut.objects.filter(pk__in=[row.pk for row in stale[:100]]).delete()


def _locked(kind: LockOutKind, key: str) -> LockOut | None:
    return LockOut.objects.select_for_update().filter(kind=kind, key=key).first()


def _tries(row: LockOut) -> Tries | None:
    return Tries(row.failures, row.last_at, row.shut_until) if row.failures else None


def _write(row: LockOut, tries: Tries) -> None:
    row.failures, row.last_at, row.shut_until = tries.failures, tries.last, tries.shut_until
    row.save(update_fields=["failures", "last_at", "shut_until"])
