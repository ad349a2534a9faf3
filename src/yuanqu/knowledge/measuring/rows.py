"""The files that are learned from and measured on: one JSON object a line.

documents                 {"id", "text", "title"?}
questions to answer       {"id", "question"}
questions with gold       {"question", "document", "answer", "start"}    an exact answer
{"question", "gold": [document ids]}           whole documents
{"question", "answerable": false}              nothing answers it
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yuanqu.engines.answering import Source


class RowError(ValueError):
    """A line that cannot be read; the message names file, line and cause."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Where an answer stands: characters of one document; the whole of it without `span`."""

    document: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of which it is known what answers it; nothing, if `gold` is empty."""

    question: str
    gold: tuple[Gold, ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to answer."""

    id: str
    question: str


def documents(path: Path) -> list[Source]:
    """All documents of a file. Raises RowError; a second document of one id is an error."""
    found: dict[str, Source] = {}
    for place, row in _rows(path):
        key, text = _text(row, "id", place), _text(row, "text", place, may_be_empty=True)
        if key in found:
            raise RowError(f"{place}: the id {key!r} was there before")
        title = row.get("title")
        found[key] = Source(key, title if isinstance(title, str) else "", text)
    if not found:
        raise RowError(f"{path}: no documents")
    return list(found.values())


def asked(path: Path) -> list[Asked]:
    """All questions to answer. Raises RowError."""
    return [
        Asked(str(row.get("id", number)), _text(row, "question", place, may_be_empty=True))
        for number, (place, row) in enumerate(_rows(path))
    ]


def judged(path: Path) -> list[Judged]:
    """All questions with gold. Raises RowError."""
    return [_judged(place, row) for place, row in _rows(path)]


def _judged(place: str, row: Mapping[str, Any]) -> Judged:
    question = _text(row, "question", place)
    if row.get("answerable") is False:
        return Judged(question, ())
    answer = row.get("answer") if isinstance(row.get("answer"), str) else ""
    if isinstance(row.get("gold"), list):
        return Judged(question, tuple(Gold(str(key)) for key in row["gold"]), answer or "")
    document, start = row.get("document"), row.get("start")
    if isinstance(document, str) and isinstance(start, int) and answer:
        return Judged(question, (Gold(document, (start, start + len(answer))),), answer)
    raise RowError(f'{place}: neither "gold", nor "document", "answer" and "start"')


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise RowError(f"{path}, line {number}: {error}") from error
            if not isinstance(row, dict):
                raise RowError(f"{path}, line {number}: not an object")
            yield f"{path}, line {number}", row


def _text(row: Mapping[str, Any], key: str, place: str, *, may_be_empty: bool = False) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not (may_be_empty or value.strip()):
        raise RowError(f'{place}: "{key}" is no text')
    return value
