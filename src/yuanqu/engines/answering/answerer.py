"""From a question and candidate documents to an answer in one of three bands.

answer: a quoted stretch, with the passages that bear it out; closest: passages to check, which
assert nothing; refuse: not in these sources.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from yuanqu.engines.answering.certainty import signals_of
from yuanqu.engines.answering.models import Model
from yuanqu.engines.answering.questions import Question, read
from yuanqu.engines.answering.ranking import Candidate, Passages, passages_of
from yuanqu.engines.answering.sources import Floats, Integers
from yuanqu.engines.answering.spans import spans_of
from yuanqu.engines.answering.terms import Terms, WeightOf
from yuanqu.engines.retrieval.passages import Span

MOST_PASSAGES = 10
QUOTED_FROM = 2  # passages in which the words to quote are sought
NOT_FAR = 1.0  # below the best score: a passage beyond it is not quoted from
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
OVERLAP = 0.5  # of the shorter passage: beyond it, two passages are the same


class Band(StrEnum):
    """What an answer claims."""

    ANSWER = "answer"
    CLOSEST = "closest"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage: characters of a source, with its score (comparable within one question)."""

    source: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """A quoted stretch: characters of a source. It lies inside one of the passages."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer. `text` is the spans' text; it is empty when refusing."""

    band: Band
    confidence: float
    text: str = ""
    spans: tuple[Place, ...] = ()
    passages: tuple[Ranked, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All passages of a question, scored; `best` are the rows of different ones, best first."""

    question: Question
    terms: Terms
    candidates: tuple[Candidate, ...]
    passages: Passages
    scores: Floats
    best: tuple[int, ...]


class Answerer:
    """Answers by one model."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def answer(
        self,
        question: str,
        candidates: Sequence[Candidate],
        weight_of: WeightOf,
        most: int = MOST_PASSAGES,
    ) -> Answered:
        """Answer from the candidates, best first; the same arguments give the same answer."""
        asked = read(question)
        found = find(asked, Terms.of(asked, weight_of), candidates, self.model, most)
        if not found.best:
            return Answered(Band.REFUSE, 0.0)
        confidence = self.confidence(found)
        passages = tuple(_ranked(found, row) for row in found.best)
        if confidence < self.model.refuse_below:
            return Answered(Band.REFUSE, confidence, passages=passages)
        text, span = self.quote(found)
        sure = self.is_sure(confidence) and _says_the_year(found)
        return Answered(Band.ANSWER if sure else Band.CLOSEST, confidence, text, (span,), passages)

    def is_sure(self, confidence: float) -> bool:
        """Whether that is sure enough to answer."""
        return confidence >= self.model.answer_from

    def confidence(self, found: Found) -> float:
        """The chance that the first passage answers the question."""
        signals = signals_of(found.question, found.passages, found.scores)
        return float(self.model.certainty.chances(signals[None, :])[0])

    def quote(self, found: Found) -> tuple[str, Place]:
        """The stretch to quote, from the first passages."""
        if self.model.quoting is None:
            return _quoted(found, found.best[0], *found.passages.places[found.best[0]])
        places, figures, rows = described(found)
        if not len(places):
            return _quoted(found, found.best[0], *found.passages.places[found.best[0]])
        chosen = self.model.quoting.best(figures)
        return _quoted(found, int(rows[chosen]), *places[chosen])


def find(
    question: Question,
    terms: Terms,
    candidates: Sequence[Candidate],
    model: Model,
    most: int = MOST_PASSAGES,
) -> Found:
    """Score every passage of the candidates."""
    kept = tuple(each for each in candidates if each.source.sentences)
    passages = passages_of(question, terms, kept)
    scores = model.ranking.scores(passages.features)
    return Found(question, terms, kept, passages, scores, different(passages, scores, most))


def different(passages: Passages, scores: Floats, most: int = MOST_PASSAGES) -> tuple[int, ...]:
    """The rows of the best passages that are not nearly the same, best first."""
    chosen: list[int] = []
    for row in np.argsort(-scores, kind="stable"):
        if not any(_is_same(passages, int(row), other) for other in chosen):
            chosen.append(int(row))
        if len(chosen) == most:
            break
    return tuple(chosen)


def _is_same(passages: Passages, one: int, other: int) -> bool:
    if passages.sources[one] != passages.sources[other]:
        return False
    (start, end), (first, last) = passages.places[one], passages.places[other]
    shared = min(end, last) - max(start, first)
    return bool(shared > OVERLAP * min(end - start, last - first))


def described(found: Found) -> tuple[Integers, Floats, Integers]:
    """What may be quoted of the first passages: places, figures, and the row of the passage."""
    places, figures, rows = [], [], []
    top = found.scores[found.best[0]] if found.best else 0.0
    for rank, row in enumerate(found.best[:QUOTED_FROM]):
        source = found.candidates[int(found.passages.sources[row])].source
        passage = Span(*map(int, found.passages.places[row]))
        score = float(found.scores[row] - top)
        if score < -NOT_FAR:
            break
        spans = spans_of(found.question, found.terms, source, passage, rank, score)
        places.append(spans.places)
        figures.append(spans.features)
        rows.append(np.full(len(spans.places), row, dtype=np.int64))
    return np.vstack(places), np.vstack(figures), np.concatenate(rows)


def _says_the_year(found: Found) -> bool:
    """Whether the best document speaks of a year that the question names, if it names one.

    The figure of another year fits all other words, and is still no answer.
    """
    years = _YEAR.findall(found.question.text)
    source = found.candidates[int(found.passages.sources[found.best[0]])].source
    said = f"{source.head}\n{source.folded}"
    return not years or any(year in said for year in years)


def _quoted(found: Found, row: int, start: int, end: int) -> tuple[str, Place]:
    source = found.candidates[int(found.passages.sources[row])].source
    place = Place(source.key, int(start) + source.offset, int(end) + source.offset)
    return source.text[int(start) : int(end)], place


def _ranked(found: Found, row: int) -> Ranked:
    source = found.candidates[int(found.passages.sources[row])].source
    start, end = (int(at) + source.offset for at in found.passages.places[row])
    return Ranked(source.key, start, end, round(float(found.scores[row]), 4))
