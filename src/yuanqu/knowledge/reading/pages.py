"""HTML: what a reader sees of it, headings marked, without navigation and scripts."""

import re
from html.parser import HTMLParser

from yuanqu.knowledge.reading.parsed import Lines, Parsed, ReadingError, records
from yuanqu.knowledge.reading.texts import decoded

LEFT_OUT = {
    "script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside", "form",
    "button", "select", "iframe",
}  # fmt: skip
BLOCKS = {
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "fieldset",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "ul",
}  # fmt: skip
# What such a page is about; anything else on it is left out where it has one.
MAIN = {"main", "article"}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)


def html_text(content: bytes) -> Parsed:
    """The text of a page. Raises ReadingError `knowledge.empty`, `knowledge.encoding`."""
    text = _decoded(content)
    for only_main in (True, False):
        reader = _Reader(only_main)
        reader.feed(text)
        reader.close()
        try:
            return reader.parsed()
        except ReadingError as error:
            if not only_main or error.code != "knowledge.empty":
                raise
    raise ReadingError("knowledge.empty")


def _decoded(content: bytes) -> str:
    named = _CHARSET.search(content[:2048])
    if named and named[1].lower() in {b"gb2312", b"gbk", b"gb18030"}:
        return content.decode("gb18030", "replace")
    return decoded(content)


class _Reader(HTMLParser):
    def __init__(self, only_main: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = Lines()
        self.title = ""
        self.heading = ""
        self._only_main = only_main
        self._main = self._left_out = self._level = 0
        self._said: list[str] = []
        self._in_title = False
        self._rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._main += tag in MAIN
        self._left_out += tag in LEFT_OUT
        self._in_title = tag == "title"
        if tag in BLOCKS and self._rows is None:
            self._end_line()
        if re.fullmatch("h[1-6]", tag):
            self._level = int(tag[1])
        if tag == "table":
            self._end_line()
            self._rows = []
        elif self._rows is not None and tag == "tr":
            self._rows.append([])
        elif self._rows and tag in {"td", "th"}:
            self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag == "table" and self._rows is not None:
            for record in records(self._rows):
                self.lines.add(record)
            self._rows = None
        elif tag in BLOCKS and self._rows is None:
            self._end_line()
        self._main -= tag in MAIN and self._main > 0
        self._left_out -= tag in LEFT_OUT and self._left_out > 0

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif self._left_out or (self._only_main and not self._main):
            return
        elif self._rows is None:
            self._said.append(data)
        elif self._rows and self._rows[-1]:
            self._rows[-1][-1] += f" {data}"

    def _end_line(self) -> None:
        said = " ".join("".join(self._said).split())
        if said:
            self.lines.add(said, self._level)
            self.heading = self.heading or (said if self._level == 1 else "")
        self._said, self._level = [], 0

    def parsed(self) -> Parsed:
        self._end_line()
        return self.lines.parsed(self.heading or " ".join(self.title.split()))
