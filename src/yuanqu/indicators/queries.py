"""Reads of the indicators: values, history, lineage and the scoreboard.

Whatever the number of indicators, the facts of all their kinds are read once: three queries, one
more where parties are counted, and up to two where some of the facts are not public.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Forbidden
from yuanqu.engines.aggregation import Figure
from yuanqu.indicators import access
from yuanqu.indicators.computing import (
    Request,
    counts_parties,
    current_value,
    history,
    kinds_of,
)
from yuanqu.indicators.definitions import Definition, Versions, all_definitions
from yuanqu.indicators.figures import figures_of
from yuanqu.indicators.values import IndicatorValue, Lines, Sight, as_seen
from yuanqu.ledger.access import visible_to as facts_visible_to
from yuanqu.ledger.models import Fact, Purpose
from yuanqu.ledger.queries import facts_of_kinds, with_content
from yuanqu.organizations.aliases import aliases_on

GROUPS = ("economy", "innovation", "platforms", "consortia", "clusters", "talent")
# A page shows so many facts of one line of a lineage; the count is always of all.
MOST_FACTS = 200
# Later days are taken for this one: periods after it end beyond the calendar.
LAST_DAY = date(9998, 12, 31)


@dataclass(frozen=True, slots=True)
class ScoreboardGroup:
    """The figures of one group, in the order that their definitions ask for."""

    code: str
    values: tuple[IndicatorValue, ...]


@dataclass(frozen=True, slots=True)
class LineageRow:
    """Facts used (`reason` empty) or left out, with the evidence that this viewer may open."""

    reason: str
    facts: tuple[Fact, ...]
    lines: Lines


def indicator_values(
    viewer: Viewer, *, as_of: date | None = None, purpose: Purpose = Purpose.PUBLICATION
) -> list[IndicatorValue]:
    """The value of each indicator in force on the day (today, unless said), by code."""
    request = Request(_day(as_of), purpose)
    return values_of(viewer, [*all_definitions().values()], request)


def indicator_value(
    viewer: Viewer,
    code: str,
    *,
    as_of: date | None = None,
    purpose: Purpose = Purpose.PUBLICATION,
) -> IndicatorValue | None:
    """One indicator's value; None where there is no such indicator in force on the day."""
    versions = all_definitions().get(code, ())
    request = Request(_day(as_of), purpose)
    return next(iter(values_of(viewer, [versions], request)), None)


def indicator_history(
    viewer: Viewer,
    code: str,
    *,
    as_of: date | None = None,
    purpose: Purpose = Purpose.PUBLICATION,
) -> tuple[IndicatorValue, ...]:
    """The value of each period known, the earliest first, each by the rule of its own time."""
    versions = all_definitions().get(code, ())
    request = Request(_day(as_of), purpose)
    figures, sight = _known(viewer, versions, request)
    return tuple(as_seen(point, sight) for point in history(versions, figures, request))


def scoreboard(viewer: Viewer, *, as_of: date | None = None) -> tuple[ScoreboardGroup, ...]:
    """The published values that have a place on the scoreboard, group by group."""
    placed = [
        (place, value)
        for value in indicator_values(viewer, as_of=as_of)
        if (place := value.definition.place)
    ]
    placed.sort(key=lambda entry: (GROUPS.index(entry[0].group), entry[0].order))
    return tuple(
        ScoreboardGroup(code, tuple(value for _, value in entries))
        for code, entries in groupby(placed, key=lambda entry: entry[0].group)
    )


def lineage(viewer: Viewer, value: IndicatorValue) -> tuple[LineageRow, ...]:
    """The facts behind a value: those used, then those left out by reason.

    Facts that the viewer may not open are in the counts alone. Up to `MOST_FACTS` of a row.
    """
    rows = [("", value.used), *((left.reason, left.lines) for left in value.left_out)]
    shown = {fact for _, lines in rows for fact in lines.opened[:MOST_FACTS]}
    found = with_content(facts_visible_to(viewer).filter(pk__in=shown), viewer)
    facts: dict[UUID, Fact] = {fact.pk: fact for fact in found}
    return tuple(
        LineageRow(reason, tuple(facts[pk] for pk in lines.opened if pk in facts), lines)
        for reason, lines in rows
    )


def values_of(viewer: Viewer, asked: Sequence[Versions], request: Request) -> list[IndicatorValue]:
    """The value of each of these indicators; one that is not in force on the day has none."""
    figures, sight = _known(viewer, [one for versions in asked for one in versions], request)
    computed = (current_value(versions, figures, request) for versions in asked)
    return [as_seen(found, sight) for found in computed if found]


def _day(as_of: date | None) -> date:
    return min(as_of or timezone.localdate(), LAST_DAY)


def _known(
    viewer: Viewer, definitions: Iterable[Definition], request: Request
) -> tuple[tuple[Figure, ...], Sight]:
    """Every figure of the definitions' kinds, and what of it this viewer may open."""
    verdict = access.may_ask(viewer, request.purpose)
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)
    asked = list(definitions)
    facts = list(facts_of_kinds(kinds_of(asked)))
    # As of the same day as the figures, so that a value asked again is the same for ever.
    aliases = aliases_on(request.as_of) if any(map(counts_parties, asked)) else None
    figures = figures_of(facts, aliases)
    by_id = {figure.id: figure for figure in figures}
    return figures, Sight(access.opened_to(viewer, facts), by_id, request.as_of, request.purpose)
