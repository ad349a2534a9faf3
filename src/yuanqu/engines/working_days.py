"""Working days of mainland China, for the clocks of cases.

A year's holidays are decreed in the year before (全国年节及纪念日放假办法, and the yearly notice of
the General Office of the State Council), so a year without its notice is unknown: nothing is
counted in it. Periods leave out the day on which they begin (Civil Code, article 201, 2020-05-28).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Self

from yuanqu.engines.periods import ONE_DAY, Period

SATURDAY = 5


class CalendarError(ValueError):
    """What cannot be counted; `code` is stable, `facts` are for the sentence."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(facts)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One year's notice: days off, weekend days that are worked, and where that is written."""

    year: int
    title: str
    issued_on: date
    off: frozenset[date]
    worked: frozenset[date]

    def __post_init__(self) -> None:
        if any(day.weekday() < SATURDAY or day in self.off for day in self.worked):
            raise CalendarError("calendar.malformed", text=f"{self.year}: worked")

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Self:
        """Read what a file of holidays says. Raises CalendarError `calendar.malformed`."""
        try:
            return cls(
                year=int(written["year"]),
                title=str(written["source"]["title"]),
                issued_on=written["source"]["issued_on"],
                off=frozenset(day for each in written["holidays"] for day in _days(each)),
                worked=frozenset(written["worked"]),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise CalendarError("calendar.malformed", text=str(error)[:200]) from error


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of the years that are known, each in order.

    It is what `workflow.clocks` asks of a calendar.
    """

    years: Mapping[int, tuple[date, ...]]

    @classmethod
    def of(cls, arrangements: Iterable[Arrangement]) -> Self:
        """Put notices together; one may also speak of days in the years beside its own."""
        known = tuple(arrangements)
        off = frozenset().union(*(each.off for each in known))
        worked = frozenset().union(*(each.worked for each in known))
        years = {
            each.year: tuple(day for day in _days_of(each.year) if _is_worked(day, off, worked))
            for each in known
        }
        return cls(MappingProxyType(years))

    def with_forecast(self, year: int) -> Self:
        """Return a calendar in which an unknown year has weekends and no holidays.

        A forecast, to be shown as one: a due date counted with it may come to lie later.
        """
        if year in self.years:
            return self
        weekdays = tuple(day for day in _days_of(year) if day.weekday() < SATURDAY)
        return type(self)(MappingProxyType({**self.years, year: weekdays}))

    def of_year(self, year: int) -> tuple[date, ...]:
        """Return a year's working days. Raises CalendarError `calendar.year_unknown`."""
        try:
            return self.years[year]
        except KeyError:
            raise CalendarError("calendar.year_unknown", year=str(year)) from None

    def is_working_day(self, day: date) -> bool:
        """Tell whether people work on that day. Raises CalendarError `calendar.year_unknown`."""
        days = self.of_year(day.year)
        at = bisect_left(days, day)
        return at < len(days) and days[at] == day

    def after(self, day: date, count: int) -> date:
        """Return the `count`th working day after the day; for 0 the day itself, whatever it is."""
        return add_working_days(self, day, count) if count else day

    def between(self, first: date, last: date) -> int:
        """Count the working days after `first` up to and with `last`; none where that is before."""
        if last <= first:
            return 0
        return working_days_between(self, first + ONE_DAY, last + ONE_DAY)


def add_working_days(calendar: Calendar, day: date, count: int) -> date:
    """Return the `count`th working day after `day`, before it for a negative count.

    For 0 the day itself, or the next working day where it is none. Raises CalendarError
    `calendar.year_unknown` as soon as a year is touched whose holidays are not known.
    """
    if count < 0:
        return _before(calendar, day, -count)
    days = calendar.of_year(day.year)
    at = bisect_right(days, day) + count - 1 if count else bisect_left(days, day)
    year = day.year
    while at >= len(days):
        at -= len(days)
        year += 1
        days = calendar.of_year(year)
    return days[at]


def due_date(calendar: Calendar, begun_on: date, working_days: int) -> date:
    """Return the last day that is in time when a clock of so many working days begins.

    The day on which it begins is not counted. Raises CalendarError `calendar.negative_count` or
    `calendar.year_unknown`.
    """
    if working_days < 0:
        raise CalendarError("calendar.negative_count", count=str(working_days))
    return add_working_days(calendar, begun_on, working_days)


def working_days_between(calendar: Calendar, start: date, end: date) -> int:
    """Count the working days from `start` up to, and without, `end`.

    Raises CalendarError `calendar.end_before_start` or `calendar.year_unknown`.
    """
    if end < start:
        raise CalendarError(
            "calendar.end_before_start", start=start.isoformat(), end=end.isoformat()
        )
    if end == start:
        return 0
    years = range(start.year, (end - ONE_DAY).year + 1)
    within = [calendar.of_year(year) for year in years]
    return sum(bisect_left(days, end) - bisect_left(days, start) for days in within)


def working_days_left(calendar: Calendar, today: date, due: date) -> int:
    """Count the working days after today up to and with the due day; below zero when it is past."""
    if today <= due:
        return working_days_between(calendar, today + ONE_DAY, due + ONE_DAY)
    return -working_days_between(calendar, due + ONE_DAY, today + ONE_DAY)


def _before(calendar: Calendar, day: date, count: int) -> date:
    days = calendar.of_year(day.year)
    at = bisect_left(days, day) - count
    year = day.year
    while at < 0:
        year -= 1
        days = calendar.of_year(year)
        at += len(days)
    return days[at]


def _days(holiday: Mapping[str, Any]) -> list[date]:
    return _each(Period(holiday["from"], holiday["to"] + ONE_DAY))


def _days_of(year: int) -> list[date]:
    return _each(Period.of_year(year))


def _each(period: Period) -> list[date]:
    return [period.start + timedelta(days=number) for number in range(period.days)]


def _is_worked(day: date, off: frozenset[date], worked: frozenset[date]) -> bool:
    return day in worked or (day.weekday() < SATURDAY and day not in off)
