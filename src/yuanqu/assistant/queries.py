"""Conversations with their turns, what waits for a curator, runs of evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.assistant import access
from yuanqu.assistant.likeness import grouped, likeness
from yuanqu.assistant.models import Band, Conversation, EvaluationRun, Rating, Route, Turn
from yuanqu.knowledge.models import Pack

MOST_WAITING = 500
WAITS_FOR = timedelta(days=90)
ALIKE = 0.5
BAD = (Rating.WRONG, Rating.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Wanting:
    """Questions that are alike and that nobody was answered well, latest first."""

    turns: tuple[Turn, ...]

    @property
    def first(self) -> Turn:
        """The latest of them, which stands for all."""
        return self.turns[0]

    @property
    def questions(self) -> tuple[str, ...]:
        """The different ways in which it was asked."""
        return tuple(dict.fromkeys(turn.question for turn in self.turns))


def conversation_of(user: Viewer, visitor: str, id: UUID) -> QuerySet[Conversation]:
    """One conversation with its pack, if it is the person's."""
    found = access.conversations_visible_to(user, visitor).filter(pk=id)
    return found.select_related("pack")


def turns_of(conversation: Conversation) -> QuerySet[Turn]:
    """The turns with what was said of them, in their order."""
    return conversation.turns.select_related("feedback", "faq__document", "faq__pack")


def turn_of(user: Viewer, visitor: str, id: UUID) -> QuerySet[Turn]:
    """One turn with what was said of it, if it is the person's."""
    found = access.turns_visible_to(user, visitor).filter(pk=id)
    return found.select_related("conversation", "feedback", "faq__document", "faq__pack")


def own_conversations(user: Viewer, visitor: str) -> QuerySet[Conversation]:
    """One's own, latest first, with the number of questions."""
    own = access.own_conversations(user, visitor).select_related("pack")
    return own.annotate(questions=Count("turns")).order_by("-last_at", "pk")


def turns_waiting(user: Viewer) -> QuerySet[Turn]:
    """What a curator has to look at: not answered, half answered, or said to be wrong."""
    since = timezone.now() - WAITS_FOR
    poor = ~Q(band=Band.ANSWER) | Q(feedback__rating__in=BAD)
    waiting = access.turns_kept_by(user).filter(poor, settled_at=None, asked_at__gte=since)
    rows = waiting.exclude(route=Route.URGENT).exclude(question="")
    return rows.select_related("feedback", "conversation__pack").order_by("-asked_at", "pk")


def worklist(user: Viewer) -> list[Wanting]:
    """The questions that wait, those that are alike together, the most asked first."""
    turns = list(turns_waiting(user)[:MOST_WAITING])
    groups = grouped(((turn, turn.question) for turn in turns), ALIKE)
    return [Wanting(tuple(group)) for group in sorted(groups, key=len, reverse=True)]


def wanting_like(user: Viewer, turn: Turn) -> Wanting:
    """The turn, with those that wait and are like it."""
    others = turns_waiting(user).exclude(pk=turn.pk)[:MOST_WAITING]
    alike = [each for each in others if likeness(each.question, turn.question) >= ALIKE]
    return Wanting((turn, *alike))


def turn_to_settle(user: Viewer, id: UUID) -> QuerySet[Turn]:
    """One turn for a curator, whether or not it was settled."""
    found = access.turns_kept_by(user).filter(pk=id).exclude(question="")
    return found.select_related("feedback", "conversation__pack", "faq__document", "faq__pack")


def evaluation_runs(user: Viewer) -> QuerySet[EvaluationRun]:
    """The runs of the packs that the person keeps, latest first, without the rows."""
    runs = access.runs_visible_to(user).select_related("pack", "run_by")
    return runs.defer("rows").order_by("-at", "-pk")


def evaluation_run(user: Viewer, id: int) -> QuerySet[EvaluationRun]:
    """One run with its rows."""
    return access.runs_visible_to(user).filter(pk=id).select_related("pack", "run_by")


def packs_to_evaluate(user: Viewer) -> Sequence[Pack]:
    """The packs that the person keeps and that have evaluation questions."""
    kept = access.packs_kept_by(user).annotate(rows=Count("evaluation"))
    return list(kept.filter(rows__gt=0).order_by("slug"))
