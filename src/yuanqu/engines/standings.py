"""What a fact is worth now: the states that later facts give it.

A fact begins as *claimed*. Another person's verification makes it *verified*; a dispute, a
withdrawal or a verified correction moves it on. The ledger stores the moves as facts of their own;
this module folds them.
"""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType


class Standing(StrEnum):
    """Where a fact stands."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"


class Bearing(StrEnum):
    """What a later fact does to an earlier one."""

    VERIFIES = "verifies"
    DISPUTES = "disputes"
    WITHDRAWS = "withdraws"
    CORRECTS = "corrects"
    # Its evidence, not the fact: where the fact stands stays as it is.
    ERASES = "erases"


TRANSITIONS = MappingProxyType(
    {
        (Standing.CLAIMED, Bearing.VERIFIES): Standing.VERIFIED,
        (Standing.CLAIMED, Bearing.DISPUTES): Standing.DISPUTED,
        (Standing.CLAIMED, Bearing.WITHDRAWS): Standing.WITHDRAWN,
        (Standing.CLAIMED, Bearing.CORRECTS): Standing.CORRECTED,
        (Standing.VERIFIED, Bearing.DISPUTES): Standing.DISPUTED,
        (Standing.VERIFIED, Bearing.WITHDRAWS): Standing.WITHDRAWN,
        (Standing.VERIFIED, Bearing.CORRECTS): Standing.CORRECTED,
        (Standing.DISPUTED, Bearing.VERIFIES): Standing.VERIFIED,
        (Standing.DISPUTED, Bearing.WITHDRAWS): Standing.WITHDRAWN,
        (Standing.DISPUTED, Bearing.CORRECTS): Standing.CORRECTED,
    }
)


class StandingError(Exception):
    """A move that the table does not have; nothing changes."""

    code = "ledger.move_not_allowed"

    def __init__(self, standing: Standing, bearing: Bearing) -> None:
        super().__init__(f"a {standing} fact takes no fact that {bearing} it")
        self.standing, self.bearing = standing, bearing


def moved(standing: Standing, bearing: Bearing) -> Standing:
    """The standing after this bearing. Raises `StandingError` where the table has no such move."""
    try:
        return TRANSITIONS[standing, bearing]
    except KeyError:
        raise StandingError(standing, bearing) from None


def folded(bearings: Iterable[Bearing]) -> Standing:
    """The standing after all these bearings, in the order in which they took effect."""
    standing = Standing.CLAIMED
    for bearing in bearings:
        standing = moved(standing, bearing)
    return standing
