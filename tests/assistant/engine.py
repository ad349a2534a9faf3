"""A small engine of the shape of the real one: it quotes the sentence that shares most.

The real one is learned, and may be trained anew; what is tested here must hold with any.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from yuanqu.assistant import answering
from yuanqu.assistant.likeness import bare
from yuanqu.engines.answering.ranking import Candidate
from yuanqu.engines.retrieval.passages import sentences, tiles
from yuanqu.engines.retrieval.tokens import pairs, without_asking


@dataclass(frozen=True, slots=True)
class Place:
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ranked:
    source: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Answered:
    band: str
    confidence: float
    text: str
    spans: tuple[Place, ...]
    passages: tuple[Ranked, ...]


class SmallEngine:
    """Answers where a passage has four in ten of the question's pairs; refuses below a tenth."""

    def __init__(self) -> None:
        self.asked = 0

    def answer(
        self,
        question: str,
        candidates: Sequence[Candidate],
        weight_of: Callable[[str, str], float],
    ) -> Answered:
        self.asked += 1
        wanted = set(pairs(bare(without_asking(question))))
        weights = {pair: weight_of("pairs", pair) for pair in wanted}
        whole = sum(weights.values()) or 1.0

        def share(text: str) -> float:
            return sum(weights[pair] for pair in wanted & set(pairs(bare(text)))) / whole

        places = sorted(
            (
                Ranked(each.source.key, start, end, share(each.source.text[start:end]))
                for each in candidates
                for start, end in tiles(each.source.text)
            ),
            key=lambda place: (-place.score, place.source, place.start),
        )
        best = places[0].score if places else 0.0
        if best < 0.4:
            band = "refuse" if best < 0.1 else "closest"
            return Answered(band, best, "", (), tuple(places[:10]))
        texts = {each.source.key: each.source.text for each in candidates}
        span = self._span(texts[places[0].source], places[0], share)
        text = texts[span.source][span.start : span.end]
        return Answered("answer", best, text, (span,), tuple(places[:10]))

    def is_sure(self, confidence: float) -> bool:
        return confidence >= 0.4

    def _span(self, text: str, place: Ranked, share: Callable[[str], float]) -> Place:
        inside = [each for each in sentences(text) if place.start <= each.start < place.end]
        best = max(inside, key=lambda each: share(text[each.start : each.end]))
        return Place(place.source, best.start, best.end)


def put_in_place(monkeypatch: pytest.MonkeyPatch, settings: Settings, folder: Path) -> SmallEngine:
    """Let the small engine answer, over an index of the test's own."""
    settings.INDEX_ROOT = folder / "index"
    small = SmallEngine()
    monkeypatch.setattr(answering, "answerer", lambda: small)
    return small
