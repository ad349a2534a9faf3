"""From when to when each version of a document answers: pure, from its days and its successors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanqu.knowledge.models import State, Status, Version


class Stands(TextChoices):
    """How a version stands on a day."""

    IN_FORCE = "in_force", _("In force")
    DRAFT = "draft", _("Draft for comments")
    FUTURE = "future", _("Not in force yet")
    REPLACED = "replaced", _("Replaced by a later version")
    EXPIRED = "expired", _("Expired")
    REPEALED = "repealed", _("Repealed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNREAD = "unread", _("Not read yet")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to but without `end`; None is open."""

    start: date | None
    end: date | None

    @property
    def is_empty(self) -> bool:
        """Whether it holds no day."""
        return bool(self.start and self.end and self.start >= self.end)

    def holds(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


def counts(version: Version) -> bool:
    """Whether a version was read and is no draft: only such stand in the row of successors."""
    return version.state == State.PARSED and version.status != Status.DRAFT


def first_day(version: Version) -> date:
    """The day from which a version takes the place of the one before it."""
    day = version.effective_from or version.issued_on
    return day or timezone.localtime(version.added_at).date()


def replacements(versions: Sequence[Version]) -> Mapping[object, date | None]:
    """For each version by its key, the day on which a later one takes its place."""
    found: dict[object, date | None] = {version.pk: None for version in versions}
    following: date | None = None
    for version in sorted(versions, key=lambda each: -each.number):
        if not counts(version):
            continue
        found[version.pk] = following
        begins = first_day(version)
        following = min(begins, following) if following else begins
    return found


def span_of(version: Version) -> Span | None:
    """The days on which a version answers; None where it never does.

    A draft never answers, nor does what was repealed on a day that nobody has stated.
    """
    if not counts(version) or version.document.withdrawn_at is not None:
        return None
    if version.status == Status.REPEALED and not (version.effective_to or version.replaced_on):
        return None
    own_end = version.effective_to + timedelta(days=1) if version.effective_to else None
    ends = [day for day in (own_end, version.replaced_on) if day]
    span = Span(version.effective_from, min(ends) if ends else None)
    return None if span.is_empty else span


def is_in_force(version: Version, on: date) -> bool:
    """Whether a version answers on that day."""
    span = span_of(version)
    return span is not None and span.holds(on)


def stands(version: Version, on: date) -> Stands:
    """How a version stands on that day, for a reader."""
    if version.document.withdrawn_at is not None:
        return Stands.WITHDRAWN
    if version.status == Status.DRAFT:
        return Stands.DRAFT
    if version.state != State.PARSED:
        return Stands.UNREAD
    if version.status == Status.REPEALED:
        return Stands.IN_FORCE if is_in_force(version, on) else Stands.REPEALED
    if version.replaced_on and version.replaced_on <= on:
        return Stands.REPLACED
    if version.effective_to and version.effective_to < on:
        return Stands.EXPIRED
    if version.effective_from and version.effective_from > on:
        return Stands.FUTURE
    return Stands.IN_FORCE
