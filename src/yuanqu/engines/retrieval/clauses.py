"""Law, policy and notices cut where their clauses begin: 章, 条, 款, 项; 一、（一）1.; headings.

Characters are counted, never copied: every passage is a stretch of the text, passages stand in
order, none overlaps, and together they hold every character but the space between them. A clause
that is short enough stays whole, short ones stand together, and no article is mixed with another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yuanqu.engines.retrieval.passages import LONGEST_PASSAGE, Span, tiles

LONGEST_HEADING = 40
ARTICLE, PART = 10, 11  # 第…条; 一、
_NUMBER = r"[一二三四五六七八九十百千零〇○两0-9０-９]+"
# What the beginning of a line says of its rank; headings of Markdown have 1 to 6.
_MARKERS = tuple(
    (rank, re.compile(pattern))
    for rank, pattern in (
        (7, rf"第\s?{_NUMBER}\s?编(?=[\s　]|$)"),
        (8, rf"第\s?{_NUMBER}\s?章(?=[\s　]|$)"),
        (9, rf"第\s?{_NUMBER}\s?节(?=[\s　]|$)"),
        # Not 第五条规定的…, which is a line of some article that speaks of another.
        (ARTICLE, rf"第\s?{_NUMBER}\s?条(?:之{_NUMBER})?(?![款项目规的、，,至和或及到中所第])"),
        (PART, r"[一二三四五六七八九十百]+、"),
        (12, r"[（(][一二三四五六七八九十百]+[）)]"),
        (13, r"[0-9０-９]{1,3}[.．、](?![0-9０-９])"),
        (14, r"[（(][0-9０-９]{1,3}[）)]|[①-⑳]"),
    )
)
_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[。；;！？!?：:]")
_SPACE = re.compile(r"[\s　]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A passage of at most 250 characters: the headings above it, and the article if it is one."""

    start: int
    end: int
    path: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """From the line where a clause begins to the next such line; `rank` 0 where none begins."""

    span: Span
    rank: int
    path: tuple[str, ...]
    article: str
    is_heading: bool


def is_law(text: str) -> bool:
    """Whether the text is divided into articles (第…条), two at the least."""
    return sum(rank == ARTICLE for rank, _span, _title in _ranked(text, {})) > 1


def begins_clause(line: str) -> bool:
    """Whether a clause begins with this line: 第一条, 一、, （一）, 1."""
    return _marked(line.lstrip())[0] > 0


def clauses(
    text: str, headings: Iterable[tuple[int, int]] = (), longest: int = LONGEST_PASSAGE
) -> list[Clause]:
    """The passages of a text, in order.

    `headings` are the offsets at which lines begin that are headings, each with its level from 1
    to 6, where the file said so.
    """
    made: list[Clause] = []
    waiting: list[_Block] = []
    blocks = _blocks(text, dict(headings))
    outermost = _outermost(blocks)
    for block in blocks:
        if waiting and not _fits(waiting, block, outermost, longest):
            made.extend(_flushed(text, waiting, longest))
            waiting = []
        waiting.append(block)
    return made + list(_flushed(text, waiting, longest))


def _outermost(blocks: Sequence[_Block]) -> int:
    """The rank that is never mixed: articles where there are any, else parts and headings."""
    return ARTICLE if any(block.rank == ARTICLE for block in blocks) else PART


def _fits(waiting: Sequence[_Block], block: _Block, outermost: int, longest: int) -> bool:
    """Whether a block may stand in one passage with those before it."""
    if all(each.is_heading for each in waiting):
        return True  # a heading alone says nothing: it goes with what follows
    if 0 < block.rank <= outermost:
        return False
    return block.span.end - waiting[0].span.start <= longest


def _flushed(text: str, blocks: Sequence[_Block], longest: int) -> Iterator[Clause]:
    """The blocks as one passage, or cut at their sentences where they are too long for one."""
    if not blocks:
        return
    said = next((block for block in blocks if not block.is_heading), blocks[-1])
    start, end = blocks[0].span.start, blocks[-1].span.end
    for span in tiles(text[start:end], longest):
        yield Clause(start + span.start, start + span.end, said.path, said.article)


def _blocks(text: str, headings: dict[int, int]) -> list[_Block]:
    made: list[_Block] = []
    above: list[tuple[int, str]] = []
    for rank, span, title in _ranked(text, headings):
        if not rank and made and not made[-1].is_heading:
            last = made[-1]
            grown = Span(last.span.start, span.end)
            made[-1] = _Block(grown, last.rank, last.path, last.article, False)
            continue
        if rank:
            above = [*(each for each in above if each[0] < rank), (rank, title)]
        path = tuple(name for at, name in above if name and at != ARTICLE)
        article = next((name for at, name in above if at == ARTICLE), "")
        made.append(_Block(span, rank, path, article, _is_heading(text, span, rank)))
    return made


def _ranked(text: str, headings: dict[int, int]) -> Iterator[tuple[int, Span, str]]:
    """Every line that holds anything: its rank, where it stands, and what it is called."""
    for line in _LINE.finditer(text):
        bare = line[0].strip()
        if not bare:
            continue
        start = line.start() + line[0].index(bare)
        span = Span(start, start + len(bare))
        if line.start() in headings:
            yield headings[line.start()], span, bare[:LONGEST_HEADING]
        else:
            rank, mark = _marked(bare)
            yield rank, span, _title(bare, rank, mark)


def _marked(line: str) -> tuple[int, str]:
    for rank, pattern in _MARKERS:
        if found := pattern.match(line):
            return rank, found[0]
    return 0, ""


def _title(line: str, rank: int, mark: str) -> str:
    """What stands above others: an article's number, a heading whole, of a clause its first words.

    Items (1. and below) are no headings of anything.
    """
    if rank == ARTICLE:
        return _SPACE.sub("", mark)
    first = _STOP.split(line, maxsplit=1)[0]
    if rank > 12 or not rank or len(first) > LONGEST_HEADING:
        return ""
    return _SPACE.sub(" ", first)


def _is_heading(text: str, span: Span, rank: int) -> bool:
    """Whether a line is nothing but a heading: ranked, short, and without the end of a sentence."""
    line = text[span.start : span.end]
    return (
        0 < rank <= 12
        and rank != ARTICLE
        and len(line) <= LONGEST_HEADING
        and not _STOP.search(line)
    )
