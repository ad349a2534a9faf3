"""Checking what somebody answered, field by field, and keeping only what the form asks."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from yuanqu.engines.forms.conditions import holds
from yuanqu.engines.forms.schema import Answer, Field, Form, Kind, Limits

LONGEST = {Kind.TEXT: 200, Kind.LONG_TEXT: 5000}
LARGEST = 10**15  # of an integer, or fen: ten trillion yuan
# Control characters other than a line break and a tab; they hide or reorder what one reads.
# A lone surrogate can be neither stored nor sent.
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field's answer: a stable code, and facts for the sentence."""

    field: str
    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """The answers that stand, normalized, and the errors of those that do not."""

    answers: Mapping[str, Answer]
    errors: tuple[FieldError, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors


class _Wrong(Exception):
    """One answer's fault, on its way to a `FieldError`."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def check(form: Form, given: Mapping[str, Any], *, partial: bool = False) -> Checked:
    """Check the answers. Empty ones count as not given; hidden fields' answers are dropped.

    With `partial`, as for a draft, nothing is required yet; what is given must still be sound.
    """
    sound: dict[str, Answer] = {}
    errors = [
        FieldError(code[:60], "forms.unknown_field", NOTHING)
        for code in given
        if code not in form.by_code
    ]
    for asked in form.fields:
        if not holds(asked.when, sound):
            continue
        try:
            answer = _checked(asked, given.get(asked.code))
        except _Wrong as wrong:
            errors.append(FieldError(asked.code, wrong.code, MappingProxyType(wrong.facts)))
            continue
        if answer is not None:
            sound[asked.code] = answer
        elif asked.required and not partial:
            errors.append(FieldError(asked.code, "forms.required", NOTHING))
    return Checked(MappingProxyType(sound), tuple(errors))


def _checked(asked: Field, given: Any) -> Answer | None:
    if given is None or (isinstance(given, str) and not given.strip()) or given == []:
        return None
    return CHECKS[asked.kind](asked, given)


def _text(asked: Field, given: Any) -> str:
    if not isinstance(given, str):
        raise _Wrong("forms.not_text")
    text = unicodedata.normalize("NFC", given.replace("\r\n", "\n")).strip()
    if HIDDEN.search(text) or (asked.kind == Kind.TEXT and "\n" in text):
        raise _Wrong("forms.hidden_characters")
    longest = asked.limits.longest or LONGEST[asked.kind]
    if len(text) > longest:
        raise _Wrong("forms.too_long", length=str(len(text)), most=str(longest))
    if len(text) < asked.limits.shortest:
        raise _Wrong("forms.too_short", length=str(len(text)), least=str(asked.limits.shortest))
    if asked.limits.pattern and not re.fullmatch(asked.limits.pattern, text):
        raise _Wrong("forms.malformed")
    return text


def _number(asked: Field, given: Any) -> int:
    """A whole number, as itself or as plain digits; a float would have lost fen on the way."""
    if isinstance(given, str) and re.fullmatch(r"-?\d{1,18}", given.strip(), re.ASCII):
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int):
        raise _Wrong("forms.not_whole_number")
    least = asked.limits.least if asked.limits.least is not None else _least(asked.kind)
    most = asked.limits.most if asked.limits.most is not None else LARGEST
    if given < least:
        raise _Wrong("forms.below_least", least=_figure(asked.kind, least))
    if given > most:
        raise _Wrong("forms.above_most", most=_figure(asked.kind, most))
    return int(given)


def _least(kind: Kind) -> int:
    return 0 if kind == Kind.MONEY else -LARGEST


def _figure(kind: Kind, value: int) -> str:
    """The bound as a person reads it: money in yuan with two decimals."""
    if kind != Kind.MONEY:
        return str(value)
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"


def _day(asked: Field, given: Any) -> str:
    try:
        day = date.fromisoformat(given.strip())
    except (AttributeError, ValueError):
        raise _Wrong("forms.not_a_date") from None
    if day.year < 1900 or day.year > 2200:
        raise _Wrong("forms.not_a_date")
    limits = asked.limits
    if limits.earliest and day < limits.earliest:
        raise _Wrong("forms.too_early", earliest=limits.earliest.isoformat())
    if limits.latest and day > limits.latest:
        raise _Wrong("forms.too_late", latest=limits.latest.isoformat())
    return day.isoformat()


def _choice(asked: Field, given: Any) -> str:
    if not isinstance(given, str) or asked.choice(given) is None:
        raise _Wrong("forms.not_a_choice")
    return given


def _choices(asked: Field, given: Any) -> list[str]:
    if not isinstance(given, list):
        raise _Wrong("forms.not_a_choice")
    chosen = {_choice(asked, code) for code in given}
    _counted(asked.limits, len(chosen), "forms.too_few_choices", "forms.too_many_choices")
    return [choice.code for choice in asked.choices if choice.code in chosen]


def _counted(limits: Limits, count: int, few: str, many: str) -> None:
    if count < limits.fewest:
        raise _Wrong(few, least=str(limits.fewest))
    if limits.most_of and count > limits.most_of:
        raise _Wrong(many, most=str(limits.most_of))


def _yes_or_no(asked: Field, given: Any) -> bool:
    if not isinstance(given, bool):
        raise _Wrong("forms.not_yes_or_no")
    if asked.limits.must_be is not None and given != asked.limits.must_be:
        raise _Wrong("forms.must_be_yes" if asked.limits.must_be else "forms.must_be_no")
    return given


def _identifier(asked: Field, given: Any) -> str:
    try:
        return str(UUID(given))
    except (AttributeError, TypeError, ValueError):
        raise _Wrong(
            "forms.not_a_file" if asked.kind == Kind.FILE else "forms.not_a_party"
        ) from None


def _files(asked: Field, given: Any) -> list[str]:
    if not isinstance(given, list):
        raise _Wrong("forms.not_a_file")
    files = list(dict.fromkeys(_identifier(asked, file) for file in given))
    _counted(asked.limits, len(files), "forms.too_few_files", "forms.too_many_files")
    return files


CHECKS: Mapping[Kind, Callable[[Field, Any], Answer]] = MappingProxyType(
    {
        Kind.TEXT: _text,
        Kind.LONG_TEXT: _text,
        Kind.INTEGER: _number,
        Kind.MONEY: _number,
        Kind.DATE: _day,
        Kind.CHOICE: _choice,
        Kind.CHOICES: _choices,
        Kind.BOOLEAN: _yes_or_no,
        Kind.PARTY: _identifier,
        Kind.FILE: _files,
    }
)
