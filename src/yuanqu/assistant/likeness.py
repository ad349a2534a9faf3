"""How alike two questions are: by the pairs of characters that they share, and by what decides.

Simple on purpose: a curator can see why two questions were put together.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from yuanqu.engines.retrieval.alike import alike
from yuanqu.engines.retrieval.tokens import pairs
from yuanqu.engines.text import folded

# One that is said and one that is not, or another number, make another question.
_DECIDING = re.compile(r"\d+|不|未|没|无|非|禁|免|\bnot?\b|\bwithout\b")
_POLITE = re.compile(
    r"请问|您好|你好|麻烦|谢谢|我想问一下|我想知道|想问一下|想问|请教|一下|please|hello"
)
_SIGNS = re.compile(r"[^\w]+")

Item = TypeVar("Item")


def bare(question: str) -> str:
    """The question without width, case, way of writing, signs and politeness."""
    return _SIGNS.sub("", _POLITE.sub("", folded(alike(question))))


def likeness(first: str, second: str) -> float:
    """The share of pairs of characters that two texts have in common: 0 to 1 (Dice)."""
    return _dice(set(pairs(bare(first))), set(pairs(bare(second))))


def decides_alike(first: str, second: str) -> bool:
    """Whether both have the same numbers and the same negations."""
    return _deciding(first) == _deciding(second)


def grouped(items: Iterable[tuple[Item, str]], least: float) -> list[list[Item]]:
    """Put each item into the first group whose first text is alike enough, else into its own.

    The order is that of the items, so the same items make the same groups.
    """
    groups: list[tuple[set[str], list[Item]]] = []
    for item, text in items:
        own = set(pairs(bare(text)))
        home = next((group for known, group in groups if _dice(own, known) >= least), None)
        if home is None:
            groups.append((own, [item]))
        else:
            home.append(item)
    return [group for _known, group in groups]


def _dice(ours: set[str], theirs: set[str]) -> float:
    together = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / together if together else 0.0


def _deciding(text: str) -> Sequence[str]:
    return sorted(_DECIDING.findall(folded(alike(text))))
