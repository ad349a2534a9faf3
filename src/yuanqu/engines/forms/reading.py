"""Making a `Form` from what a file says, and refusing what cannot be asked."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from yuanqu.engines.forms.schema import (
    Choice,
    Condition,
    Field,
    Form,
    Kind,
    Limits,
    Section,
    Test,
    When,
)
from yuanqu.engines.names import Names

CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
LIMITS = {
    Kind.TEXT: {"shortest", "longest", "pattern"},
    Kind.LONG_TEXT: {"shortest", "longest"},
    Kind.INTEGER: {"least", "most"},
    Kind.MONEY: {"least", "most"},
    Kind.DATE: {"earliest", "latest"},
    Kind.CHOICE: set(),
    Kind.CHOICES: {"fewest", "most_of"},
    Kind.BOOLEAN: {"must_be"},
    Kind.PARTY: set(),
    Kind.FILE: {"fewest", "most_of", "endings"},
}
TESTS = {
    Kind.TEXT: {Test.IS, Test.IN},
    Kind.LONG_TEXT: set(),
    Kind.INTEGER: {Test.IS, Test.IN, Test.AT_LEAST, Test.AT_MOST},
    Kind.MONEY: {Test.IS, Test.AT_LEAST, Test.AT_MOST},
    Kind.DATE: {Test.IS, Test.AT_LEAST, Test.AT_MOST},
    Kind.CHOICE: {Test.IS, Test.IN},
    Kind.CHOICES: {Test.HOLDS},
    Kind.BOOLEAN: {Test.IS},
    Kind.PARTY: {Test.IS},
    Kind.FILE: set(),
}


class FormError(ValueError):
    """A form that cannot be asked; the message says what to change."""


def form_from(read: Mapping[str, Any]) -> Form:
    """The form of a matter's file. Raises `FormError`."""
    known: dict[str, Field] = {}
    try:
        sections = tuple(_section(section, known) for section in read["sections"])
        version = int(read["version"])
    except (KeyError, TypeError, AttributeError) as error:
        raise FormError(f"the form lacks or misstates {error}") from error
    if not known:
        raise FormError("the form asks nothing")
    return Form(version, sections, MappingProxyType(known))


def _section(read: Mapping[str, Any], known: dict[str, Field]) -> Section:
    return Section(Names(**read["names"]), tuple(_field(field, known) for field in read["fields"]))


def _field(read: Mapping[str, Any], known: dict[str, Field]) -> Field:
    code = read["code"]
    if not CODE.fullmatch(code) or code in known:
        raise FormError(f"the field {code!r} has no proper code of its own")
    try:
        kind = Kind(read["kind"])
    except ValueError:
        raise FormError(f"the field {code!r} is of the unknown kind {read['kind']!r}") from None
    field = Field(
        code=code,
        kind=kind,
        names=Names(**read["names"]),
        hint=Names(**read["hint"]) if "hint" in read else None,
        required=bool(read.get("required", False)),
        when=_when(read["when"], known) if "when" in read else None,
        limits=_limits(code, kind, read.get("limits", {})),
        choices=tuple(Choice(c["code"], Names(**c["names"])) for c in read.get("choices", ())),
        remember=read.get("remember", ""),
    )
    _check_choices(field)
    known[code] = field
    return field


def _check_choices(field: Field) -> None:
    offers = field.kind in {Kind.CHOICE, Kind.CHOICES}
    codes = {choice.code for choice in field.choices}
    if offers != bool(field.choices) or len(codes) != len(field.choices):
        raise FormError(f"the field {field.code!r} offers no choices, or one twice, or should not")
    if field.remember and field.kind == Kind.FILE:
        raise FormError(f"the field {field.code!r} cannot keep a file for another case")


def _limits(code: str, kind: Kind, read: Mapping[str, Any]) -> Limits:
    if unknown := set(read) - LIMITS[kind]:
        raise FormError(f"the field {code!r} of kind {kind} knows no limit {sorted(unknown)}")
    try:
        re.compile(read.get("pattern", ""))
    except re.error as error:
        raise FormError(f"the field {code!r} has a pattern that cannot be read") from error
    days = {name: read[name] for name in ("earliest", "latest") if name in read}
    if any(not isinstance(day, date) for day in days.values()):
        raise FormError(f"the field {code!r} has a limit that is no date")
    return Limits(**{**read, "endings": tuple(read.get("endings", ()))})


def _when(read: Mapping[str, Any], known: Mapping[str, Field]) -> When:
    """`{field: F, is: V}`, `{all: […]}`, `{any: […]}` or `{not: …}`."""
    if "not" in read:
        return When((_when(read["not"], known),), negated=True)
    for word in ("all", "any"):
        if word in read:
            return When(tuple(_when(part, known) for part in read[word]), every=word == "all")
    return When((_condition(read, known),))


def _condition(read: Mapping[str, Any], known: Mapping[str, Field]) -> Condition:
    field = known.get(read["field"])
    if field is None:
        raise FormError(f"a condition looks at {read['field']!r}, which is not asked before")
    tests = [word for word in Test if word in read]
    if len(tests) != 1 or len(read) != 2:
        raise FormError(f"a condition on {field.code!r} tests exactly one thing")
    test = tests[0]
    value = read[test]
    if test != Test.ANSWERED and test not in TESTS[field.kind]:
        raise FormError(f"a {field.kind} such as {field.code!r} cannot be tested by {test!r}")
    _check_value(field, test, value)
    return Condition(field.code, test, value.isoformat() if isinstance(value, date) else value)


def _check_value(field: Field, test: Test, value: Any) -> None:
    """A condition that can never hold is a mistake in the file, so it is found at the start."""
    values = value if test == Test.IN else [value]
    if not isinstance(values, list):
        raise FormError(f"a condition on {field.code!r} needs a list of values")
    expected: type | tuple[type, ...] = {
        Kind.INTEGER: int,
        Kind.MONEY: int,
        Kind.DATE: date,
        Kind.BOOLEAN: bool,
    }.get(field.kind, str)
    if test == Test.ANSWERED:
        expected = bool
    if any(type(one) is not expected for one in values):
        raise FormError(f"a condition on {field.code!r} compares it with what it can never be")
    if field.choices and test != Test.ANSWERED and any(field.choice(v) is None for v in values):
        raise FormError(f"a condition on {field.code!r} names no choice of it")
