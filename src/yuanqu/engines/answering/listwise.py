"""Learning to rank by a linear score: of each question's passages, the right ones should win.

The score of a passage is a weighted sum of its figures, and the passages of one question compete by
softmax: the loss is the cross entropy to the shares that each deserves (ListNet's top-one form: Cao
et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", ICML 2007), with a penalty
on large weights. It is convex, so Newton's method finds the one best set in a dozen steps, and a
few hundred judged questions are enough, where boosted trees still need thousands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yuanqu.engines.answering.sources import Floats

STEPS = 30
GOOD_ENOUGH = 1e-6  # of the loss, between two steps
LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Group:
    """One question's passages: figures (passages, features) and what each deserves (passages,)."""

    features: Floats
    deserved: Floats


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of figures, each first made comparable: (figure - center) / spread."""

    center: Floats
    spread: Floats
    weights: Floats

    def scores(self, features: Floats) -> Floats:
        """One score for each row: shape (rows,)."""
        return ((features - self.center) / self.spread) @ self.weights


def fit(groups: Sequence[Group], penalty: float) -> Linear:
    """The weights with the least loss over all groups in which something deserves to win.

    Raises ValueError where there is no such group.
    """
    useful = [group for group in groups if group.deserved.sum() > 0]
    if not useful:
        raise ValueError("No question has a passage that answers it.")
    everything = np.vstack([group.features for group in useful])
    center, spread = everything.mean(axis=0), everything.std(axis=0)
    spread = np.where(spread < LEAST_SPREAD, 1.0, spread)
    scaled = [(group.features - center) / spread for group in useful]
    shares = [group.deserved / group.deserved.sum() for group in useful]
    return Linear(center, spread, _newton(scaled, shares, penalty))


def _newton(groups: Sequence[Floats], shares: Sequence[Floats], penalty: float) -> Floats:
    weights = np.zeros(groups[0].shape[1])
    loss, slope, bend = _loss(groups, shares, penalty, weights)
    for _ in range(STEPS):
        step = np.linalg.solve(bend, slope)
        size = 1.0
        fresh = _loss(groups, shares, penalty, weights - step)
        while fresh[0] > loss and size > LEAST_SPREAD:
            size /= 2
            fresh = _loss(groups, shares, penalty, weights - size * step)
        gained, weights = loss - fresh[0], weights - size * step
        loss, slope, bend = fresh
        if gained < GOOD_ENOUGH * max(abs(loss), 1.0):
            break
    return weights


def _loss(
    groups: Sequence[Floats], shares: Sequence[Floats], penalty: float, weights: Floats
) -> tuple[float, Floats, Floats]:
    """The loss with its first and second derivatives."""
    size = len(weights)
    loss = penalty * float(weights @ weights)
    slope = 2 * penalty * weights
    bend = 2 * penalty * np.eye(size)
    for figures, share in zip(groups, shares, strict=True):
        scores = figures @ weights
        scores -= scores.max()
        chances = np.exp(scores)
        whole = chances.sum()
        chances /= whole
        loss += float(np.log(whole) - share @ scores)
        slope = slope + figures.T @ (chances - share)
        mean = chances @ figures
        bend += (figures * chances[:, None]).T @ figures - np.outer(mean, mean)
    return loss, slope, bend
