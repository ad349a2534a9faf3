"""What an app holds about a person: the plain types that each app's `personal.py` lists.

    HOLDINGS = (Holding("accounts.account", rows=account, erase=erase_account), …)

`personal.yaml` beside it says in both languages what is held under each code, why, by which law and
how long. The privacy app reads the two together; an app knows nothing of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yuanqu.accounts.models import User

# One row of a person's copy: plain values, dates and ids among them.
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file about a person; `read` fetches its bytes when the copy is packed."""

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Erasing:
    """Whose data is to go, who decided it and why. `spare` is the request itself: it stays.

    `actor` is None where an erasure is done again after a restore.
    """

    person: User
    actor: User | None
    reason: str
    spare: UUID | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows went, and how many must stay until a period prescribed by law is over."""

    gone: int
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Expiry:
    """What has outlived its period: how many rows ended before a moment, and their erasure.

    Both answer with a count. `erase` is safe to be called twice.
    """

    due: Callable[[datetime], int]
    erase: Callable[[datetime], int]


def no_files(_person: User) -> Iterable[HeldFile]:
    """For what has none."""
    return ()


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held about a person under one code of `personal.yaml`, and what can be done with it.

    Without `erase` it stays when the person's data is erased; the file says why.
    """

    code: str
    rows: Callable[[User], Iterable[Row]]
    files: Callable[[User], Iterable[HeldFile]] = no_files
    erase: Callable[[Erasing], Erased] | None = None
    expiry: Expiry | None = None
