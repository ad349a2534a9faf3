"""A statement as the support check reads it: its content apart from dates, numbers and stances."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import rjieba

from yuanqu.engines.answering.days import Day, days
from yuanqu.engines.answering.figures import Figure, figures
from yuanqu.engines.answering.stances import NEGATIONS, Kind, Stance, stances
from yuanqu.engines.retrieval import tokens
from yuanqu.engines.retrieval.alike import alike

LONGEST = 4000  # characters of a text that are read
HEAD = 3  # characters of content that a stance bears on
AFTER = 8  # characters after a number that tell what it is said of

# Characters that join words and say nothing; both sides of a comparison lose them.
_JOINING = str.maketrans(
    dict.fromkeys("的了和与是在为对将并等其由按以所该至从把被给也而且或之向就", " ")
)
_SIGNS = re.compile(r"[^\w\s]|_")
_SPACES = re.compile(r"(?<![a-z0-9])[^\S\n]+|[^\S\n]+(?![a-z0-9])")
# What an answer adds to its source without saying more.
GLUE = frozenset(
    "根据 依据 按照 依照 规定 文件 通知 要求 包括 包含 主要 分别 其中 此外 另外 同时 以及 具体 "
    "如下 即 例如 相关 有关 情况 需要 需 进行 通过 可 能 有 个 这 那 此 本 因此 所以 如果 如 若 "
    "时 上述 下列 共 共计 合计 总计 目前 关于 方面 方式 内容 属于 来源 资料 显示 指出 提到 表示 "
    "享受 给予 可享受 并且 但 但是 不过 且 则 还 又 请 您 你 贵 中 上 内 里 到 做 会 称 该项 有所 "
    "一 种 些 这些 那些 它 他们 他 她 一个 一项 一种 于".split()
)


class Mark(Protocol):
    """What stands at a place of the text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The one after the last."""


M = TypeVar("M", bound=Mark)


@dataclass(frozen=True, slots=True)
class Bearing:
    """A stance, what it bears on and what it stands after.

    `is_turned` where an odd number of negations meet in it.
    """

    kind: Kind
    head: frozenset[str]
    before: frozenset[str]
    is_turned: bool


@dataclass(frozen=True, slots=True)
class Placed(Generic[M]):
    """A date or number with the pairs of characters around it."""

    mark: M
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A text read: its folded form, its content, and what makes it more than content."""

    text: str
    words: tuple[str, ...]
    pairs: frozenset[str]
    joined: frozenset[str]  # the pairs as they stand without dates, numbers and stances
    days: tuple[Placed[Day], ...]
    figures: tuple[Placed[Figure], ...]
    bearings: tuple[Bearing, ...]

    def covered_by(self, pairs: frozenset[str]) -> float:
        """The share of the content, in pairs of characters, that is among these."""
        return len(self.pairs & pairs) / len(self.pairs) if self.pairs else 1.0


def compact(text: str) -> str:
    """The text folded, with no space but between Latin words and numbers; lines stay lines."""
    return _SPACES.sub("", alike(text[:LONGEST])).strip()


def read(text: str) -> Statement:
    """Read a text that `compact` made."""
    found_days = days(text)
    rest = _blanked(text, found_days)
    found_figures = figures(rest)
    rest = _blanked(rest, found_figures)
    found_stances = stances(rest)
    plain = _SIGNS.sub("\n", _blanked(rest, found_stances))
    content = plain.translate(_JOINING)
    return Statement(
        text=text,
        words=tuple(dict.fromkeys(_words(content))),
        pairs=frozenset(tokens.pairs(content)),
        joined=frozenset(tokens.pairs(_joined(content))),
        days=tuple(_placed(content, found_days, found_stances)),
        figures=tuple(_placed(content, found_figures, found_stances)),
        bearings=tuple(_bearings(content, found_stances)),
    )


def _blanked(text: str, marks: Iterable[Mark]) -> str:
    for mark in marks:
        text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def _words(content: str) -> Iterator[str]:
    for word in rjieba.cut(content):
        bare = word.strip()
        if bare and bare not in GLUE and bare not in tokens.ASKING:
            yield bare


def _placed(content: str, marks: list[M], found: list[Stance]) -> Iterator[Placed[M]]:
    """Each mark with what it is said of: the content and the stances between it and its neighbors.

    A mark that begins its clause is said of what follows: 1个月房租免收、2个月房租减半.
    """
    before = 0
    for place, mark in enumerate(marks):
        following = marks[place + 1].start if place + 1 < len(marks) else len(content)
        after = content[mark.end : min(mark.end + AFTER, following)].partition("\n")[0]
        first = content.rfind("\n", 0, mark.start) + 1
        begins = not content[max(first, before) : mark.start].strip() and after.strip()
        parts = [(mark.end, after)]
        if not begins or first <= before:
            parts.append((before, content[before : mark.start]))
        yield Placed(mark, frozenset(_around(parts, found)))
        before = mark.end


def _around(parts: Iterable[tuple[int, str]], found: list[Stance]) -> Iterator[str]:
    for start, part in parts:
        yield from tokens.pairs(part)
        yield from (one.kind for one in found if start <= one.start < start + len(part))


def _bearings(content: str, found: list[Stance]) -> Iterator[Bearing]:
    for place, stance in enumerate(found):
        chain = _chain(content, found, place)
        before = _joined(content[: chain[0].start].rpartition("\n")[2])[-HEAD:]
        following = _joined(content[chain[-1].end :].partition("\n")[0])[:HEAD]
        yield Bearing(
            stance.kind,
            frozenset(tokens.pairs(_head(before, following))),
            frozenset(tokens.pairs(before)) if following else frozenset(),
            sum(one.kind in NEGATIONS for one in chain) % 2 == 1,
        )


def _head(before: str, following: str) -> str:
    """What a stance bears on: what follows it, or what stands before where nothing does.

    A lone character is met with the one before it, as it would stand without the stance: 力不足.
    """
    if len(following) == 1:
        return before[-1:] + following
    return following or before


def _chain(content: str, found: list[Stance], place: int) -> list[Stance]:
    """The stances that stand together with no content between: 并非不予, 均不得."""
    first = last = place
    while first and not content[found[first - 1].end : found[first].start].strip(" "):
        first -= 1
    while last + 1 < len(found) and not content[found[last].end : found[last + 1].start].strip(" "):
        last += 1
    return found[first : last + 1]


def _joined(content: str) -> str:
    return content.replace(" ", "")
