"""What came of reading a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from yuanqu.organizations.importing.columns import Columns
from yuanqu.organizations.importing.records import Record

# A stage of the work, how far it is, and how far it goes.
Told = Callable[[str, int, int], object]


def untold(_stage: str, _done: int, _total: int) -> None:
    """For whoever does not ask how far it is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what stands there, and the code and facts of the cause."""

    line: int
    column: str  # the heading in the file; empty where it is about the row
    value: str
    code: str
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be registered as it stands."""

    line: int
    record: Record


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read: more headings than the known ones, and what an empty kind means."""

    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Every row of a table is in `rows`, or its line is among those of `problems`."""

    written_in: str
    columns: Columns
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong and there is something to register."""
        return bool(self.rows) and not self.problems

    @property
    def bad_lines(self) -> int:
        """How many rows have something wrong."""
        return len({problem.line for problem in self.problems})
