"""What runs by the clock: the plain type that an app's `jobs.py` lists, and when one is due."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

# What a run did, shown to operators: counts and short codes, never a person's data.
Outcome = Mapping[str, int | str]

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)


class Scope(StrEnum):
    """Where a job runs: once for the whole park, or once on every node."""

    PARK = "park"
    NODE = "node"


@dataclass(frozen=True, slots=True)
class Job:
    """A thing to be done again and again. Doing it twice must do no harm.

    `when` is how long after a start the next one is due, or the time of day in the park's time
    zone. A run that takes longer than `at_most` is given up for lost, and another may begin.
    """

    name: str
    run: Callable[[], Outcome | None]
    when: timedelta | time
    scope: Scope = Scope.PARK
    at_most: timedelta = timedelta(minutes=10)


def is_due(
    when: timedelta | time, last_started: datetime | None, failures: int, now: datetime
) -> bool:
    """Whether a job is due; `now` is aware and in the park's time zone. Never run means due.

    `failures` counts those since the last success: a job that fails comes again sooner than its
    time, and later each time. A start in the future, by a clock since set back, counts for nothing.
    """
    if last_started is None or last_started > now:
        return True
    if failures:
        return now - last_started >= retry_after(when, failures)
    if isinstance(when, timedelta):
        return now - last_started >= when
    return last_started < latest_occurrence(when, now)


def retry_after(when: timedelta | time, failures: int) -> timedelta:
    """How long after a failed start the next try is due: twice as long each time, to an hour."""
    first = min(when, FIRST_RETRY) if isinstance(when, timedelta) else FIRST_RETRY
    doublings: int = 2 ** min(failures - 1, 20)
    return min(first * doublings, max(LONGEST_RETRY, first))


def latest_occurrence(at: time, now: datetime) -> datetime:
    """The last moment, not after `now`, at which the clock of `now`'s time zone showed `at`."""
    today = now.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
