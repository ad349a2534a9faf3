"""Quiet hours: when a notice that makes a noise may be sent."""

from datetime import datetime, time, timedelta

from django.utils import timezone


def when_allowed(now: datetime, quiet_from: time, quiet_to: time) -> datetime:
    """The first moment from `now` on outside the quiet hours [quiet_from, quiet_to).

    Both are local times of the park; the hours may span midnight. Equal times mean none.
    """
    local = timezone.localtime(now)
    if not _is_quiet(local.time(), quiet_from, quiet_to):
        return now
    end = local.replace(
        hour=quiet_to.hour, minute=quiet_to.minute, second=quiet_to.second, microsecond=0
    )
    return end if end > local else end + timedelta(days=1)


def _is_quiet(at: time, start: time, end: time) -> bool:
    if start == end:
        return False
    return start <= at < end if start < end else at >= start or at < end
