"""A document as the ranking reads it: folded, cut into sentences, its values counted.

All of it follows from the text alone, so a caller that keeps a `Source` keeps the work.
"""

import re
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from yuanqu.engines.retrieval.alike import alike
from yuanqu.engines.retrieval.passages import Span, sentences, windows

HEAD = 80  # characters at the beginning that say what the document is about

# Values that an answer may be, each by how it is written; the order is that of the features.
VALUES = {
    "date": r"\d+年|\d+月\d+日|\d+月底|\d+[日天]",
    "money": r"[\d.]+\s*(?:万|亿)?元",
    "percent": r"[\d.]+%|百分之|[一二三四五六七八九两]成",
    "count": r"\d+[个名家项条种类辆户人例件批次余多]",
    "address": r"https?:|www\.|\.cn|\.com|@",
    "phone": r"\d{3,4}[-—]\d{7,8}|\b1[23]\d{3}\b|\d{8,11}",
    "enumeration": "、",
    "item": r"[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.、．]",
}
VALUE_PATTERNS = {kind: re.compile(pattern) for kind, pattern in VALUES.items()}

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Source:
    """A document, or a part of one that begins at `offset` characters; not to be changed.

    Every place that is reported counts from the beginning of the whole document, and `opening` is
    how that begins. What is worked out of the text is kept, so whoever keeps a source keeps that.
    """

    def __init__(self, key: str, title: str, text: str, offset: int = 0, opening: str = "") -> None:
        self.key, self.title, self.text = key, title, text
        self.offset, self.opening = offset, opening
        self._values: dict[str, Integers] = {}

    def afresh(self) -> "Source":
        """The same, without what was worked out of it."""
        return Source(self.key, self.title, self.text, self.offset, self.opening)

    @cached_property
    def folded(self) -> str:
        """The text with width, case and way of writing made alike, as long as before."""
        return alike(self.text)

    @cached_property
    def head(self) -> str:
        """Title and first characters, folded."""
        return f"{alike(self.title)}\n{alike(self.opening) or self.folded[:HEAD]}"

    @cached_property
    def sentences(self) -> list[Span]:
        """Where its sentences are."""
        return sentences(self.text)

    @cached_property
    def bounds(self) -> Integers:
        """Start and end of each sentence: shape (sentences, 2)."""
        return np.array(self.sentences, dtype=np.int64).reshape(-1, 2)

    @cached_property
    def windows(self) -> Integers:
        """First and last sentence of each passage: shape (passages, 2)."""
        return np.array(windows(self.sentences), dtype=np.int64).reshape(-1, 2)

    @cached_property
    def window_places(self) -> Integers:
        """Start and end of each passage: shape (passages, 2)."""
        first, last = self.windows[:, 0], self.windows[:, 1]
        return np.column_stack([self.bounds[first, 0], self.bounds[last, 1]])

    def values(self, kind: str) -> Integers:
        """How many values of a kind each sentence holds: shape (sentences,)."""
        if kind not in self._values:
            starts = [match.start() for match in VALUE_PATTERNS[kind].finditer(self.folded)]
            rows = self.sentence_at(np.array(starts, dtype=np.int64))
            self._values[kind] = np.bincount(rows, minlength=len(self.sentences))
        return self._values[kind]

    @cached_property
    def is_question(self) -> NDArray[np.bool_]:
        """Which sentences end in a question mark: shape (sentences,)."""
        return np.array([self.folded[end - 1] in "?？" for _, end in self.sentences], dtype=bool)

    @cached_property
    def codes(self) -> Integers:
        """The folded text as code points: shape (characters,)."""
        return np.frombuffer(self.folded.encode("utf-32-le"), dtype="<u4").astype(np.int64)

    @cached_property
    def sentence_of(self) -> Integers:
        """The sentence of each character: shape (characters,)."""
        return self.sentence_at(np.arange(len(self.folded), dtype=np.int64))

    def sentence_at(self, places: Integers) -> Integers:
        """The sentence that each character belongs to, or the one before it."""
        return np.maximum(np.searchsorted(self.bounds[:, 0], places, side="right") - 1, 0)
