"""Tables as people send them: CSV in some encoding, workbooks with whatever Excel lets one do."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from yuanqu.engines.uscc import complete

HEADINGS = ("名称", "统一社会信用代码", "单位类型")


def code(number: int) -> str:
    """A credit code that nobody has; its check character is right."""
    return complete(f"91320594MT{number:07d}").text


def row(number: int, **changes: str) -> list[str]:
    """A sound row under `HEADINGS`."""
    said = {"name": f"示例企业{number}有限公司", "code": code(number), "kind": "企业"} | changes
    return list(said.values())


def csv_of(*rows: Sequence[str], encoding: str = "utf-8", **options: Any) -> bytes:
    """A CSV file with these rows below the usual headings."""
    out = io.StringIO(newline="")
    csv.writer(out, **options).writerows([HEADINGS, *rows])
    return out.getvalue().encode(encoding)


def book_of(rows: Iterable[Sequence[Any]], *, merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet with these rows and merged blocks."""
    book = Workbook()
    sheet = book.worksheets[0]
    for each in rows:
        sheet.append(list(each))
    for block in merged:
        sheet.merge_cells(block)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
