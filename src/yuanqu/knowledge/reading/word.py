"""Word (.docx): paragraphs, headings and tables in their order, with the numbers Word counts."""

import io
import re
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from yuanqu.knowledge.reading.numbering import Numbering
from yuanqu.knowledge.reading.parsed import Lines, Parsed, ReadingError, records

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "标题"}


def docx_text(content: bytes) -> Parsed:
    """The text of a Word file. Raises ReadingError `knowledge.damaged`, `knowledge.empty`."""
    try:
        file = Document(io.BytesIO(content))
        numbering = Numbering(file)
        made, title = Lines(), ""
        for block in file.iter_inner_content():
            if isinstance(block, Table):
                for record in _records(block):
                    made.add(record)
                continue
            level, text = _level(block), numbering.number_of(block) + block.text
            title = title or (text if level == 1 else "")
            made.add(text, level)
    except (OpcError, LxmlError, BadZipFile, KeyError, ValueError, AttributeError) as error:
        if isinstance(error, ReadingError):
            raise
        raise ReadingError("knowledge.damaged") from error
    return made.parsed(title)


def _level(paragraph: Paragraph) -> int:
    """The level of a heading, 1 for a title; 0 where it is none."""
    style = paragraph.style
    name = (style.name or "") if style is not None else ""
    if name.lower() in _TITLES:
        return 1
    found = _HEADING.match(name)
    return int(found[1]) if found else 0


def _records(table: Table) -> list[str]:
    rows = []
    for row in table.rows:
        cells: list[str] = []
        before = None
        for cell in row.cells:
            if cell._tc is not before:  # noqa: SLF001 - a merged cell is given once for each column
                cells.append(cell.text)
            before = cell._tc  # noqa: SLF001
        rows.append(cells)
    return records(rows)
