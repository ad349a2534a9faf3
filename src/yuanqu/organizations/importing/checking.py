"""Every row of a table checked: what would be registered, and every cell that is wrong and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from yuanqu.accounts.errors import Refused
from yuanqu.organizations.importing.columns import Column, Columns, columns_of
from yuanqu.organizations.importing.records import Record, checked_record
from yuanqu.organizations.importing.tables import SHOWN_LENGTH, Fault, Line, Table
from yuanqu.organizations.importing.twice import Twice
from yuanqu.organizations.industries import known_industries

# A stage, how far it is, and how far it goes.
Told = Callable[[str, int, int], object]
EVERY = 500


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
class Report:
    """What came of reading a table: every row is in `rows` or has a line among `problems`."""

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


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read: more headings than the known ones, and what an empty kind means."""

    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    kind: str = ""


@dataclass(slots=True)
class _Checker:
    """One table on its way through the checks."""

    table: Table
    reading: Reading
    columns: Columns
    problems: list[Problem] = field(default_factory=list)

    def rows(self, told: Told) -> Iterator[Row]:
        """The sound rows; what is wrong in the others is noted."""
        industries, faults = known_industries(), self.faults()
        lines = [line for line in self.table.lines if line.number > self.columns.heading.number]
        for done, line in enumerate(lines):
            if done % EVERY == 0:
                told("checking", done, len(lines))
            self.problems += (marred := faults.get(line.number, []))
            raw = self.raw(line)
            record, wrong = checked_record(raw, industries)
            for column, refusal in wrong.items():
                if not self.is_marred(column, marred):
                    self.note(line, column, raw.get(column, ""), refusal)
            if not wrong and not marred:
                yield Row(line.number, record)

    def raw(self, line: Line) -> dict[Column, str]:
        """The cells by column, with the kind that was given for all where the row has none."""
        cells, places = line.cells, self.columns.places
        said = {column: cells[place] for column, place in places.items() if place < len(cells)}
        if self.reading.kind and not said.get(Column.KIND, "").strip():
            said[Column.KIND] = self.reading.kind
        return said

    def note(self, line: Line, column: Column, value: str, refusal: Refused) -> None:
        """Keep what is wrong with a cell."""
        place = self.columns.places.get(column)
        title = self.columns.title_of(place) if place is not None else ""
        facts = MappingProxyType(refusal.facts)
        self.problems.append(
            Problem(line.number, title, value.strip()[:SHOWN_LENGTH], refusal.code, facts)
        )

    def faults(self) -> dict[int, list[Problem]]:
        """What could not be read, by line, in the columns that matter."""
        found: dict[int, list[Problem]] = {}
        for fault in (*self.table.faults, *self.merged()):
            if fault.column in self.columns.places.values():
                title = self.columns.title_of(fault.column)
                problem = Problem(fault.line, title, fault.value, fault.code)
                found.setdefault(fault.line, []).append(problem)
        return found

    def merged(self) -> Iterator[Fault]:
        """Each row that a merged block touches, at the block's first column that matters."""
        below = self.columns.heading.number
        held = {line.number for line in self.table.lines if line.number > below}
        places = sorted(self.columns.places.values())
        for block in self.table.merged:
            within = [p for p in places if block.first_column <= p <= block.last_column]
            for number in sorted(held & set(range(block.first_line, block.last_line + 1))):
                if within:
                    yield Fault(number, within[0], "import.merged", block.name)

    def is_marred(self, column: Column, marred: Iterable[Problem]) -> bool:
        """Whether the cell's value is not known anyway: then it is not blamed a second time."""
        place = self.columns.places.get(column)
        return place is not None and self.columns.title_of(place) in {
            problem.column for problem in marred
        }


def check_table(
    table: Table, reading: Reading | None = None, *, told: Told = untold, new: bool = True
) -> Report:
    """Check every row. With `new`, an organization that is registered already is a problem.

    A few queries for each five hundred rows; nothing is written. Raises `TableError` where the
    headings are not understood.
    """
    asked = reading or Reading()
    checker = _Checker(table, asked, columns_of(table, asked.mapping))
    rows = list(checker.rows(told))
    told("comparing", 0, len(rows))
    twice = Twice(rows)
    refused = dict(twice.in_file())
    refused |= dict(twice.in_register()) if new else {}
    lines = {line.number: line for line in table.lines}
    for number, (column, refusal) in refused.items():
        line = lines[number]
        checker.note(line, column, checker.raw(line).get(column, ""), refusal)
    kept = tuple(row for row in rows if row.line not in refused)
    problems = sorted(checker.problems, key=lambda problem: problem.line)
    return Report(table.written_in, checker.columns, kept, tuple(problems))
