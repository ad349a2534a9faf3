"""Intents: what somebody wants done, understood from their words by rules and without a model.

A pattern is text with `[a|b]` (perhaps one of these), `(a|b)` (one of these) and `{slot}`. It must
fit the whole of what was said, so that a question about applying is no wish to apply. Width, case
and spaces do not matter.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from yuanqu.engines.names import Names
from yuanqu.engines.spoken import day_said, number_said, period_said
from yuanqu.engines.text import folded

LONGEST = 200
# Free slots beside each other make the matching slow; a pattern has at most so many.
MOST_FREE = 2

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


FREE = frozenset({Sort.TEXT, Sort.ORGANIZATION, Sort.CHOICE})


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
    patterns: tuple[re.Pattern[str], ...]
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
            found = pattern.fullmatch(said)
            if found and (given := _given(intent, found, hearing)) is not None:
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


def _given(intent: Intent, found: re.Match[str], hearing: Hearing) -> dict[str, Given] | None:
    given: dict[str, Given] = {}
    for name, words in found.groupdict().items():
        if words is None:
            continue
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


# ── patterns ─────────────────────────────────────────────────────────────────────────────────────

_PUNCTUATION = " \t\n,.;:!?~…，。；：！？、～“”\"'‘’()（）"
_DIGITS = "0-9零一二三四五六七八九十百两"
_PERIOD = (
    r"[0-9]{4}\s?年?\s?(?:的\s?)?(?:第?\s?[一二三四1-4]\s?季度|上半年|下半年|"
    r"[0-9]{1,2}\s?月(?:份)?)?|[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|q[1-4]|h[12])|今年|去年|前年|"
    r"this\s?year|last\s?year"
)
_DATE = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:[0-9]{4}\s?年\s?)?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号]|"
    r"今天|明天|后天|today|tomorrow"
)
_OF = {
    Sort.PERIOD: _PERIOD,
    Sort.DATE: _DATE,
    Sort.NUMBER: f"[{_DIGITS}]{{1,18}}",
    Sort.ORGANIZATION: ".{1,100}?",
    Sort.CHOICE: ".{1,60}?",
    Sort.TEXT: ".{1,200}?",
}
_TOKEN = re.compile(r"[\[\](|)]|\{[a-z_]+\}|[^\[\](|){}]+")


def compiled(code: str, pattern: str, slots: Mapping[str, Slot]) -> re.Pattern[str]:
    """A pattern made ready. Raises `IntentError` where it is not written as patterns are."""
    tokens = _TOKEN.findall(pattern)
    if "".join(tokens) != pattern:
        raise IntentError(code, f"this is no pattern: {pattern}")
    named = [token[1:-1] for token in tokens if token.startswith("{")]
    if not set(named) <= set(slots) or len(named) != len(set(named)):
        raise IntentError(code, f"a slot is unknown or stands twice: {pattern}")
    if sum(slots[name].sort in FREE for name in named) > MOST_FREE:
        raise IntentError(code, f"more than {MOST_FREE} slots for any words: {pattern}")
    rest = iter(tokens)
    written = r"\s?".join(_pieces(code, rest, slots, closing=""))
    return re.compile(written)


def _pieces(
    code: str, tokens: Iterator[str], slots: Mapping[str, Slot], closing: str
) -> Iterator[str]:
    """The pieces up to the closing bracket, as regular expressions."""
    for piece in tokens:
        if piece == closing:
            return
        if piece in {"[", "("}:
            yield _group(code, tokens, slots, piece)
        elif piece == "|" and closing:
            yield piece
        elif piece.startswith("{"):
            name = piece[1:-1]
            yield f"(?P<{name}>{_OF[slots[name].sort]})"
        elif piece in {"]", ")", "|"}:
            raise IntentError(code, f"a bracket or a bar stands alone: {piece}")
        else:
            yield r"\s?".join(map(re.escape, folded(piece).replace(" ", "")))
    if closing:
        raise IntentError(code, "a bracket is not closed")


def _group(code: str, tokens: Iterator[str], slots: Mapping[str, Slot], opening: str) -> str:
    closing = "]" if opening == "[" else ")"
    inner = list(_pieces(code, tokens, slots, closing))
    ways: list[list[str]] = [[]]
    for piece in inner:
        if piece == "|":
            ways.append([])
        else:
            ways[-1].append(piece)
    written = "|".join(r"\s?".join(way) for way in ways)
    return f"(?:{written})?" if opening == "[" else f"(?:{written})"
