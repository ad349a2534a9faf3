"""What a cited passage says, piece by piece: the units that a sentence may follow from.

A unit is a sentence, a run of its clauses, or a heading with its list. It is read together with
what stands above it, for that may turn it round: 下列企业不得申请：.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from yuanqu.engines.answering.stances import Kind, stances
from yuanqu.engines.answering.statements import Statement, compact, read

MOST_CLAUSES = 3
MOST_LINES = 12
LONGEST_HEADING = 30

_SENTENCE = re.compile(r"[^。!?;\n]+")
_CLAUSE = re.compile(r",(?![0-9]{3}(?![0-9]))")
_MARKER = re.compile(
    r"^(?:[(]?[一二三四五六七八九十0-9]{1,3}[)、]|[0-9]{1,2}\.(?![0-9])|[①-⑳·•*\-—])+"
)
# What refers to the sentence before.
_REFERS = re.compile(r"^(?:该|其(?!他|余|中)|上述|此(?!外)|同时|并|前款|对此)")


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that a sentence names as its source, and the title of its document."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a passage, with what stands above it, the passage and the title over all."""

    text: str
    above: str
    passage: str
    title: str
    excepts: bool = False

    @property
    def said(self) -> Statement:
        """The piece with what stands above it."""
        return _known(f"{self.above}\n{self.text}")

    @property
    def whole(self) -> Statement:
        """The same with the title, where a year or a name often stands."""
        return _known(f"{self.title}\n{self.above}\n{self.text}")


# The sentences of one answer are held to the same passages, one after the other.
_known = lru_cache(maxsize=1024)(read)


def units(cited: Cited) -> list[Unit]:
    """Every unit of a passage."""
    lines = sentences(cited.text)
    passage, title = compact(cited.text), compact(cited.title)
    found: list[Unit] = []
    heading = before = ""
    for place, line in enumerate(lines):
        excepts = any(one.kind == Kind.EXCEPTS for one in stances(line))
        aboves = (heading, f"{heading}\n{before}") if _REFERS.match(line) else (heading,)
        runs = list(_runs(line))
        if line.endswith(":"):
            heading = line
            runs.append("\n".join(_list(lines, place)))
        found.extend(Unit(run, above, passage, title, excepts) for above in aboves for run in runs)
        before = line
    return found


def clauses(sentence: str) -> list[str]:
    """The clauses of one of the `sentences`."""
    return [clause for clause in _CLAUSE.split(sentence) if clause]


def _unnumbered(line: str) -> str:
    """The line without the number of its item: 二、, (3), 1., ①."""
    return _MARKER.sub("", line)


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, folded and without the numbers of items."""
    found = (_unnumbered(part.strip()) for part in _SENTENCE.findall(compact(text)))
    return [part for part in found if part]


def _runs(line: str) -> Iterator[str]:
    """The sentence, and every run of up to three of its clauses."""
    yield line
    parts = clauses(line)
    for length in range(1, min(MOST_CLAUSES, len(parts) - 1) + 1):
        for start in range(len(parts) - length + 1):
            yield ",".join(parts[start : start + length])


def _list(lines: Sequence[str], place: int) -> list[str]:
    """A heading with what it heads, up to the next heading."""
    taken = [lines[place]]
    for line in lines[place + 1 : place + 1 + MOST_LINES]:
        if line.endswith(":"):
            break
        taken.append(line)
    return taken
