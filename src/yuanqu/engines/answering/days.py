"""The days, months and years of a running text: 2020年2月10日, 2020-02-10, 二月十日, 2020年.

The text is one that `alike` has folded; places are its characters. A lone 10日 is a day of a month
that is not said; with 内 it is a length of time, and no day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yuanqu.engines.answering.bounds import Bound, around_a_day
from yuanqu.engines.stated import spelled

_TWO = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR = "(?:19|20)[0-9]{2}|[一二][零〇一二三四五六七八九]{3}"
_DAY = re.compile(
    r"(?<![0-9.a-z])(?:"
    rf"(?:(?P<year>{_YEAR})年度?)?(?P<month>{_TWO})月(?:份)?(?:(?P<day>{_TWO})[日号])?"
    rf"|(?P<a>(?:19|20)[0-9]{{2}})(?P<sign>[-/.])(?P<b>[01]?[0-9])(?P=sign)(?P<c>[0-3]?[0-9])(?![0-9])"
    rf"|(?P<only_year>{_YEAR})(?:年度?|(?=[-—–~至到](?:19|20)[0-9]{{2}}年))"
    rf"|(?P<only_day>{_TWO})日(?!(?:之|以)?内)"
    ")"
)
_RANGE = re.compile(r"[至到\-—–~]")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a month or a year; what was not said is None."""

    year: int | None
    month: int | None
    day: int | None
    bound: Bound
    start: int
    end: int

    @property
    def name(self) -> str:
        """The date as a log or a fact may say it: 2020-02-10, with ? for what was not said."""
        return "-".join("?" if part is None else str(part) for part in self.parts)

    @property
    def parts(self) -> tuple[int | None, int | None, int | None]:
        """Year, month and day."""
        return self.year, self.month, self.day

    def follows_from(self, stated: "Day", years: frozenset[int]) -> bool:
        """Whether `stated` says this date, or one inside it where this is no bound.

        `years` are those that the sources name: a year that `stated` leaves out must be one of
        them, if they name any.
        """
        if self.month is None and self.day is not None:
            return stated.month is None and stated.day == self.day
        if self.year is not None and stated.year is None and years and self.year not in years:
            return False
        return self._year_fits(stated) and self._rest_fits(stated)

    def _year_fits(self, stated: "Day") -> bool:
        if self.month is None:
            return self.year == stated.year
        return None in {self.year, stated.year} or self.year == stated.year

    def _rest_fits(self, stated: "Day") -> bool:
        coarser = self.bound == Bound.NONE
        for said, held in ((self.month, stated.month), (self.day, stated.day)):
            if said != held and not (said is None and coarser):
                return False
        return True


def days(text: str) -> list[Day]:
    """Every date in the text; the end of a range has the month and year of its beginning."""
    found: list[Day] = []
    for one in _days(text):
        last = found[-1] if found else None
        if last and last.day and one.month is None and one.year is None:
            between = text[last.end : one.start] or text[one.start : one.start + 1]
            if len(between) <= 1 and _RANGE.match(between):
                one = replace(one, year=last.year, month=last.month)  # noqa: PLW2901
        found.append(one)
    return found


def _days(text: str) -> Iterator[Day]:
    for match in _DAY.finditer(text):
        year, month, day = _parts(match)
        if (month or 1) > 12 or (day or 1) > 31:
            continue
        bound, start, end = around_a_day(text, *match.span())
        yield Day(year, month, day, bound, start, end)


def _parts(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    if match["a"]:
        return int(match["a"]), int(match["b"]), int(match["c"])
    year = match["year"] or match["only_year"]
    return _number(year), _number(match["month"]), _number(match["day"] or match["only_day"])


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text[0].isascii():
        return int(text)
    if len(text) == 4:  # a year is spelled digit by digit
        return int("".join(str(spelled(digit)) for digit in text))
    return spelled(text)
