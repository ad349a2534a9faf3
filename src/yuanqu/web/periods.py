"""Periods as people write them, in the language of the page."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.formats import date_format

from yuanqu.engines.periods import Period, Span

# Orders of day, month and year are a matter of language, not of words: patterns, not messages.
DAY = {"zh": "Y 年 n 月 j 日", "en": "F j, Y"}
MONTH = {"zh": "Y 年 n 月", "en": "F Y"}
YEAR = {"zh": "Y 年", "en": "Y"}
QUARTER = {"zh": "{year} 年第 {number} 季度", "en": "Q{number} {year}"}
HALF = {
    "zh": ("{year} 年上半年", "{year} 年下半年"),
    "en": ("first half of {year}", "second half of {year}"),
}
RANGE = {"zh": "{first}至 {last}", "en": "{first} to {last}"}
MONTHS_OF_YEAR = {"zh": ("Y 年 n 月", "n 月"), "en": ("F", "F Y")}


def language_of(code: str) -> str:
    """The pattern set for a language code: "zh" for Chinese of any kind, else "en"."""
    return "zh" if code.lower().startswith("zh") else "en"


def day_in_words(day: date, code: str) -> str:
    """A day with its month and year."""
    return date_format(day, DAY[language_of(code)])


def period_in_words(period: Period, code: str) -> str:
    """A period by the calendar unit it fills, or from its first to its last day."""
    return _IN_WORDS[period.span](period, language_of(code))


def _quarter(period: Period, language: str) -> str:
    number = (period.start.month + 2) // 3
    return QUARTER[language].format(year=period.start.year, number=number)


def _half(period: Period, language: str) -> str:
    return HALF[language][period.start.month // 7].format(year=period.start.year)


def _range(period: Period, language: str) -> str:
    first, last = period.start, period.last_day
    forms = (DAY[language], DAY[language])
    if first.day == 1 and period.end.day == 1:
        same_year = first.year == last.year
        forms = MONTHS_OF_YEAR[language] if same_year else (MONTH[language], MONTH[language])
    return RANGE[language].format(
        first=date_format(first, forms[0]), last=date_format(last, forms[1])
    )


_IN_WORDS: Mapping[Span, Callable[[Period, str], str]] = {
    Span.DAY: lambda period, language: date_format(period.start, DAY[language]),
    Span.MONTH: lambda period, language: date_format(period.start, MONTH[language]),
    Span.YEAR: lambda period, language: date_format(period.start, YEAR[language]),
    Span.QUARTER: _quarter,
    Span.HALF: _half,
    Span.RANGE: _range,
}
