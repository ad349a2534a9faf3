"""The figures of an evaluation, and whether they are as good as those accepted before: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

TOLERANCE = 0.0005
HIGHER_IS_BETTER = ("answered", "right_when_answered", "evidence_1", "evidence_3")
LOWER_IS_BETTER = ("wrongly_asserted",)


@dataclass(frozen=True, slots=True)
class Row:
    """One evaluation question as it was answered.

    `rank` is the place of the first passage (from 1) that holds at least half of a gold text, 0
    where none of the first ten does; of an FAQ entry 1 where it is the one.
    """

    key: str
    question: str
    is_answerable: bool
    band: str
    confidence: float
    rank: int

    @property
    def is_right(self) -> bool:
        """Answered from the right place, or rightly not asserted."""
        if self.is_answerable:
            return self.band == "answer" and self.rank == 1
        return self.band != "answer"

    @property
    def kept(self) -> dict[str, object]:
        """As a run keeps it."""
        return asdict(self) | {"is_right": self.is_right}


def figures_of(rows: Sequence[Row]) -> dict[str, float]:
    """Shares between 0 and 1, and two counts; a share of nothing is left out."""
    answerable = [row for row in rows if row.is_answerable]
    others = [row for row in rows if not row.is_answerable]
    answered = [row for row in answerable if row.band == "answer"]
    shares = {
        "answered": _share([row.band == "answer" for row in answerable]),
        "right_when_answered": _share([row.rank == 1 for row in answered]),
        "evidence_1": _share([row.rank == 1 for row in answerable]),
        "evidence_3": _share([0 < row.rank <= 3 for row in answerable]),
        "wrongly_asserted": _share([row.band == "answer" for row in others]),
    }
    known = {name: round(share, 4) for name, share in shares.items() if share is not None}
    return {"questions": float(len(rows)), "answerable": float(len(answerable))} | known


def worse(now: Mapping[str, float], before: Mapping[str, float]) -> tuple[str, ...]:
    """The names of the figures that fell below what they were; one that is gone has fallen."""
    fallen = [
        name
        for name in HIGHER_IS_BETTER
        if name in before and now.get(name, -1.0) < before[name] - TOLERANCE
    ]
    risen = [
        name
        for name in LOWER_IS_BETTER
        if name in before and now.get(name, 2.0) > before[name] + TOLERANCE
    ]
    return (*fallen, *risen)


def _share(held: Sequence[bool]) -> float | None:
    return sum(held) / len(held) if held else None
