"""What time it is for a case: now, except where what came in earlier is entered afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_entered_as_of: ContextVar[datetime | None] = ContextVar("entered_as_of", default=None)


def moment() -> datetime:
    """The time at which what is being done counts as done."""
    return _entered_as_of.get() or timezone.now()


@contextmanager
def entered_as_of(at: datetime) -> Iterator[None]:
    """Let what is done to cases in this block count as done then; mandates are asked of that time.

    For cases that came in before they were entered here. No door offers it to anybody.
    """
    if at > timezone.now():
        raise ValueError("what has not come in yet cannot be entered")
    token = _entered_as_of.set(at)
    try:
        yield
    finally:
        _entered_as_of.reset(token)
