"""What came of reading a file, and why one cannot be read."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

LONGEST_TEXT = 2_000_000
LONGEST_TITLE = 300
MOST_ENTRIES = 200_000
_SPACE_AT_END = re.compile(r"[ \t\r\f\v]+(?=\n|$)")
_MANY_LINES = re.compile(r"\n{3,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# Of a text read in the wrong encoding, much is of no script or of private use.
_ODD = frozenset({"Co", "Cn", "Cc"})


class ReadingError(ValueError):
    """A file that cannot be read; `code` is one of the wording, `facts` are for its sentence."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(facts)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with the offsets of its lines that are headings, each with its level from 1 to 6.

    `stated` is what the file itself states of the text: front matter, fields of a line of JSON.
    """

    text: str
    headings: tuple[tuple[int, int], ...] = ()
    title: str = ""
    key: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a table, the other ways to ask it, and its answer."""

    question: str
    answer: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """Texts (several where the file is JSON Lines), or the questions of an FAQ table."""

    texts: tuple[Parsed, ...] = ()
    asked: tuple[Asked, ...] = ()


class Lines:
    """A text as it grows line by line, remembering which of them are headings."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, int]] = []

    def add(self, line: str, level: int = 0) -> None:
        """Append a line; an empty one parts paragraphs. Raises ReadingError `too_long`."""
        bare = tidied(line).strip("\n ")
        if not bare and (not self._parts or self._parts[-1] == "\n"):
            return
        if level and bare:
            bare = bare.replace("\n", " ")
            self._headings.append((self._length, min(level, 6)))
        self._parts.append(f"{bare}\n")
        self._length += len(bare) + 1
        if self._length > LONGEST_TEXT:
            raise ReadingError("knowledge.too_long", most=f"{LONGEST_TEXT:,}")

    def parsed(self, title: str = "", stated: Mapping[str, str] | None = None) -> Parsed:
        """The whole. Raises ReadingError `empty` where nothing was read."""
        text = "".join(self._parts).rstrip()
        if not text:
            raise ReadingError("knowledge.empty")
        return Parsed(text, tuple(self._headings), title[:LONGEST_TITLE], stated=stated or {})


def tidied(text: str) -> str:
    """The text with plain line ends, without controls and trailing space."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    bare = _SPACE_AT_END.sub("", _CONTROL.sub("", plain))
    return unicodedata.normalize("NFC", _MANY_LINES.sub("\n\n", bare))


def require_text(text: str) -> str:
    """The text, if letters of known scripts are most of it. Raises ReadingError `encoding`."""
    sample = text[:20_000]
    odd = sum(unicodedata.category(c) in _ODD and c not in "\n\r\t\f" for c in sample)
    if odd * 50 > len(sample):
        raise ReadingError("knowledge.encoding")
    return text


def records(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows of a table as sentences, each with the headings it stands under.

    Without a row of headings, the cells of a row stand side by side.
    """
    kept = [[" ".join(cell.split()) for cell in row] for row in rows]
    kept = [row for row in kept if any(row)]
    if not kept:
        return []
    head = kept[0]
    named = [name for name in head if name]
    if len(kept) > 1 and len(named) > 1 and len(set(named)) == len(named):
        return [_record(head, row) for row in kept[1:]]
    return ["：".join(cell for cell in row if cell) for row in kept]


def _record(head: Sequence[str], row: Sequence[str]) -> str:
    names = [*head, *([""] * (len(row) - len(head)))]
    said = [
        f"{name}：{cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell
    ]
    return "；".join(said) + "。"
