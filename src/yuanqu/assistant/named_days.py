"""The past that a question names: "2021年的标准是多少" asks about 2021."""

import re
from datetime import date

from yuanqu.engines.periods import Period, PeriodError
from yuanqu.engines.retrieval.alike import alike

_NAMED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年|[-./])\s*(?:(1[0-2]|0?[1-9])(?!\d)\s*(?:月|[-./]?)"
    r"\s*(?:(3[01]|[12]\d|0?[1-9])\s*[日号]?)?)?"
)
_YEARS_AGO = {"大前年": 3, "前年": 2, "去年": 1}


def past_day(question: str, today: date) -> date | None:
    """The last day of the past period that the question names first; None where it names none.

    A period that is not over yet is no past.
    """
    text = alike(question)
    for found in _NAMED.finditer(text):
        period = _period(*found.groups())
        if period is not None and period.end <= today:
            return period.last_day
    years = next((ago for word, ago in _YEARS_AGO.items() if word in text), 0)
    return date(today.year - years, 12, 31) if years else None


def _period(year: str, month: str | None, day: str | None) -> Period | None:
    written = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    try:
        return Period.parse(written)
    except PeriodError:
        return None
