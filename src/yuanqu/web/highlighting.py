"""A long text as paragraphs, with stretches of it marked, and the part of it that is shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yuanqu.engines.retrieval.passages import Span

# So much of a text stands on one page; the part with the first mark is shown first.
PART = 150_000
MOST_SPANS = 20
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; `is_first` of all that are marked."""

    text: str
    is_match: bool = False
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; `level` is 0 where it is no heading."""

    pieces: tuple[Piece, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """One part of a text, counted from 1."""

    paragraphs: tuple[Paragraph, ...]
    part: int
    parts: int


def spans_in(asked: str, length: int) -> tuple[Span, ...]:
    """The stretches that an address names, as 12-40,90-120; what makes no sense is left out.

    They are in order, and those that touch are one.
    """
    made: list[Span] = []
    found = sorted((int(start), int(end)) for start, end in _SPAN.findall(asked[:1_000]))
    for start, end in found[:MOST_SPANS]:
        if start >= end or end > length:
            continue
        if made and start <= made[-1].end:
            made[-1] = Span(made[-1].start, max(end, made[-1].end))
        else:
            made.append(Span(start, end))
    return tuple(made)


def shown(
    text: str, headings: Sequence[Sequence[int]], spans: Sequence[Span], part: int | None = None
) -> Shown:
    """The asked part, or the one with the first mark."""
    cuts = _cuts(text)
    parts = len(cuts) - 1
    first = spans[0].start if spans else 0
    holding = next(at for at in range(parts) if first < cuts[at + 1] or at == parts - 1)
    chosen = min(max(part, 1), parts) - 1 if part else holding
    levels = {line[0]: line[1] for line in headings}
    lines = _lines(text, Span(cuts[chosen], cuts[chosen + 1]))
    made = (
        Paragraph(tuple(_pieces(text, line, spans)), levels.get(line.start, 0)) for line in lines
    )
    return Shown(tuple(made), chosen + 1, parts)


def _cuts(text: str) -> list[int]:
    """Where the parts begin, at beginnings of lines, and the end."""
    cuts = [0]
    while len(text) - cuts[-1] > PART:
        at = text.find("\n", cuts[-1] + PART)
        if at < 0:
            break
        cuts.append(at + 1)
    return [*cuts, len(text)]


def _lines(text: str, within: Span) -> Iterator[Span]:
    start = within.start
    for line in text[within.start : within.end].split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _pieces(text: str, line: Span, spans: Sequence[Span]) -> Iterator[Piece]:
    at = line.start
    for span in spans:
        start, end = max(span.start, line.start), min(span.end, line.end)
        if start >= end:
            continue
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:end], True, _is_first(text, spans[0], start))
        at = end
    if at < line.end:
        yield Piece(text[at : line.end])


def _is_first(text: str, first: Span, start: int) -> bool:
    """Whether what is marked from here on is the first that is marked: the anchor is there."""
    return first.start <= start < first.end and not text[first.start : start].strip()
