"""What was said before, as far as a model may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

MOST_TURNS = 3
LONGEST_QUESTION = 500
LONGEST_ANSWER = 300


@dataclass(frozen=True, slots=True)
class Past:
    """A question of this conversation and its answer.

    One that was refused is never shown again: whatever it tried would be tried once more.
    `is_public`: the answer quotes only what everyone may see. Another stays here as its passages
    do.
    """

    question: str
    answer: str
    is_refused: bool = False
    is_public: bool = False


def usable(history: Sequence[Past]) -> list[Past]:
    """The latest turns that were not refused, oldest first."""
    return [past for past in history if not past.is_refused][-MOST_TURNS:]


def shown(past: Past) -> Iterator[str]:
    """What of a turn may leave the park."""
    yield past.question[:LONGEST_QUESTION]
    if past.answer and (past.is_public or settings.LLM_PASSAGES == "all"):
        yield past.answer[:LONGEST_ANSWER]
