"""Counting wrong passwords, and opening what the count has shut."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import may_guard_accounts
from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import LockOut, LockOutKind, User
from yuanqu.engines.lockout import Patience, Tries, counted, taken_back

PATIENCE: Mapping[LockOutKind, Patience] = {
    LockOutKind.ACCOUNT: Patience(5, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)),
    # Many people may share an address: more is free, and it is forgotten sooner.
    LockOutKind.ADDRESS: Patience(30, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1)),
}
STALE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to log in, by the digests of whom it is at and where it comes from."""

    account: str
    address: str

    def keys(self) -> tuple[tuple[LockOutKind, str], ...]:
        """The rows that it counts in, in the order in which they are locked."""
        return (LockOutKind.ACCOUNT, self.account), (LockOutKind.ADDRESS, self.address)


@transaction.atomic
def begin_attempt(*, attempt: Attempt, user: User | None = None) -> datetime | None:
    """Count a try before the password is looked at, so that a hundred at once are a hundred.

    Returns until when no try is looked at, or None where this one may go on. A try that comes
    while the door is shut is not counted: else whoever knocks would keep the owner out.
    """
    now = timezone.now()
    rows = [_row(kind, key, now) for kind, key in attempt.keys()]
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
    """The password was right: the account's count is cleared, and this try is taken off the
    address's. Not more, or one's own log-in would wipe out guesses at others'."""
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
    from yuanqu.accounts.guarding import account_key

    if actor is not None and not (verdict := may_guard_accounts(actor)):
        raise Refused(verdict.code, **verdict.facts)
    clear_attempts(account=account_key(user))
    record_event(actor=actor, act="accounts.unlocked", subject=user)


def _row(kind: LockOutKind, key: str, now: datetime) -> LockOut:
    """The count's row, made if need be and locked."""
    if (row := _locked(kind, key)) is None:
        LockOut.objects.filter(last_at__lt=now - STALE).delete()
        LockOut.objects.get_or_create(kind=kind, key=key, defaults={"last_at": now})
        row = LockOut.objects.select_for_update().get(kind=kind, key=key)
    return row


def _locked(kind: LockOutKind, key: str) -> LockOut | None:
    return LockOut.objects.select_for_update().filter(kind=kind, key=key).first()


def _tries(row: LockOut) -> Tries | None:
    return Tries(row.failures, row.last_at, row.shut_until) if row.failures else None


def _write(row: LockOut, tries: Tries) -> None:
    row.failures, row.last_at, row.shut_until = tries.failures, tries.last, tries.shut_until
    row.save(update_fields=["failures", "last_at", "shut_until"])
