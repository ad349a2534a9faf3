"""Plain text and Markdown, in whatever encoding they come."""

import codecs
import itertools
import re
from collections.abc import Iterator

from yuanqu.engines.retrieval.clauses import begins_clause
from yuanqu.knowledge.reading.front_matter import split
from yuanqu.knowledge.reading.parsed import Lines, Parsed, ReadingError, records, require_text

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_STRONG = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TABLE_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_TABLE_RULE = re.compile(r"^[\s|:\-]+$")
_QUOTE = re.compile(r"^\s*>\s?")
_HAN = r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) +(?={_HAN})")
_SPACED_HAN = re.compile(rf"{_HAN} (?={_HAN})")
# Programs set a little air between Chinese and Latin; beside an ideographic space it is doubled.
_AIR = re.compile(
    rf"(?<={_HAN}) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?={_HAN})|(?<=\u3000) +| +(?=\u3000)"
)
_PAGE_NUMBER = re.compile(
    r"^[-—–\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／共]\s*\d+\s*页?)?[-—–\s]*$"
)
_SENTENCE_END = re.compile(r"[。！？!?：:；;…）)】]$")


def decoded(content: bytes) -> str:
    """The text of UTF-8, UTF-16 or GB 18030 (which GBK and GB 2312 are parts of).

    Raises ReadingError `knowledge.encoding`, `knowledge.empty`.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReadingError("knowledge.empty")
    for encoding in _encodings(content):
        try:
            return require_text(content.decode(encoding))
        except (UnicodeDecodeError, ReadingError):
            continue
    raise ReadingError("knowledge.encoding")


def _encodings(content: bytes) -> Iterator[str]:
    if content.startswith(UTF_16):
        yield "utf-16"
    elif b"\x00" in content:
        # Of Latin text in UTF-16 every other byte is zero; which, says the order.
        even = content[::2].count(0)
        yield "utf-16-be" if even > content[1::2].count(0) else "utf-16-le"
    else:
        yield "utf-8-sig"
        yield "gb18030"
        yield "utf-16-le"
        yield "utf-16-be"


def plain_text(content: bytes) -> Parsed:
    """A text as it is."""
    made = Lines()
    for line in decoded(content).splitlines():
        made.add(line)
    return made.parsed()


def markdown_text(content: bytes) -> Parsed:
    """Markdown as a reader sees it: headings marked, rows of tables with their headings."""
    return parsed_markdown(decoded(content))


def parsed_markdown(text: str) -> Parsed:
    """The same, of a text. Raises ReadingError."""
    stated, body = split(text.removeprefix("\ufeff"))
    made, rows, title = Lines(), list[list[str]](), ""
    for line in [*_COMMENT.sub("", body).splitlines(), ""]:
        if row := _TABLE_ROW.match(line):
            if not _TABLE_RULE.match(line):
                rows.append([_bare(cell) for cell in row[1].split("|")])
            continue
        for record in records(rows):
            made.add(record)
        rows = []
        heading = _HEADING.match(line)
        said = _bare(heading[2] if heading else _QUOTE.sub("", line))
        title = title or (said if heading else "")
        made.add(said, len(heading[1]) if heading else 0)
    return made.parsed(title, stated)


def _bare(line: str) -> str:
    return _STRONG.sub(r"\2", _IMAGE_OR_LINK.sub(r"\1", line)).strip()


def unwrapped(lines: list[str]) -> list[str]:
    """The lines of a page put together to paragraphs; page numbers are left out.

    A line that is nearly full and ends no sentence goes on in the next, unless a clause begins.
    """
    kept = [_closed_up(line) for line in lines if not _PAGE_NUMBER.match(line.strip() or "1")]
    if not kept:
        return []
    full = sorted(map(len, kept))[int(len(kept) * 0.9)] * 0.85
    made = [kept[0]]
    for before, line in itertools.pairwise(kept):
        goes_on = len(before) >= max(full, 12) and not _SENTENCE_END.search(before)
        if goes_on and not begins_clause(line):
            made[-1] += line if _meet(before, line) else f" {line}"
        else:
            made.append(line)
    return made


def _closed_up(line: str) -> str:
    """Without the spaces that programs put between characters for the look of it."""
    bare = _AIR.sub("", line.strip())
    spaced = len(_SPACED_HAN.findall(bare))
    return _BETWEEN_HAN.sub("", bare) if spaced * 3 > len(bare) else bare


def _meet(before: str, after: str) -> bool:
    return not (before[-1:].isascii() and after[:1].isascii())
