"""Intents: what somebody wants done, understood from their words by rules and without a model.

A pattern (engines/patterns.py) must fit the whole of what was said, so that a question about
applying is no wish to apply. Width, case and spaces do not matter.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from yuanqu.engines.names import Names
from yuanqu.engines.patterns import Ends, Pattern, PatternError, fit, gaps_in, pattern_of
from yuanqu.engines.spoken import day_said, number_said, period_said
from yuanqu.engines.text import folded

LONGEST = 200

Given = str | int
# What a word means for a parameter of a tool: (tool, parameter, words), None for nothing.
Resolver = Callable[[str, str, str], str | None]


class IntentError(ValueError):
    """An intent that cannot be used: names it, and says what is wrong."""

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(f"{code}: {problem}")


class Sort(StrEnum):
    """What a slot takes."""

    TEXT = "text"
    ORGANIZATION = "organization"
    CHOICE = "choice"
    DATE = "date"
    PERIOD = "period"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap in the patterns, and the tool's parameter that it fills."""

    name: str
    sort: Sort
    parameter: str


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that can be wanted, how people say it, and the tool that does it."""

    code: str
    names: Names
    tool: str
    patterns: tuple[Pattern, ...]
    slots: Mapping[str, Slot]
    arguments: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Understood:
    """An intent with the arguments that the words gave; what is missing is asked for."""

    intent: str
    tool: str
    arguments: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Hearing:
    """The day on which it is said, courtesies to pass over, and who knows what words mean."""

    on: date
    polite: tuple[str, ...]
    resolve: Resolver


def understood(text: str, intents: Sequence[Intent], hearing: Hearing) -> Understood | None:
    """The first intent that the whole text fits; None where it fits none."""
    said = plain(text, hearing.polite)
    if not said or len(said) > LONGEST:
        return None
    for intent in intents:
        for pattern in intent.patterns:
            found = fit(pattern, said)
            if found is not None and (given := _given(intent, found, hearing)) is not None:
                arguments = MappingProxyType({**intent.arguments, **given})
                return Understood(intent.code, intent.tool, arguments)
    return None


def plain(text: str, polite: Sequence[str]) -> str:
    """What was said without courtesies before it and punctuation around it."""
    said = folded(text).strip(_PUNCTUATION)
    courtesies = sorted(map(folded, polite), key=len, reverse=True)
    while said:
        word = next((word for word in courtesies if said.startswith(word)), None)
        if not word or len(word) == len(said):
            break
        said = said[len(word) :].strip(_PUNCTUATION)
    return said


def _given(intent: Intent, found: Mapping[str, str], hearing: Hearing) -> dict[str, Given] | None:
    given: dict[str, Given] = {}
    for name, words in found.items():
        slot = intent.slots[name]
        value = _value(intent, slot, words.strip(_PUNCTUATION), hearing)
        # Words that mean nothing to us are no intent: a question about it may well have an answer.
        if value is None:
            return None
        given[slot.parameter] = value
    return given


def _value(intent: Intent, slot: Slot, words: str, hearing: Hearing) -> Given | None:
    match slot.sort:
        case Sort.TEXT:
            return words or None
        case Sort.DATE:
            return day_said(words, hearing.on)
        case Sort.PERIOD:
            return period_said(words, hearing.on)
        case Sort.NUMBER:
            return number_said(words)
        case _:
            return hearing.resolve(intent.tool, slot.parameter, words) if words else None


# ── gaps ─────────────────────────────────────────────────────────────────────────────────────────

_PUNCTUATION = " \t\n,.;:!?~…，。；：！？、～“”\"'‘’()（）"
_PERIOD = re.compile(
    r"[0-9]{4}\s?年?\s?(?:的\s?)?(?:第?\s?[一二三四1-4]\s?季度|上半年|下半年|"
    r"[0-9]{1,2}\s?月(?:份)?)?|[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|q[1-4]|h[12])|今年|去年|前年|"
    r"this\s?year|last\s?year"
)
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:[0-9]{4}\s?年\s?)?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号]|"
    r"今天|明天|后天|today|tomorrow"
)
_NUMBER = re.compile(r"[0-9零一二三四五六七八九十百两]{1,18}")
_FORMS = {Sort.PERIOD: _PERIOD, Sort.DATE: _DATE, Sort.NUMBER: _NUMBER}
_LONGEST = {Sort.ORGANIZATION: 100, Sort.CHOICE: 60, Sort.TEXT: LONGEST}
_LONGEST_FORM = 24


def compiled(code: str, written: str, slots: Mapping[str, Slot]) -> Pattern:
    """A pattern made ready. Raises `IntentError` where it is not written as patterns are."""
    named = gaps_in(written)
    if len(named) != len(set(named)):
        raise IntentError(code, f"a slot stands twice: {written}")
    try:
        return pattern_of(written, {name: _ends_of(slot.sort) for name, slot in slots.items()})
    except PatternError as error:
        raise IntentError(code, f"{error}: {written}") from error


@cache
def _ends_of(sort: Sort) -> Ends:
    """Free slots take as little as they can, days and numbers as much."""
    form = _FORMS.get(sort)

    def free(text: str, at: int) -> Iterator[int]:
        yield from range(at + 1, min(at + _LONGEST[sort], len(text)) + 1)

    def formed(text: str, at: int) -> Iterator[int]:
        for end in range(min(at + _LONGEST_FORM, len(text)), at, -1):
            if form is not None and form.fullmatch(text, at, end):
                yield end

    return formed if form else free
