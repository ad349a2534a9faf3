"""The park's calendar, and a case's clocks as they are kept in its row."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from yuanqu.engines.workflow.clocks import Running
from yuanqu.engines.working_days import CalendarError, national_calendar

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class ParkCalendar:
    """The national calendar; in a year whose notice is not out yet, Monday to Friday.

    A case that is sent in December must not wait for the notice about January. What is counted so
    is provisional (`is_provisional`), and `recount_clocks` sets it right once the notice is known.
    """

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after the day; the day itself for 0."""
        try:
            return national_calendar().after(day, count)
        except CalendarError:
            return self._counted_after(day, count)

    def between(self, first: date, last: date) -> int:
        """How many working days lie in (first, last]; 0 where last is not after first."""
        try:
            return national_calendar().between(first, last)
        except CalendarError:
            return sum(
                self._is_worked(first + timedelta(n + 1)) for n in range((last - first).days)
            )

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies in a year whose holidays are not known yet."""
        return day.year not in national_calendar().years

    def _counted_after(self, day: date, count: int) -> date:
        while count > 0:
            day += ONE_DAY
            count -= self._is_worked(day)
        return day

    def _is_worked(self, day: date) -> bool:
        if self.is_provisional(day):
            return day.weekday() < SATURDAY
        return national_calendar().is_working_day(day)


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
