"""A table as it was read, whatever it was written in; and why one cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# Above this one transaction would hold SQLite's lock for longer than five seconds.
MOST_ROWS = 15_000
MOST_COLUMNS = 200
SHOWN_LENGTH = 60
# What spreadsheets take for a formula at the beginning of a cell, full-width signs among them.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"


class TableError(ValueError):
    """A file that is no table we can read; `code` is stable, `facts` are for the sentence."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(facts)


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row; `number` is where it stands in the file, counted from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell whose value is not known, because the file does not hold it as a plain value."""

    line: int
    column: int  # counted from 0
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A block of merged cells, all ends inclusive; `name` is how Excel calls it, such as A2:B5."""

    name: str
    first_line: int
    last_line: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Table:
    """Every row that holds anything, from the top; which of them is the heading is not known yet.

    `written_in` is the encoding of a text, or the name of a workbook's sheet.
    """

    lines: tuple[Line, ...]
    written_in: str
    faults: tuple[Fault, ...] = ()
    merged: tuple[Merged, ...] = ()


def require_bounds(rows: int, columns: int) -> None:
    """Raise TableError where a table outgrows what one import takes; the heading is not counted."""
    if rows > MOST_ROWS + 1:
        raise TableError("import.too_many_rows", most=str(MOST_ROWS))
    if columns > MOST_COLUMNS:
        raise TableError("import.too_many_columns", most=str(MOST_COLUMNS))


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would compute."""
    return GUARD + text if text.startswith(FORMULA_SIGNS) else text


def unguarded(text: str) -> str:
    """The text as it was before it was guarded."""
    bare = text.removeprefix(GUARD)
    return bare if bare.startswith(FORMULA_SIGNS) else text
