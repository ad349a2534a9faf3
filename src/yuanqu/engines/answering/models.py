"""What was learned, as one plain file: weights, trees, and the two bounds of the bands.

A model names the figures that it weighs. A file made for other figures is refused, not misread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from yuanqu.engines.answering import certainty, ranking, spans
from yuanqu.engines.answering.certainty import Logistic
from yuanqu.engines.answering.listwise import Linear
from yuanqu.engines.answering.sources import Floats
from yuanqu.engines.answering.trees import Trees

FORM = "yuanqu-answering/1"
DIGITS = 6


class ModelError(ValueError):
    """A file that is no model, or one for other figures; the message says which."""


@dataclass(frozen=True, slots=True)
class Model:
    """Ranking, quoting and certainty, with the bounds of the bands.

    An answer is given from `answer_from` on, and refused below `refuse_below` (chances, 0 to 1).
    `quoting` is None where no exact answers were there to learn from: then a whole passage is
    quoted. `answered` says how often each collection of documents has answered a question.
    """

    ranking: Linear
    certainty: Logistic
    answer_from: float
    refuse_below: float
    quoting: Trees | None = None
    trees: tuple[Mapping[str, Any], ...] = ()
    answered: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> "Model":
        """Read what `written` made. Raises ModelError."""
        if written.get("form") != FORM:
            raise ModelError(f"not a model of the form {FORM}")
        try:
            return cls._of(written)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ModelError(f"a damaged model: {error!r}") from error

    @classmethod
    def _of(cls, written: Mapping[str, Any]) -> "Model":
        ranks, sure = written["ranking"], written["certainty"]
        trees = tuple(written.get("quoting", {}).get("trees", ()))
        return cls(
            ranking=Linear(*(_ordered(ranks, part, ranking.FEATURES) for part in _PARTS)),
            certainty=Logistic(
                **{part: _ordered(sure, part, certainty.SIGNALS) for part in _PARTS},
                bias=float(sure["bias"]),
            ),
            answer_from=float(written["answer_from"]),
            refuse_below=float(written["refuse_below"]),
            quoting=quoting_by(trees),
            trees=trees,
            answered={str(key): float(times) for key, times in written.get("answered", {}).items()},
        )

    def written(self) -> dict[str, Any]:
        """The model as plain data for a JSON file."""
        ranks, sure = self.ranking, self.certainty
        return {
            "form": FORM,
            "ranking": {part: _named(getattr(ranks, part), ranking.FEATURES) for part in _PARTS},
            "certainty": {
                **{part: _named(getattr(sure, part), certainty.SIGNALS) for part in _PARTS},
                "bias": round(sure.bias, DIGITS),
            },
            "answer_from": round(self.answer_from, DIGITS),
            "refuse_below": round(self.refuse_below, DIGITS),
            "quoting": {"trees": list(self.trees)},
            "answered": dict(self.answered),
        }


_PARTS = ("center", "spread", "weights")


def _named(figures: Floats, names: tuple[str, ...] | list[str]) -> dict[str, float]:
    return {name: round(float(figure), DIGITS) for name, figure in zip(names, figures, strict=True)}


def _ordered(written: Mapping[str, Any], part: str, names: tuple[str, ...] | list[str]) -> Floats:
    figures = written[part]
    if set(figures) != set(names):
        raise ModelError("made for other figures: " + ", ".join(sorted(set(figures) ^ set(names))))
    return np.array([float(figures[name]) for name in names])


def quoting_by(trees: Sequence[Mapping[str, Any]]) -> Trees | None:
    """Trees that name the figures of spans, made ready to score; None without any.

    Raises ModelError for a figure that is not known.
    """
    return Trees.of([_numbered(tree) for tree in trees]) if trees else None


def _numbered(node: Mapping[str, Any]) -> dict[str, Any]:
    """A tree with its figures by place instead of name."""
    if "value" in node:
        return {"value": node["value"]}
    if node["feature"] not in _PLACE:
        raise ModelError(f"made for other figures: {node['feature']}")
    return {
        "feature": _PLACE[node["feature"]],
        "threshold": node["threshold"],
        "left": _numbered(node["left"]),
        "right": _numbered(node["right"]),
    }


_PLACE = {name: place for place, name in enumerate(spans.FEATURES)}
