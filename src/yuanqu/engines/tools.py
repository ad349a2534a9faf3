"""Tools: what can be asked for or done in words, as the plain type that an app's `tools.py` lists.

A reading tool runs at once, in the rights of whoever asks. A writing tool never does: it becomes a
card, which the person confirms. What a tool answers are values; each door words them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from yuanqu.engines.forms.schema import Choice, Field, Form, Kind, Section
from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Quantity
from yuanqu.engines.text import folded

NAME = re.compile(r"[a-z][a-z0-9_]{1,59}")
MOST_ENTRIES = 100

Value = str | int | date | Period | Quantity | Names


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that an entry says: what it is called, and its value."""

    names: Names
    value: Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was found or done; `address` is a path of ours, empty where it has no page."""

    title: str | Names
    address: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What a tool found or did. `total` counts what there is, which may be more than is shown."""

    entries: tuple[Entry, ...] = ()
    total: int = 0

    @classmethod
    def of(cls, entries: Iterable[Entry], total: int | None = None) -> "ToolAnswer":
        """The first of these entries; `total` where it is not their number."""
        found = tuple(entries)
        return cls(found[:MOST_ENTRIES], len(found) if total is None else total)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.entries


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice that a parameter takes, and what else people call it."""

    code: str
    names: Names
    also: tuple[str, ...] = ()

    def is_called(self, text: str) -> bool:
        """Whether these words mean this choice, whatever their width, case and spaces."""
        asked = _bare(text)
        return asked in {_bare(name) for name in self.spellings}

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that people call it."""
        return (self.names.zh, self.names.en, self.code, *self.also)


# The choices of a parameter depend on who asks: in whose name, for example.
Offers = Callable[[Any], Iterable[Offer]]


def _no_offers() -> Mapping[str, Offers]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something that the assistant, a model or a program may use for a person.

    `run(user, **arguments)` gives a `ToolAnswer` or raises the app's refusal; it is called with
    arguments that `fields` allow. `concept` names the scope that a token needs. `may(user,
    **arguments)` says before a card is made whether it could be carried out; it raises too.
    `reaches_outside` marks what a rollback does not undo; `acts_for` names the parameter that holds
    the id of the party in whose name it is done.
    """

    name: str
    title: Names
    description: Names
    concept: str
    run: Callable[..., ToolAnswer]
    fields: tuple[Field, ...] = ()
    offers: Mapping[str, Offers] = field(default_factory=_no_offers)
    is_writing: bool = False
    reaches_outside: bool = False
    acts_for: str = ""
    may: Callable[..., None] | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a name that a model or a program could not call."""
        if not NAME.fullmatch(self.name):
            raise ValueError(f"a tool's name is like find_things, not {self.name!r}")
        known = {asked.code for asked in self.fields}
        if not set(self.offers) <= known:
            raise ValueError(f"{self.name} offers choices for a parameter that it does not have")

    @property
    def scope(self) -> str:
        """What a token must allow, such as `cases:write`."""
        return f"{self.concept}:{'write' if self.is_writing else 'read'}"

    def offered(self, code: str, viewer: Any) -> tuple[Offer, ...]:
        """The choices of one parameter for this viewer."""
        offers = self.offers.get(code)
        return tuple(offers(viewer)) if offers else ()

    def form(self, viewer: Any) -> Form:
        """What the tool asks of this viewer, as the forms engine knows it."""
        asked = tuple(self._with_choices(each, viewer) for each in self.fields)
        by_code = MappingProxyType({each.code: each for each in asked})
        return Form(1, (Section(self.title, asked),), by_code)

    def _with_choices(self, asked: Field, viewer: Any) -> Field:
        if asked.code not in self.offers:
            return asked
        offered = self.offered(asked.code, viewer)
        return replace(asked, choices=tuple(Choice(one.code, one.names) for one in offered))


_TYPES = {Kind.INTEGER: "integer", Kind.MONEY: "integer", Kind.BOOLEAN: "boolean"}
_FORMATS = {Kind.DATE: "date", Kind.PARTY: "uuid"}


def schema(form: Form, language: str) -> dict[str, Any]:
    """The form as a JSON Schema of an object (2020-12), with titles in this language."""
    return {
        "type": "object",
        "properties": {asked.code: _property(asked, language) for asked in form.fields},
        "required": [asked.code for asked in form.fields if asked.required],
        "additionalProperties": False,
    }


def _property(asked: Field, language: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": _TYPES.get(asked.kind, "string"),
        "title": asked.names.in_language(language),
    }
    if asked.hint:
        said["description"] = asked.hint.in_language(language)
    if asked.kind in _FORMATS:
        said["format"] = _FORMATS[asked.kind]
    if asked.kind == Kind.CHOICE:
        said["enum"] = [choice.code for choice in asked.choices]
        named = (f"{one.code}: {one.names.in_language(language)}" for one in asked.choices)
        said["description"] = "; ".join(named)
    return said | _bounds(asked)


def _bounds(asked: Field) -> dict[str, Any]:
    limits = {
        "minLength": asked.limits.shortest or None,
        "maxLength": asked.limits.longest or None,
        "minimum": asked.limits.least,
        "maximum": asked.limits.most,
    }
    return {name: bound for name, bound in limits.items() if bound is not None}


def _bare(text: str) -> str:
    return folded(text).replace(" ", "")
