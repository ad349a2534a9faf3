"""The tokens of Chinese and Latin text, for an index and for what is asked of it.

Every text is cut twice: into words by dictionary, and into pairs of neighboring characters, which
find the names that no dictionary knows. Latin words and numbers stay whole in both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rjieba

from yuanqu.engines.text import folded

LONGEST_TOKEN = 64
LONGEST_QUERY = 200
MOST_TOKENS = 64
SHORTEST_PREFIX = 3

_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+(?:[.\-/_+][^\W_{_HAN}]+)*")
_JOINT = re.compile(r"[.\-/_+]")

# Words that a question has and its answer has not.
_ASKING = (
    "请问 什么 怎么 怎样 如何 多少 几个 哪些 哪个 哪里 哪家 哪儿 是否 有没有 能否 能不能 可不可以 "
    "可以 我们 需要 一下 为什么 为何 谁 吗 呢 吧 啊 的 了 和 与 及 在 是 有 我 你 想 要 就 都 "
    "the a an of in on for to is are was were do does did how many much what which who whom "
    "whose where when why can could i we you and or there be me my our"
).split()
ASKING = frozenset(_ASKING)
# Longest first, so that 有没有 goes before 有; a single character may be part of a name, and stays.
_PHRASES = sorted((word for word in _ASKING if len(word) > 1 and not word.isascii()), key=len)
_ASKING_PHRASE = re.compile("|".join(reversed(_PHRASES)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query asks for: words, character pairs, a name in whole, a word just begun."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    name: str
    prefix: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for (no letters, digits or characters)."""
        return not self.pairs

    @property
    def marks(self) -> tuple[str, ...]:
        """What to mark in a text; single characters only where nothing longer was asked."""
        terms = dict.fromkeys(self.pairs + self.words)
        return tuple(term for term in terms if len(term) > 1) or tuple(terms)

    @property
    def least_pairs(self) -> int:
        """How many of the pairs a text must have to be worth showing.

        One of two, else four in ten and two at the least: a long question is never met in whole.
        """
        return 1 if len(self.pairs) < 3 else max(2, -(-4 * len(self.pairs) // 10))


def words(text: str) -> list[str]:
    """Cut into dictionary words, long ones also into the shorter words inside them."""
    return [token for run, is_han in _runs(text) for token in _words_of(run, is_han)]


def pairs(text: str) -> list[str]:
    """Cut into pairs of neighboring characters; a lone character stands alone."""
    return [token for run, is_han in _runs(text) for token in _pairs_of(run, is_han)]


def characters(text: str) -> list[str]:
    """Return single Chinese characters, for titles, which a one-character query should find."""
    return [character for run, is_han in _runs(text) if is_han for character in run]


def whole_name(text: str) -> str:
    """Return a name as one token: width, case and spaces make no difference."""
    return folded(text).replace(" ", "")[:LONGEST_QUERY]


def wanted(query: str) -> Wanted:
    """Read a query of any kind; beyond 200 characters or 64 tokens it is not read on."""
    text = folded(query[: LONGEST_QUERY * 4])[:LONGEST_QUERY]
    asked = [word for word in words(text) if word not in ASKING] or words(text)
    bare = without_asking(text)
    paired = [pair for pair in pairs(bare) if pair not in ASKING] or pairs(text)
    last = paired[-1] if paired else ""
    begun = last.isascii() and len(last) >= SHORTEST_PREFIX
    return Wanted(_few(asked), _few(paired), whole_name(query), last if begun else "")


def without_asking(text: str) -> str:
    """The text without the words that a question has and its answer has not."""
    return _ASKING_PHRASE.sub(" ", text)


def _few(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens))[:MOST_TOKENS]


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    for found in _RUN.finditer(folded(text)):
        yield found[0], found["han"] is not None


def _words_of(run: str, is_han: bool) -> list[str]:
    if not is_han:
        return _latin(run)
    return [word[:LONGEST_TOKEN] for word in rjieba.cut_for_search(run)]


def _pairs_of(run: str, is_han: bool) -> list[str]:
    if not is_han:
        return _latin(run)
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _latin(run: str) -> list[str]:
    """Return a word or number whole, and its parts: il-17a, il, 17a; plurals as singulars."""
    parts = _JOINT.split(run)
    tokens = [run, *parts] if len(parts) > 1 else [run]
    return [_singular(token)[:LONGEST_TOKEN] for token in tokens]


def _singular(word: str) -> str:
    """Take the English plural off, roughly; both sides of a search do it alike."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]
