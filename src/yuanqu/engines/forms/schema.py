"""What a form asks, as values. `reading.py` makes them from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from yuanqu.engines.names import Names

# What an answer may be once it is checked: money is integer fen, a date its ISO text, a party its
# id, files and several choices a list of texts.
Answer = str | int | bool | list[str]
Answers = Mapping[str, Answer]


class Kind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    BOOLEAN = "boolean"
    PARTY = "party"
    FILE = "file"


class Test(StrEnum):
    """How a condition looks at an answer."""

    __test__ = False  # not a class of tests

    IS = "is"
    IN = "in"
    HOLDS = "holds"
    ANSWERED = "answered"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one field's answer. Where none is given, only `answered: false` is passed."""

    field: str
    test: Test
    value: Answer


@dataclass(frozen=True, slots=True)
class When:
    """Conditions joined: `every` needs all, else one is enough; `negated` turns it round."""

    parts: tuple["Condition | When", ...]
    every: bool = True
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a field offers."""

    code: str
    names: Names


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of an answer; which of them count depends on the field's kind.

    Lengths are in characters, amounts in the field's unit (money in fen), days inclusive,
    counts in files or choices.
    """

    shortest: int = 0
    longest: int = 0
    least: int | None = None
    most: int | None = None
    earliest: date | None = None
    latest: date | None = None
    fewest: int = 0
    most_of: int = 0
    pattern: str = ""
    endings: tuple[str, ...] = ()
    must_be: bool | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `remember` names the fact about the applicant that the answer keeps on file."""

    code: str
    kind: Kind
    names: Names
    hint: Names | None = None
    required: bool = False
    when: When | None = None
    limits: Limits = field(default_factory=Limits)
    choices: tuple[Choice, ...] = ()
    remember: str = ""

    def choice(self, code: str) -> Choice | None:
        """The choice of that code, if the field offers it."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand together under a heading."""

    names: Names
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one version. Fields are asked, shown and checked in this order."""

    version: int
    sections: tuple[Section, ...]
    by_code: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field in order, whatever its section."""
        return tuple(field for section in self.sections for field in section.fields)
