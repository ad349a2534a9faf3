"""Half-open periods of calendar days, and the short texts in which people write them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Self

ONE_DAY = timedelta(days=1)


class PeriodError(ValueError):
    """A period that cannot be; `code` is stable, `facts` are for the sentence."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(facts)


class Span(StrEnum):
    """The calendar unit that a period fills exactly; `RANGE` when it fills none."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, and without, `end`; never empty.

    Raises PeriodError `period.end_before_start` when no day lies in it and
    `period.not_a_date` when a bound carries a time of day.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        for bound in (self.start, self.end):
            if isinstance(bound, datetime):
                raise PeriodError("period.not_a_date", text=str(bound))
        if self.end <= self.start:
            raise PeriodError(
                "period.end_before_start", start=self.start.isoformat(), end=self.end.isoformat()
            )

    @classmethod
    def of_day(cls, day: date) -> Self:
        """Return the period of one day."""
        if day == date.max:
            raise PeriodError("period.out_of_range", text=day.isoformat())
        return cls(day, day + ONE_DAY)

    @classmethod
    def of_months(cls, year: int, first: int, count: int) -> Self:
        """Return `count` whole months from month `first` (1 to 12), inside one year."""
        after_year, after_month = divmod(first - 1 + count, 12)
        try:
            return cls(date(year, first, 1), date(year + after_year, after_month + 1, 1))
        except ValueError as error:
            if isinstance(error, PeriodError):
                raise
            raise PeriodError("period.out_of_range", text=f"{year}-{first}") from error

    @classmethod
    def of_year(cls, year: int) -> Self:
        """Return a calendar year."""
        return cls.of_months(year, 1, 12)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """Return a calendar month."""
        return cls.of_months(year, month, 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 2023, 2023-H1, 2023-Q3, 2023-08, 2024-08-01 or 2021-01-01/2022-01-01.

        The end of the last form is exclusive. Raises PeriodError `period.malformed`,
        `period.out_of_range` or `period.end_before_start`.
        """
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise PeriodError("period.malformed", text=text[:40])
        if found["from"]:
            return cls(_day(found["from"]), _day(found["until"]))
        if found["day"]:
            return cls.of_day(_day(found["day"]))
        year = int(found["year"])
        if found["month"]:
            return cls.of_month(year, int(found["month"]))
        if found["quarter"]:
            return cls.of_months(year, int(found["quarter"]) * 3 - 2, 3)
        if found["half"]:
            return cls.of_months(year, int(found["half"]) * 6 - 5, 6)
        return cls.of_year(year)

    @property
    def span(self) -> Span:
        """The calendar unit that this period fills."""
        if self.is_day:
            return Span.DAY
        if self.start.day != 1 or self.end.day != 1:
            return Span.RANGE
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        span = _SPANS.get(months, Span.RANGE)
        # Months 2 to 4 fill no quarter: the unit must also begin where units begin.
        return span if (self.start.month - 1) % months == 0 else Span.RANGE

    @property
    def text(self) -> str:
        """The canonical text: the shortest form that parses to this same period."""
        return _TEXTS[self.span](self)

    @property
    def is_day(self) -> bool:
        """Whether the period is one day."""
        return self.end - self.start == ONE_DAY

    @property
    def last_day(self) -> date:
        """The last day inside, for people, who do not read half-open intervals."""
        return self.end - ONE_DAY

    @property
    def days(self) -> int:
        """The number of days inside."""
        return (self.end - self.start).days

    def contains(self, other: "date | Period") -> bool:
        """Tell whether a day, or every day of a period, lies inside."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other < self.end

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods have a day in common."""
        return self.start < other.end and other.start < self.end

    def __str__(self) -> str:
        return self.text


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FORM = re.compile(
    rf"(?P<from>{_DATE})/(?P<until>{_DATE})|(?P<day>{_DATE})"
    r"|(?P<year>[0-9]{4})"
    r"(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})))?"
)
_SPANS = {1: Span.MONTH, 3: Span.QUARTER, 6: Span.HALF, 12: Span.YEAR}
_TEXTS: Mapping[Span, Callable[[Period], str]] = {
    Span.DAY: lambda period: period.start.isoformat(),
    Span.MONTH: lambda period: period.start.isoformat()[:7],
    Span.QUARTER: lambda period: f"{period.start.year:04}-Q{period.start.month // 3 + 1}",
    Span.HALF: lambda period: f"{period.start.year:04}-H{period.start.month // 6 + 1}",
    Span.YEAR: lambda period: f"{period.start.year:04}",
    Span.RANGE: lambda period: f"{period.start.isoformat()}/{period.end.isoformat()}",
}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PeriodError("period.out_of_range", text=text) from error
