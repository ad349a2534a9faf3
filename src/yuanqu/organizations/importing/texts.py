"""Tables written as text: CSV in UTF-8 or GB 18030, separated by commas, tabs or semicolons."""

import codecs
import csv
import io
from collections.abc import Iterator

from yuanqu.organizations.importing.tables import (
    Line,
    Table,
    TableError,
    require_bounds,
    unguarded,
)

SEPARATORS = ",\t;"
LONGEST_CELL = 100_000
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_table(content: bytes) -> Table:
    """The table of a CSV file.

    Raises TableError `import.empty`, `import.encoding`, `import.utf16`, `import.binary`,
    `import.quotes`, `import.too_many_rows` or `import.too_many_columns`.
    """
    text, encoding = decoded(content)
    lines = tuple(_lines(text))
    if not lines:
        raise TableError("import.empty")
    return Table(lines, encoding)


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding.

    UTF-8 is recognized for certain: other encodings hardly ever happen to be sound UTF-8. What is
    not is taken for GB 18030, which GBK and GB 2312 are parts of, if it is sound in that.
    """
    if content.startswith(UTF_16):
        raise TableError("import.utf16")
    if b"\x00" in content:
        raise TableError("import.binary")
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    try:
        return content.decode("gb18030"), "GB 18030"
    except UnicodeDecodeError:
        raise TableError("import.encoding", line=str(line)) from None


def _lines(text: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    before = count = 0
    try:
        for cells in reader:
            first, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                count += 1
                require_bounds(count, len(cells))
                yield Line(first, tuple(map(unguarded, cells)))
    except csv.Error as error:
        # An opening quote without its end swallows all that follows: say where it stands.
        raise TableError("import.quotes", line=str(before + 1)) from error


def _separator(text: str) -> str:
    """What stands most often in the first line that holds anything, quoted parts left out."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)
