"""Whether a move can be made now, and the reason where it cannot."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from yuanqu.engines.verdicts import Verdict
from yuanqu.engines.workflow.definition import Workflow
from yuanqu.engines.workflow.states import Move, Outcome, Part, State


@dataclass(frozen=True, slots=True)
class Situation:
    """What the engine must know of a case to say whether it can move.

    `acceptance_due` is the last day for asking corrections, `reply_due` the applicant's last day
    to answer them; None where no such clock runs.
    """

    state: State
    today: date
    corrections_asked: bool = False
    acceptance_due: date | None = None
    reply_due: date | None = None
    publicity_until: date | None = None
    unanswered_objections: int = 0
    outcome: Outcome | None = None


def may_move(
    workflow: Workflow, situation: Situation, move: Move, parts: Collection[Part]
) -> Verdict:
    """Whether somebody who takes these parts may make the move now.

    Codes: workflow.not_your_part, workflow.move_not_allowed, and those of `hindrance`.
    """
    # First who, then whether: a stranger learns nothing of where the case stands.
    if not workflow.moves.get(move, frozenset()) & set(parts):
        return Verdict.no("workflow.not_your_part")
    if not workflow.allows(situation.state, move):
        return Verdict.no("workflow.move_not_allowed")
    return hindrance(workflow, situation, move)


def hindrance(workflow: Workflow, situation: Situation, move: Move) -> Verdict:
    """What stands in the way of a move that the state allows, whoever makes it."""
    if move == Move.REQUEST_CORRECTIONS:
        return _asking(workflow, situation)
    if move == Move.DECLINE and situation.state == State.CORRECTION_REQUESTED:
        return _declining(situation)
    if move == Move.DECIDE:
        return _deciding(situation)
    if move == Move.ARCHIVE and situation.state == State.DECIDED:
        return _archiving(workflow, situation)
    return Verdict.yes()


def may_object(situation: Situation) -> Verdict:
    """Objections are heard from the first to the last day of publicity."""
    until = situation.publicity_until
    if situation.state != State.PUBLICITY or until is None:
        return Verdict.no("workflow.not_in_publicity")
    if situation.today > until:
        return Verdict.no("workflow.publicity_over", day=until.isoformat())
    return Verdict.yes()


def _asking(workflow: Workflow, situation: Situation) -> Verdict:
    # Once, with everything that is missing: 行政许可法 (2019-04-23), art. 32(4).
    if situation.corrections_asked:
        return Verdict.no("workflow.corrections_once")
    due = situation.acceptance_due
    if workflow.acceptance_clock and due and situation.today > due:
        return Verdict.no("workflow.corrections_too_late", day=due.isoformat())
    return Verdict.yes()


def _declining(situation: Situation) -> Verdict:
    if situation.reply_due and situation.today <= situation.reply_due:
        return Verdict.no("workflow.reply_awaited", day=situation.reply_due.isoformat())
    return Verdict.yes()


def _deciding(situation: Situation) -> Verdict:
    if situation.state != State.PUBLICITY:
        return Verdict.yes()
    if situation.publicity_until and situation.today <= situation.publicity_until:
        return Verdict.no("workflow.in_publicity", day=situation.publicity_until.isoformat())
    if situation.unanswered_objections:
        return Verdict.no(
            "workflow.objections_unanswered", count=str(situation.unanswered_objections)
        )
    return Verdict.yes()


def _archiving(workflow: Workflow, situation: Situation) -> Verdict:
    """A decision is delivered before it is archived; a withdrawal needs no letter."""
    delivers = workflow.allows(State.DECIDED, Move.DELIVER)
    if delivers and situation.outcome != Outcome.WITHDRAWN:
        return Verdict.no("workflow.not_delivered")
    return Verdict.yes()
