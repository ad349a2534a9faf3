"""Excel and CSV: a row becomes a record with its headings, or a question with its answer."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from yuanqu.knowledge.reading.parsed import Asked, Lines, Read, ReadingError, records
from yuanqu.knowledge.reading.texts import decoded

MOST_ROWS, MOST_COLUMNS = 100_000, 200
SEPARATORS = ",\t;"
QUESTION = {"question", "问题", "问", "标准问题", "标准问", "提问"}
ANSWER = {"answer", "答案", "答", "回答", "标准答案", "答复"}
VARIANTS = {"variants", "相似问", "相似问题", "其他问法", "扩展问", "问法", "similar questions"}
Rows = list[list[str]]


def csv_read(content: bytes) -> Read:
    """A table written as text. Raises ReadingError."""
    return _read([("", _csv_rows(decoded(content)))])


def xlsx_read(content: bytes) -> Read:
    """All sheets of a workbook, plain values. Raises ReadingError `knowledge.damaged`."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [(str(sheet.title), _sheet_rows(sheet)) for sheet in book.worksheets]
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, ParseError, OSError, TypeError,
            InvalidFileException) as error:  # fmt: skip
        if isinstance(error, ReadingError):
            raise
        raise ReadingError("knowledge.damaged") from error
    return _read(sheets)


def _read(sheets: Sequence[tuple[str, Rows]]) -> Read:
    asked = [one for _name, rows in sheets for one in _asked(rows)]
    if asked:
        return Read(asked=tuple(asked))
    made, several = Lines(), sum(bool(rows) for _name, rows in sheets) > 1
    for name, rows in sheets:
        said = records(rows)
        if several and said:
            made.add(name, 1)
        for record in said:
            made.add(record)
    return Read(texts=(made.parsed(),))


def _asked(rows: Rows) -> Iterator[Asked]:
    """The questions of a table whose first line names a question and an answer."""
    named = [" ".join(cell.split()).lower() for cell in rows[0]] if rows else []
    question, answer = _column(named, QUESTION), _column(named, ANSWER)
    if question is None or answer is None:
        return
    variants = _column(named, VARIANTS)
    for number, row in enumerate(rows[1:], start=2):
        said, told = _cell(row, question), _cell(row, answer)
        if not said and not told:
            continue
        if not said or not told:
            raise ReadingError("knowledge.faq_row", line=str(number))
        yield Asked(said, told, _several(_cell(row, variants)))


def _column(named: Sequence[str], names: set[str]) -> int | None:
    return next((at for at, name in enumerate(named) if name in names), None)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _several(cell: str) -> tuple[str, ...]:
    for sign in ("；", ";", "|", "｜"):
        cell = cell.replace(sign, "\n")
    return tuple(dict.fromkeys(part.strip() for part in cell.splitlines() if part.strip()))


def _csv_rows(text: str) -> Rows:
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    separator = max(SEPARATORS, key=outside.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return _bounded(row for row in reader if any(cell.strip() for cell in row))
    except csv.Error as error:
        raise ReadingError("knowledge.damaged") from error


def _sheet_rows(sheet: Any) -> Rows:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    values = sheet.iter_rows(max_row=2 * MOST_ROWS, max_col=MOST_COLUMNS + 1, values_only=True)
    return _bounded(_cells(row) for row in values if any(map(_holds, row)))


def _cells(row: Sequence[object]) -> list[str]:
    """The cells as texts, without the empty ones after the last."""
    said = [_plain(cell) for cell in row]
    while said and not said[-1].strip():
        said.pop()
    return said


def _bounded(rows: Iterator[list[str]]) -> Rows:
    kept: Rows = []
    for row in rows:
        if len(kept) >= MOST_ROWS or len(row) > MOST_COLUMNS:
            most = {"rows": f"{MOST_ROWS:,}", "columns": str(MOST_COLUMNS)}
            raise ReadingError("knowledge.table_too_large", **most)
        kept.append(row)
    return kept


def _holds(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.min.time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
