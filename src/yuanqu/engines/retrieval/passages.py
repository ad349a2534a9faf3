"""Text cut into sentences and passages, by character offsets: nothing is copied, nothing shifts.

A passage is a run of whole sentences of at most 250 characters. Documents are indexed in passages
side by side (`tiles`); the best place to quote is then sought among all passages that begin at
some sentence (`windows`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LONGEST_PASSAGE = 250

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+[”’\"』」）)]*|[^。！？!?；;\n]+")
# Where a sentence that is too long may be cut, best first.
_PAUSES = ("，", ",", "、", "：", ":", " ", "　")


class Span(NamedTuple):
    """Characters from `start` up to but without `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many characters."""
        return self.end - self.start


def sentences(text: str, longest: int = LONGEST_PASSAGE) -> list[Span]:
    """The sentences without the space around them; one over `longest` is cut at its pauses."""
    found: list[Span] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if text[start].isspace() or text[end - 1].isspace():
            start, end = bare(text, start, end)
        if end - start > longest:
            found.extend(_cut(text, start, end, longest))
        elif end > start:
            found.append(Span(start, end))
    return found


def tiles(text: str, longest: int = LONGEST_PASSAGE) -> list[Span]:
    """Passages side by side that together hold every sentence once."""
    made: list[Span] = []
    for start, end in sentences(text, longest):
        if made and end - made[-1].start <= longest:
            made[-1] = Span(made[-1].start, end)
        else:
            made.append(Span(start, end))
    return made


def windows(parts: Sequence[Span], longest: int = LONGEST_PASSAGE) -> list[tuple[int, int]]:
    """First and last sentence of each passage that cannot be made longer, by their places."""
    found, last, reach = [], len(parts) - 1, -1
    for first in range(len(parts)):
        end = max(reach, first)
        while end < last and parts[end + 1].end - parts[first].start <= longest:
            end += 1
        if end > reach:
            found.append((first, end))
            reach = end
    return found


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    while end - start > longest:
        at = _pause(text, start, longest)
        yield Span(start, at)
        start = at
    yield Span(start, end)


def _pause(text: str, start: int, longest: int) -> int:
    """The end of the last pause in the second half of what fits; all that fits without one."""
    half = start + longest // 2
    latest = max(text.rfind(pause, half, start + longest) for pause in _PAUSES)
    return latest + 1 if latest >= 0 else start + longest
