"""Tables of Excel workbooks (.xlsx): the first sheet, its plain values and nothing computed.

A formula's result is what some program once computed, and a merged cell's value stands in one of
its cells only; both are reported and not guessed.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange

from yuanqu.organizations.importing.tables import (
    MOST_ROWS,
    SHOWN_LENGTH,
    Fault,
    Line,
    Merged,
    Table,
    TableError,
    require_bounds,
)

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
# Excel keeps fifteen digits of a number; those after are zeros that nobody typed.
KEPT_DIGITS = 15
UNPACKED_BYTES = 256 * 2**20
# How many empty rows are walked over: sheets are often formatted down to their last row.
MOST_EMPTY = 100_000


def workbook_table(content: bytes) -> Table:
    """The table of the first sheet.

    Raises TableError `import.not_a_workbook`, `import.unreadable`, `import.empty`,
    `import.too_many_rows` or `import.too_many_columns`.
    """
    try:
        _require_small(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is often wrong
        faults: list[Fault] = []
        lines = tuple(_lines(sheet, faults))
        merged = tuple(_merged(content, sheet))
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, ParseError, OSError,
            InvalidFileException) as error:  # fmt: skip
        if isinstance(error, TableError):
            raise
        raise TableError("import.not_a_workbook") from error
    if not lines:
        raise TableError("import.empty")
    return Table(lines, str(sheet.title), tuple(faults), merged)


def _require_small(content: bytes) -> None:
    """Refuse an archive that says it unpacks to very much; it is never unpacked beyond that."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_BYTES:
            raise TableError("import.unreadable")


def _lines(sheet: Any, faults: list[Fault]) -> Iterator[Line]:
    count = 0
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + MOST_EMPTY), start=1):
        cells = tuple(_text(cell, number, column, faults) for column, cell in enumerate(row))
        if any(cell.strip() for cell in cells):
            count += 1
            require_bounds(count, len(cells))
            yield Line(number, cells)


def _text(cell: Any, line: int, column: int, faults: list[Fault]) -> str:
    """The cell as text; what it does not plainly say becomes a fault."""
    value = cell.value
    if value is None:
        return ""
    code = _fault_of(cell)
    if code:
        faults.append(Fault(line, column, code, _plain(value)[:SHOWN_LENGTH]))
    return _plain(value)


def _fault_of(cell: Any) -> str:
    if cell.data_type == "f":
        return "import.formula"
    if cell.data_type == "e":
        return "import.error_value"
    number = cell.value if isinstance(cell.value, int | float) else 0
    return "import.rounded" if abs(number) >= 10**KEPT_DIGITS else ""


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _merged(content: bytes, sheet: Any) -> Iterable[Merged]:
    """The merged blocks, which openpyxl leaves unread where it streams."""
    part = str(sheet._worksheet_path)  # noqa: SLF001 - nothing else says which part it is
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = MERGED.findall(archive.read(part))
    for name in found[:MOST_ROWS]:
        block = CellRange(name.decode())
        yield Merged(
            block.coord, block.min_row, block.max_row, block.min_col - 1, block.max_col - 1
        )
