"""Where the terms of a question stand in documents: counts by sentence, and their weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from yuanqu.engines.answering.questions import Question
from yuanqu.engines.answering.sources import Floats, Integers, Source

# How rare a term is: its inverse document frequency, by field ("pairs" or "words") and term.
WeightOf = Callable[[str, str], float]

MOST_OF_ONE = 500  # times that a term of four characters or more is looked for
_BITS = 21  # of a code point
_BREAK = 0  # between two documents
_NOWHERE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a question in five groups, side by side, each term with its weight."""

    texts: tuple[str, ...]
    weights: Floats
    pairs: slice
    words: slice
    triples: slice
    numbers: slice
    names: slice

    @classmethod
    def of(cls, question: Question, weight_of: WeightOf) -> "Terms":
        """Weigh the terms; a triple weighs what its two pairs weigh, names and numbers one each."""
        pairs = {pair: weight_of("pairs", pair) for pair in question.pairs}
        words = {word: weight_of("words", word) for word in question.words}
        triples = {
            triple: pairs.get(triple[:2], 0.0) + pairs.get(triple[1:], 0.0)
            for triple in question.triples
        }
        alone = [dict.fromkeys(group, 1.0) for group in (question.numbers, question.names)]
        groups = [pairs, words, triples, *alone]
        ends = np.cumsum([0, *map(len, groups)])
        return cls(
            tuple(term for group in groups for term in group),
            np.array([weight for group in groups for weight in group.values()], dtype=float),
            *(slice(int(start), int(end)) for start, end in pairwise(ends)),
        )

    def share(self, present: Floats, group: slice) -> Floats:
        """The share of the group's weight that is present: shape (rows,); 0 for no terms."""
        weights = self.weights[group]
        return present[:, group] @ weights / max(float(weights.sum()), 1e-9)

    def present_in(self, text: str) -> Floats:
        """Which terms a text has: shape (terms,), 1 or 0."""
        return np.array([term in text for term in self.texts], dtype=float)


def counted(terms: Terms, sources: Sequence[Source]) -> Integers:
    """How often each term stands in each sentence, sources one below the other.

    Shape (all sentences, terms). Pairs and triples, which are nearly all terms, are looked up all
    at once as numbers made of their code points.
    """
    joined = np.concatenate([np.append(source.codes, _BREAK) for source in sources])
    sizes = [len(source.sentences) for source in sources]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    sentence = np.concatenate(
        [
            np.append(source.sentence_of + start, start)
            for source, start in zip(sources, first, strict=True)
        ]
    )
    places, numbers = _grams(joined, terms.texts, 2)
    more_places, more_numbers = _grams(joined, terms.texts, 3)
    text = "\0".join(source.folded for source in sources)
    others = [
        (place, number)
        for number, term in enumerate(terms.texts)
        if len(term) not in (2, 3)
        for place in _occurrences(text, term)
    ]
    rest = np.array(others, dtype=np.int64).reshape(-1, 2)
    places = np.concatenate([places, more_places, rest[:, 0]])
    numbers = np.concatenate([numbers, more_numbers, rest[:, 1]])
    size = (sum(sizes), len(terms.texts))
    flat = np.bincount(sentence[places] * size[1] + numbers, minlength=size[0] * size[1])
    return flat.reshape(size)


def _grams(codes: Integers, texts: Sequence[str], size: int) -> tuple[Integers, Integers]:
    """Where the terms of this size stand: places and the terms' numbers."""
    numbers = [number for number, text in enumerate(texts) if len(text) == size]
    if not numbers or len(codes) < size:
        return _NOWHERE, _NOWHERE
    grams = codes[: len(codes) - size + 1]
    for step in range(1, size):
        grams = (grams << _BITS) | codes[step : len(codes) - size + 1 + step]
    # The same gram may be a pair and a word: each of the two is a term of its own.
    wanted: dict[int, list[int]] = {}
    for number in numbers:
        wanted.setdefault(_number_of(texts[number]), []).append(number)
    keys = np.array(sorted(wanted), dtype=np.int64)
    at = np.minimum(np.searchsorted(keys, grams), len(keys) - 1)
    places = np.nonzero(keys[at] == grams)[0]
    found = at[places]
    most = max(len(each) for each in wanted.values())
    parts = []
    for turn in range(most):
        of_key = np.array([[*wanted[int(key)], *[-1] * most][turn] for key in keys])
        owned = of_key[found]
        parts.append((places[owned >= 0], owned[owned >= 0]))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))  # type: ignore[return-value]


def _number_of(text: str) -> int:
    number = 0
    for character in text:
        number = number << _BITS | ord(character)
    return number


def _occurrences(text: str, term: str) -> list[int]:
    found: list[int] = []
    at = text.find(term)
    while at >= 0 and len(found) < MOST_OF_ONE:
        found.append(at)
        at = text.find(term, at + 1)
    return found
