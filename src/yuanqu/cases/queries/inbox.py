"""What is due: from me, from the organizations I act for, from my desk; overdue first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypedDict

from django.core.paginator import Paginator
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models import Case as Choose
from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.cases.definitions import all_versions
from yuanqu.cases.mandates import OFFICIAL_PARTS, Mandate, Mandates, mandates_of
from yuanqu.cases.models import Case
from yuanqu.cases.queries.cases import listed
from yuanqu.engines.workflow.states import Part, State

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NOTHING = Q(pk__in=[])


class Side(StrEnum):
    """From whom something is due."""

    ME = "me"
    ORGANIZATION = "organization"
    DESK = "desk"


class Waiting(TypedDict):
    """What the inbox adds to a case."""

    side: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How much is due, for the header. `overdue` is part of `total`."""

    me: int = 0
    organization: int = 0
    desk: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """Everything that waits."""
        return self.me + self.organization + self.desk


def inbox(
    user: Viewer, *, mandates: Mandates | None = None, today: date | None = None
) -> "QuerySet[WithAnnotations[Case, Waiting]]":
    """What waits for this person, annotated with `side` and `is_overdue`.

    The longest overdue first, what has no day last. Slice it: a page is one query.
    """
    held = mandates or mandates_of(user)
    sides = _sides(held) if held else dict.fromkeys(Side, NOTHING)
    late = Q(due_on__isnull=False) & Q(due_on__lt=today or timezone.localdate())
    return (
        listed(Case.objects.filter(reduce(or_, sides.values())))
        .annotate(
            side=_side(sides),
            is_overdue=ExpressionWrapper(late, output_field=BooleanField()),
        )
        .order_by(F("due_on").asc(nulls_last=True), "submitted_at", "id")
    )


def inbox_counts(
    user: Viewer, *, mandates: Mandates | None = None, today: date | None = None
) -> InboxCounts:
    """The counts, in one query beside the one for the mandates."""
    held = mandates or mandates_of(user)
    if held is None:
        return InboxCounts()
    sides = _sides(held)
    late = Q(due_on__isnull=False) & Q(due_on__lt=today or timezone.localdate())
    rows = (
        Case.objects.filter(reduce(or_, sides.values()))
        .annotate(side=_side(sides), late=ExpressionWrapper(late, output_field=BooleanField()))
        .order_by()
        .values_list("side", "late")
        .annotate(count=Count("pk"))
    )
    return _added(list(rows))


class InboxPages(Paginator):  # type: ignore[type-arg]
    """The inbox in pages; how many there are follows from the counts, without another query."""

    def __init__(self, user: Viewer, per_page: int = 25) -> None:
        self.mandates = mandates_of(user)
        self.counts = inbox_counts(user, mandates=self.mandates)
        super().__init__(inbox(user, mandates=self.mandates), per_page)

    @property
    def count(self) -> int:
        """Everything that waits."""
        return self.counts.total


def _added(rows: Sequence[tuple[str, bool, int]]) -> InboxCounts:
    by_side = Counter[str]()
    for side, _late, count in rows:
        by_side[side] += count
    return InboxCounts(**by_side, overdue=sum(count for _side, late, count in rows if late))


def _side(sides: dict[Side, Q]) -> Choose:
    whens = [When(sides[side], then=Value(side.value)) for side in (Side.ME, Side.ORGANIZATION)]
    return Choose(*whens, default=Value(Side.DESK.value), output_field=CharField())


def _sides(held: Mandates) -> dict[Side, Q]:
    applies = Q(waits_for=Part.APPLICANT) & ~Q(state=State.DRAFT)
    return {
        Side.ME: applies & Q(applicant=held.user.party_id) | _assigned(held),
        Side.ORGANIZATION: applies & reduce(or_, map(_of_party, held.parties), NOTHING),
        Side.DESK: _on_desk(held),
    }


def _of_party(mandate: Mandate) -> Q:
    return Q(applicant=mandate.party_id) & _reached(mandate)


def _reached(mandate: Mandate) -> Q:
    """The matters that the mandate holds for."""
    if mandate.is_unbounded:
        return Q()
    return Q(matter__in=[code for code in all_versions() if mandate.reaches(code)])


def _assigned(held: Mandates) -> Q:
    """Cases that sit with the person, or with a colleague for whom they stand in."""
    if not held.is_official:
        return NOTHING
    found = Q(assignee=held.user, waits_for__in=OFFICIAL_PARTS)
    for colleague in held.colleagues:
        codes = {part: held.codes(part, borrowed_from=colleague) for part in OFFICIAL_PARTS}
        found |= Q(assignee=colleague) & _in_parts(codes)
    return found


def _on_desk(held: Mandates) -> Q:
    """Cases that sit with nobody, in the parts and matters of the person's mandate.

    Never those of an organization that they belong to.
    """
    if not held.is_official:
        return NOTHING
    found = _in_parts({part: held.codes(part) for part in OFFICIAL_PARTS})
    strange = ~Q(applicant__in=sorted(held.sides)) & ~Q(filed_by=held.user)
    return Q(assignee__isnull=True) & found & strange


def _in_parts(codes: Mapping[Part, frozenset[str] | None]) -> Q:
    """Cases that wait for one of the parts in one of its matters; parts alike are asked at once."""
    parts_of: dict[frozenset[str] | None, list[Part]] = {}
    for part, matters in codes.items():
        parts_of.setdefault(matters, []).append(part)
    found = NOTHING
    for matters, parts in parts_of.items():
        among = Q() if matters is None else Q(matter__in=sorted(matters))
        found |= Q(waits_for__in=parts) & among
    return found
