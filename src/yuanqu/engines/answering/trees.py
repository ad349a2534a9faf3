"""Boosted regression trees, scored in numpy from plain figures: no learning library at run time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yuanqu.engines.answering.sources import Floats, Integers

HEATS, FINALISTS = 30, 64  # trees that choose the rows which all trees are asked about


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees' nodes side by side. A leaf leads to itself, so every walk may go on to the end.

    feature, threshold, value: (nodes,); children: (2 * nodes,), left and right of each node in
    turn; roots: (trees,); depth: steps from a root to its farthest leaf.
    """

    feature: Integers
    threshold: Floats
    children: Integers
    value: Floats
    roots: Integers
    depth: int

    def scores(self, features: Floats) -> Floats:
        """The sum of all trees' values for each row: shape (rows,)."""
        return self._sum(features, self.roots)

    def best(self, features: Floats) -> int:
        """The row with the highest score, or nearly: a part of the trees chooses who may win."""
        if len(features) <= FINALISTS:
            return int(self.scores(features).argmax())
        first, rest = self.roots[:HEATS], self.roots[HEATS:]
        early = self._sum(features, first)
        finalists = np.argpartition(-early, FINALISTS)[:FINALISTS]
        late = self._sum(features[finalists], rest)
        return int(finalists[(early[finalists] + late).argmax()])

    def _sum(self, features: Floats, roots: Integers) -> Floats:
        figures = np.ascontiguousarray(features, dtype=float).ravel()
        rows = (np.arange(len(features)) * features.shape[1])[:, None]
        at = np.broadcast_to(roots, (len(features), len(roots)))
        for _ in range(self.depth):
            goes_right = figures.take(rows + self.feature.take(at)) > self.threshold.take(at)
            at = self.children.take(2 * at + goes_right)
        return np.asarray(self.value.take(at).sum(axis=1))

    @classmethod
    def of(cls, written: Sequence[Mapping[str, Any]]) -> "Trees":
        """Read trees as nested nodes: {feature, threshold, left, right} or {value}."""
        nodes: list[tuple[int, float, int, int, float]] = []
        roots, depths = [], []
        for tree in written:
            root, depth = _laid(tree, nodes)
            roots.append(root)
            depths.append(depth)
        columns = list(zip(*nodes, strict=True)) or [()] * 5
        feature, left, right = (np.array(columns[at], dtype=np.int64) for at in (0, 2, 3))
        threshold, value = (np.array(columns[at], dtype=float) for at in (1, 4))
        children = np.column_stack([left, right]).ravel()
        starts = np.array(roots, dtype=np.int64)
        return cls(feature, threshold, children, value, starts, max(depths, default=0))


def _laid(
    node: Mapping[str, Any], nodes: list[tuple[int, float, int, int, float]]
) -> tuple[int, int]:
    """Lay a node and all below it; its number, and how deep it goes."""
    number = len(nodes)
    if "value" in node:
        nodes.append((0, 0.0, number, number, float(node["value"])))
        return number, 0
    nodes.append((0, 0.0, 0, 0, 0.0))
    left, left_depth = _laid(node["left"], nodes)
    right, right_depth = _laid(node["right"], nodes)
    nodes[number] = (int(node["feature"]), float(node["threshold"]), left, right, 0.0)
    return number, 1 + max(left_depth, right_depth)
