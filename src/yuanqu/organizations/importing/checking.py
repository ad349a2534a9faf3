"""Every row of a table checked: what would be registered, and every cell that is wrong and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from yuanqu.accounts.errors import Refused
from yuanqu.organizations.importing.columns import Column, Columns, columns_of
from yuanqu.organizations.importing.records import checked_record
from yuanqu.organizations.importing.reports import Problem, Reading, Report, Row, Told, untold
from yuanqu.organizations.importing.tables import SHOWN_LENGTH, Fault, Line, Table, TableError
from yuanqu.organizations.importing.twice import Again, twice_in_file, twice_in_register
from yuanqu.organizations.industries import known_industries

EVERY = 500  # rows between two words about how far it is


def check_table(
    table: Table, reading: Reading | None = None, *, told: Told = untold, new: bool = True
) -> Report:
    """Check every row. With `new`, an organization that is registered already is a problem.

    Four queries for each five hundred rows; nothing is written. Raises `TableError` where the
    headings are not understood, or nothing stands below them.
    """
    asked = reading or Reading()
    checker = _Checker(table, asked, columns_of(table, asked.mapping))
    rows = list(checker.rows(told))
    if not rows and not checker.problems:
        raise TableError("import.no_rows")
    told("comparing", 0, len(rows))
    again = [*twice_in_file(rows), *(twice_in_register(rows) if new else ())]
    for one in again:
        checker.note_again(one)
    standing = {one.row.line for one in again}
    return Report(
        table.written_in,
        checker.columns,
        tuple(row for row in rows if row.line not in standing),
        tuple(sorted(checker.problems, key=lambda problem: problem.line)),
    )


@dataclass(slots=True)
class _Checker:
    """One table on its way through the checks; `problems` grows."""

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
            marred = faults.get(line.number, {})
            self.problems += marred.values()
            record, wrong = checked_record(self.raw(line), industries)
            for column, refusal in wrong.items():
                # A cell whose value is not known anyway is not blamed a second time.
                if self.columns.places.get(column) not in marred:
                    self.note(line, column, refusal)
            if not wrong and not marred:
                yield Row(line.number, record)

    def raw(self, line: Line) -> dict[Column, str]:
        """The cells by column, with the kind that was given for all where the row has none."""
        cells, places = line.cells, self.columns.places
        said = {column: cells[place] for column, place in places.items() if place < len(cells)}
        if self.reading.kind and not said.get(Column.KIND, "").strip():
            said[Column.KIND] = self.reading.kind
        return said

    def note(self, line: Line, column: Column, refusal: Refused) -> None:
        """Keep what is wrong with a cell."""
        place = self.columns.places.get(column)
        self.problems.append(
            Problem(
                line=line.number,
                column=self.columns.title_of(place) if place is not None else "",
                value=self.raw(line).get(column, "").strip()[:SHOWN_LENGTH],
                code=refusal.code,
                facts=MappingProxyType(refusal.facts),
            )
        )

    def note_again(self, again: Again) -> None:
        """Keep that a row stands somewhere already, with the value by which that shows."""
        place = self.columns.places[again.column]
        value, refusal = again.row.record[again.column][:SHOWN_LENGTH], again.refusal
        title, facts = self.columns.title_of(place), MappingProxyType(refusal.facts)
        self.problems.append(Problem(again.row.line, title, value, refusal.code, facts))

    def faults(self) -> dict[int, dict[int, Problem]]:
        """What could not be read, by line and place, in the columns that matter."""
        found: dict[int, dict[int, Problem]] = {}
        for fault in (*self.table.faults, *self.merged()):
            if fault.column in self.columns.places.values():
                title = self.columns.title_of(fault.column)
                problem = Problem(fault.line, title, fault.value, fault.code)
                found.setdefault(fault.line, {})[fault.column] = problem
        return found

    def merged(self) -> Iterator[Fault]:
        """Every cell that a merged block covers, in the rows and columns that matter."""
        below = self.columns.heading.number
        held = {line.number for line in self.table.lines if line.number > below}
        for block in self.table.merged:
            for number in held.intersection(range(block.first_line, block.last_line + 1)):
                for place in self.columns.places.values():
                    if block.first_column <= place <= block.last_column:
                        yield Fault(number, place, "import.merged", block.name)
