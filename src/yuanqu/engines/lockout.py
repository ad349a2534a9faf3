"""How long a door stays shut after wrong passwords: not at first, then twice as long each time."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """How many tries are free, the first wait and the longest, and when a count is forgotten."""

    free: int
    first: timedelta
    longest: timedelta
    forgets_after: timedelta


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries so far and when the last one was; `shut_until` is None while the door is open."""

    failures: int
    last: datetime
    shut_until: datetime | None = None

    def is_shut(self, now: datetime) -> bool:
        """Whether no try is looked at now."""
        return self.shut_until is not None and self.shut_until > now


def wait_after(failures: int, patience: Patience) -> timedelta:
    """Zero below `patience.free`; from there the first wait, doubled with each further failure."""
    if failures < patience.free:
        return timedelta()
    # Beyond 40 doublings the longest wait is reached in any case; the bound keeps the number small.
    doublings = min(failures - patience.free, 40)
    wait: timedelta = patience.first * 2**doublings
    return min(wait, patience.longest)


def counted(before: Tries | None, now: datetime, patience: Patience) -> Tries:
    """The state after one more try that is taken for wrong until the password proves right."""
    forgotten = before is None or now - before.last > patience.forgets_after
    failures = 1 if forgotten or before is None else before.failures + 1
    wait = wait_after(failures, patience)
    return Tries(failures, now, now + wait if wait else None)


def taken_back(before: Tries) -> Tries:
    """The state after one try proved right: it alone is taken off the count, and the door opens."""
    return Tries(max(0, before.failures - 1), before.last, None)
