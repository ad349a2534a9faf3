"""Other ways to ask the same: words replaced by words that stand for them in a field."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

MOST_WORDINGS = 3


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words of which each stands for the others; `weight` up to 1 says how well."""

    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Wording:
    """The question in other words, and how well they stand for its own."""

    text: str
    weight: float


def wordings(text: str, synonyms: Iterable[Synonyms]) -> Sequence[Wording]:
    """The question with one word replaced, at most three ways, the closest first.

    Of a set the longest word that the question has is replaced: 营业执照, and not the 执照 in it.
    """
    found = (each for known in synonyms for each in _replaced(text, known))
    return nlargest(MOST_WORDINGS, dict.fromkeys(found), key=lambda each: each.weight)


def _replaced(text: str, known: Synonyms) -> Iterator[Wording]:
    own = max((word for word in known.words if word and word in text), key=len, default="")
    for word in known.words:
        # What holds the word already would only be said twice.
        if own and word != own and word not in text and own not in word:
            yield Wording(text.replace(own, word), known.weight)
