"""Counting a case's terms, and its clocks as they are kept in its row."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from yuanqu.cases.calendars import park_calendar
from yuanqu.engines.workflow.clocks import Running
from yuanqu.engines.working_days import Calendar

FORECAST = range(2000, 2101)


@cache
def counting_calendar() -> Calendar:
    """The park's calendar, with a forecast for each year whose notice is not there.

    A case that is sent in December must not wait for the notice about January. What is counted
    with a forecast is provisional; `recount_clocks` sets it right once the notice is installed.
    """
    calendar = park_calendar()
    for year in FORECAST:
        calendar = calendar.with_forecast(year)
    return calendar


def is_provisional(day: date) -> bool:
    """Whether the day lies in a year whose holidays are not known yet."""
    return day.year not in park_calendar().years


def stored(clocks: Iterable[Running]) -> list[dict[str, Any]]:
    """Clocks as JSON."""
    return [
        {
            "code": clock.code,
            "spent": clock.spent,
            "since": clock.since.isoformat() if clock.since else None,
            "missed": clock.missed.isoformat() if clock.missed else None,
        }
        for clock in clocks
    ]


def restored(read: Sequence[dict[str, Any]]) -> tuple[Running, ...]:
    """Clocks from their JSON."""
    return tuple(
        Running(clock["code"], clock["spent"], _day(clock["since"]), _day(clock["missed"]))
        for clock in read
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
