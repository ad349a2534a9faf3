"""How far along a backup or a restore is, for whoever waits."""

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """The steps of a backup and of a restore, in their order."""

    DATABASE = "database"
    FILES = "files"
    UNPACKING = "unpacking"
    STAGING = "staging"
    VERIFYING = "verifying"
    PLACING = "placing"
    INDEXING = "indexing"


# The step, how much of it is done, and how much there is to do; 0 where that is not known.
Told = Callable[[Step, int, int], None]


def quietly(step: Step, done: int, total: int) -> None:
    """Tell nobody."""
