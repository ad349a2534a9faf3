"""What a document says of itself: its title, issuer and number, and the days that it names.

It proposes and never insists: what somebody states of a document goes before what is read here.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yuanqu.engines.retrieval.clauses import begins_clause

LONGEST_TITLE = 120
HEAD_LINES, TAIL_LINES = 15, 15
DRAFT_WORD = "征求意见稿"
_DIGITS = {character: digit for digit, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
}
_CHINESE = "〇○零一二三四五六七八九十"
_UP_TO_31 = rf"\d{{1,2}}|[{_CHINESE}]{{1,3}}"
_DAY = rf"(?:(\d{{4}}|[{_CHINESE}]{{4}})\s*年\s*({_UP_TO_31})\s*月\s*({_UP_TO_31})\s*[日号])"
_PLAIN_DAY = r"(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2}))"
_ANY_DAY = re.compile(f"{_DAY}|{_PLAIN_DAY}")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}\s?[〔\[【（(﹝]\s?\d{4}\s?[〕\]】）)﹞]\s?第?\s?\d{1,5}\s?号"
    r"|[\u4e00-\u9fff]{2,20}[令公]告?\s?第\s?\d{1,5}\s?号"
)
_TITLE_ENDS = re.compile(
    r"(?:通知|办法|规定|条例|意见|方案|细则|公告|决定|法|指南|标准|通告|规划|措施|批复|函|章程|守则|规则"
    r"|手册|说明|须知|政策|稿）|稿\))$"
)
_ISSUER_ENDS = (
    r"(?:局|部|委|委员会|政府|办公室|办公厅|厅|院|会|中心|公司|管委会|大学|法院|银行|协会|园区)"
)
_SIGNATURE = re.compile(rf"^[\u4e00-\u9fff（）()]{{2,40}}{_ISSUER_ENDS}$")
_LABELS = {
    "issuer": re.compile(
        r"^(?:发文机关|发布机构|发布单位|印发机关|制定机关|来源)\s*[:：]\s*(.{2,60})$"
    ),
    "number": re.compile(r"^(?:文\s*号|发文字号|文件编号)\s*[:：]\s*(.{2,60})$"),
    "issued_on": re.compile(
        r"^(?:成文日期|发布日期|印发日期|公布日期|发文日期)\s*[:：]\s*(.{6,20})$"
    ),
    "effective_from": re.compile(r"^(?:实施日期|施行日期|生效日期)\s*[:：]\s*(.{6,20})$"),
    "effective_to": re.compile(r"^(?:失效日期|有效期至|截止日期)\s*[:：]\s*(.{6,20})$"),
}
_FROM = re.compile(rf"自\s?{_DAY}\s?起(?:施行|实施|执行|生效|试行|正式施行)?")
_UPON = re.compile(r"自(?:发布|公布|印发|发文)之日起(?:施行|实施|执行|生效|试行)")
_TO = re.compile(rf"(?:有效期(?:限)?[为]?(?:至|到)|执行至|施行至|实施至|起至|[日号]至)\s?{_DAY}")
_YEARS = re.compile(r"有效期(?:限)?[为]?\s?([一二三四五六七八九十]|\d{1,2})\s?年")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What was read; empty or None where the text does not say. `effective_to` is the last day."""

    title: str = ""
    issuer: str = ""
    number: str = ""
    issued_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None


def is_draft(title: str) -> bool:
    """Whether a title says that the document is out for comments, and so not in force."""
    return DRAFT_WORD in title


def read(text: str) -> Imprint:
    """Read what the beginning, the end and the last articles of a text say of it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head, tail = lines[:HEAD_LINES], lines[-TAIL_LINES:]
    labeled = _labeled(head + tail)
    signed = _signature(tail)
    issued = day_in(labeled.get("issued_on", "")) or (signed[1] if signed else None)
    begins = day_in(labeled.get("effective_from", "")) or _begin(text, issued)
    return Imprint(
        title=_title(head),
        issuer=labeled.get("issuer", "") or (signed[0] if signed else ""),
        number=_compact(labeled.get("number", "")) or _number(head),
        issued_on=issued,
        effective_from=begins,
        effective_to=_sane_end(begins, labeled.get("effective_to", ""), text),
    )


def day_in(text: str) -> date | None:
    """The first day that a text names, in digits or in Chinese characters."""
    found = _ANY_DAY.search(text)
    return _day(found.groups()) if found else None


def _labeled(lines: Sequence[str]) -> dict[str, str]:
    return {
        name: found[1].strip()
        for name, pattern in _LABELS.items()
        for line in reversed(lines)
        if (found := pattern.match(line))
    }


def _title(head: Sequence[str]) -> str:
    """The line of the beginning that ends as titles do; the first that is short enough.

    A line with which a clause begins is none.
    """
    short = [line for line in head if len(line) <= LONGEST_TITLE and not begins_clause(line)]
    named = next((line for line in short if _TITLE_ENDS.search(line)), "")
    return named or (short[0] if short else "")


def _number(head: Sequence[str]) -> str:
    found = next((match for line in head if (match := _NUMBER.search(line))), None)
    return _compact(found[0]) if found else ""


def _compact(text: str) -> str:
    return "".join(text.split())


def _signature(tail: Sequence[str]) -> tuple[str, date] | None:
    """The issuer and the day below the text, on two lines of their own."""
    for above, below in reversed(list(itertools.pairwise(tail))):
        found = _ANY_DAY.match(below)
        name = _compact(above)
        if found and len(below) <= 16 and _SIGNATURE.match(name):
            day = _day(found.groups())
            return (name, day) if day else None
    return None


def _begin(text: str, issued: date | None) -> date | None:
    found = list(_FROM.finditer(text))
    if found:
        return _day(found[-1].groups())
    return issued if _UPON.search(text) else None


def _sane_end(begins: date | None, labeled: str, text: str) -> date | None:
    """The last day; none where it would lie before the first."""
    ends = day_in(labeled) or _end(text, begins)
    return ends if ends and (begins is None or begins <= ends) else None


def _end(text: str, begins: date | None) -> date | None:
    found = list(_TO.finditer(text))
    if found:
        return _day(found[-1].groups())
    lasts = _YEARS.search(text)
    return _years_later(begins, _small(lasts[1])) if lasts and begins else None


def _years_later(begins: date, years: int) -> date | None:
    """The last day of a term of whole years: of three years from 2024-03-01, 2027-02-28."""
    year = begins.year + years
    if year > date.max.year:
        return None
    day = 28 if (begins.month, begins.day) == (2, 29) else begins.day
    return date(year, begins.month, day) - timedelta(days=1)


def _day(groups: Sequence[str | None]) -> date | None:
    year, month, day = [part for part in groups if part][:3]
    try:
        return date(_year(year), _small(month), _small(day))
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if text.isascii() else int("".join(str(_DIGITS.get(c, 0)) for c in text))


def _small(text: str) -> int:
    """A number below a hundred: 3, 三, 十, 二十, 三十一. Raises ValueError."""
    if text.isascii():
        return int(text)
    tens, sign, ones = text.partition("十")
    if not sign:
        return int("".join(str(_DIGITS[c]) for c in text))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
