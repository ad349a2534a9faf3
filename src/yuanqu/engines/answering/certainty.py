"""How sure we are that the first passage answers the question: a few signals, one calibrated model.

The raw score of a search says little (a question that nothing answers has a best hit too); what the
best passage and its document leave unsaid of the question says more. So the signals are coverages
and margins, joined by logistic regression, which is fitted on questions whose document is there and
on the same questions with their document taken away.
"""

from dataclasses import dataclass

import numpy as np

from yuanqu.engines.answering.questions import Question
from yuanqu.engines.answering.ranking import FEATURES, Passages
from yuanqu.engines.answering.sources import Floats

OF_BEST = (
    "first_stage_by_weight bm25_pairs in_head in_source triples_in_source heaviest_missing missing "
    "numbers_in_source longest_run names_in_head names_in_source all_names first_name_in_head bm25 "
    "coverage with_head without_head rare_here best_sentence triples words alike_sentence names"
).split()
HIGHEST = "coverage in_source triples_in_source longest_run with_head".split()
SIGNALS = (
    *OF_BEST,
    *"score lead share_of_source share_of_passage pairs names_asked".split(),
    *(f"highest_{name}" for name in HIGHEST),
)
STEPS = 30
_AT = {name: place for place, name in enumerate(FEATURES)}


def signals_of(question: Question, passages: Passages, scores: Floats) -> Floats:
    """The signals of one question whose passages were scored: shape (len(SIGNALS),)."""
    best = int(scores.argmax())
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    of_sources = np.full(int(passages.sources.max()) + 1, -np.inf)
    np.maximum.at(of_sources, passages.sources, scores)
    ranked = np.sort(of_sources[np.isfinite(of_sources)])[::-1]
    return np.concatenate(
        [
            passages.features[best, [_AT[name] for name in OF_BEST]],
            [
                ranked[0],
                ranked[0] - ranked[1] if len(ranked) > 1 else 0.0,
                np.bincount(passages.sources, weights=shares).max(),
                shares.max(),
                len(question.pairs) / 20,
                len(question.names),
            ],
            passages.features[:, [_AT[name] for name in HIGHEST]].max(axis=0),
        ]
    )


@dataclass(frozen=True, slots=True)
class Logistic:
    """A chance between 0 and 1 from a weighted sum of signals made comparable."""

    center: Floats
    spread: Floats
    weights: Floats
    bias: float

    def chances(self, signals: Floats) -> Floats:
        """The chance of each row: shape (rows,)."""
        scaled = (signals - self.center) / self.spread
        return np.asarray(1 / (1 + np.exp(-(scaled @ self.weights + self.bias))))


def fit(signals: Floats, wanted: Floats, penalty: float) -> Logistic:
    """The model with the least loss to the wanted chances (rows,), each between 0 and 1."""
    center, spread = signals.mean(axis=0), np.maximum(signals.std(axis=0), 1e-6)
    scaled = np.hstack([(signals - center) / spread, np.ones((len(signals), 1))])
    weights = np.zeros(scaled.shape[1])
    ridge = np.diag([penalty] * (scaled.shape[1] - 1) + [1e-6])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chances - wanted) + ridge @ weights
        bend = (scaled * (chances * (1 - chances))[:, None]).T @ scaled + ridge
        weights = weights - np.linalg.solve(bend, slope)
    return Logistic(center, spread, weights[:-1], float(weights[-1]))
