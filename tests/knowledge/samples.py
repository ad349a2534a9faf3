"""Files of every sort, made here: no file of somebody else's is needed."""

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from typing import Any

import typst
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

RULES = """示例园区创新奖励办法
示园规〔2024〕3号
第一章　总则
第一条　为了促进创新，制定本办法。
第二条　本办法适用于园区企业，奖励金额为100万元。
第三条　本办法自2024年3月1日起施行。
示例园区管理委员会
2024年2月1日"""
OFD = "http://www.ofdspec.org/2016"


@cache
def pdf(text: str = RULES, pages: int = 1) -> bytes:
    """A PDF with a text layer; the text stands on each page."""
    said = "\n\n".join(line.replace("#", r"\#") for line in text.splitlines())
    source = '#set text(lang: "zh")\n' + "\n#pagebreak()\n".join([said] * pages)
    return bytes(typst.compile(source.encode(), format="pdf"))


@cache
def scan(pages: int = 2) -> bytes:
    """A PDF of pictures."""
    picture = "#rect(width: 80%, height: 60%, fill: gray)"
    return bytes(typst.compile("\n#pagebreak()\n".join([picture] * pages).encode(), format="pdf"))


def locked_pdf() -> bytes:
    """A PDF that a password locks."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def docx() -> bytes:
    """A Word file with a title, a heading, a numbered list that Word counts, and a table."""
    file: Any = Document()
    file.add_heading("示例指南", level=1)
    file.add_heading("办理条件", level=2)
    for text in ("在园区注册", "守信经营"):
        paragraph = file.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr>')
        )
    numbering = file.part.numbering_part.element
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="98">'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>'
        )
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="98"/></w:num>')
    )
    table = file.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("材料", "份数"), ("营业执照", "1")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return saved(file)


def xlsx(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook."""
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(file: Any) -> bytes:
    """What a library writes."""
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def ofd(lines: Sequence[str] = tuple(RULES.splitlines()), locked: bool = False) -> bytes:
    """An OFD file of one page, a text object for each line."""
    objects = "".join(
        f'<ofd:TextObject Boundary="20 {20 + 10 * at} 160 8"><ofd:TextCode X="0" Y="6">{line}'
        "</ofd:TextCode></ofd:TextObject>"
        for at, line in enumerate(lines)
    )
    files = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{OFD}"><ofd:Pages><ofd:Page ID="1" '
        'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page xmlns:ofd="{OFD}"><ofd:Content><ofd:Layer>'
        f"{objects}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    content = zipped({name: text.encode() for name, text in files.items()})
    return flagged(content) if locked else content


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def flagged(content: bytes) -> bytes:
    """The archive with every entry marked as encrypted."""
    changed = bytearray(content)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = content.find(sign)
        while found >= 0:
            changed[found + at] |= 1
            found = content.find(sign, found + 4)
    return bytes(changed)


def bomb() -> bytes:
    """A Word file that unpacks to more than 200 MB."""
    return zipped({"word/document.xml": b"\0" * (201 * 2**20)})
