"""What a version of a document is worth as a source on a day."""

from datetime import date
from enum import StrEnum

from yuanqu.knowledge.models import Status, Version
from yuanqu.knowledge.validity import is_in_force


class Standing(StrEnum):
    """Whether it may be asserted from, and if not, why."""

    IN_FORCE = "in_force"
    PAST = "past"
    COMING = "coming"
    DRAFT = "draft"
    REPEALED = "repealed"


def standing_on(version: Version, day: date) -> Standing:
    """What the version is on that day."""
    if version.status == Status.DRAFT:
        return Standing.DRAFT
    if is_in_force(version, day):
        return Standing.IN_FORCE
    if version.effective_from and day < version.effective_from:
        return Standing.COMING
    return Standing.REPEALED if version.status == Status.REPEALED else Standing.PAST
