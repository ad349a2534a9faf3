"""What the desk does with what came in: ask once, accept, decline, begin review, hand over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.cases.access import is_own_side, leave_as_official
from yuanqu.cases.actions.deciding import close
from yuanqu.cases.actions.telling import tell, tell_applicant
from yuanqu.cases.actions.turns import Turn
from yuanqu.cases.clocks import restored
from yuanqu.cases.mandates import OFFICIAL_PARTS, mandates_of
from yuanqu.cases.models import Case, CorrectionItem, EventCode
from yuanqu.cases.situations import due_of
from yuanqu.engines.workflow.clocks import restarted
from yuanqu.engines.workflow.states import Move, Outcome, State

MOST_CORRECTIONS = 50
LONGEST_CORRECTION = 500


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """One thing that is missing or wrong; `field` where it is about one question."""

    what: str
    field: str = ""


@transaction.atomic
def request_corrections(*, actor: User, case: Case, items: Sequence[CorrectionDraft]) -> Case:
    """Ask for everything that is missing, in one list, once (一次性告知).

    The park's clock stands still until the applicant answers. Raises `Refused` a second time, or
    after the term for asking, when the case counts as accepted.
    """
    turn = Turn.to_move(actor, case, Move.REQUEST_CORRECTIONS)
    if not 1 <= len(items) <= MOST_CORRECTIONS:
        raise Refused("cases.corrections_missing", most=str(MOST_CORRECTIONS))
    for item in items:
        if not item.what.strip() or len(item.what) > LONGEST_CORRECTION:
            raise Refused("cases.correction_unclear", most=str(LONGEST_CORRECTION))
        if item.field and item.field not in turn.matter.form.by_code:
            raise Refused("cases.no_such_question", field=item.field[:60])
    CorrectionItem.objects.bulk_create(
        CorrectionItem(
            case=turn.case, position=place, field=item.field, what=item.what.strip(),
            asked_at=turn.now,
        )
        for place, item in enumerate(items, 1)
    )  # fmt: skip
    turn.go(Move.REQUEST_CORRECTIONS)
    tell_applicant(case=turn.case, template="corrections")
    return turn.settle(Move.REQUEST_CORRECTIONS)


@transaction.atomic
def accept(*, actor: User, case: Case) -> Case:
    """Take the case up.

    Where the term for asking was missed, it counts as accepted since the day it came in:
    行政许可法 (2019-04-23), art. 32(4).
    """
    turn = Turn.to_move(actor, case, Move.ACCEPT)
    came_in = _came_in(turn)
    turn.case.accepted_on = came_in or turn.today
    turn.go(Move.ACCEPT)
    if came_in:
        _count_from(turn, came_in)
    tell_applicant(case=turn.case, template="accepted")
    return turn.settle(Move.ACCEPT)


def _came_in(turn: Turn) -> date | None:
    """The day since which the case counts as accepted, if the term for asking was missed."""
    code = turn.matter.workflow.acceptance_clock
    due = due_of(turn.case, turn.matter, code)
    if due is None or due >= turn.today:
        return None
    return next(running.since for running in restored(turn.case.clocks) if running.code == code)


def _count_from(turn: Turn, day: date) -> None:
    clocks = restored(turn.case.clocks)
    for clock in turn.matter.workflow.clocks:
        if State.ACCEPTED in clock.runs_in and State.SUBMITTED not in clock.runs_in:
            clocks = restarted(clocks, clock.code, day)
    turn.tick(clocks)
    turn.save()


@transaction.atomic
def decline(*, actor: User, case: Case, reasons: str) -> Case:
    """Not take the case up (不予受理): it is nothing for the park, or corrections never came."""
    turn = Turn.to_move(actor, case, Move.DECLINE)
    return close(turn=turn, move=Move.DECLINE, outcome=Outcome.DECLINED, reasons=reasons)


@transaction.atomic
def start_review(*, actor: User, case: Case) -> Case:
    """Hand the accepted case to review."""
    turn = Turn.to_move(actor, case, Move.START_REVIEW)
    turn.go(Move.START_REVIEW)
    return turn.settle(Move.START_REVIEW)


def assign(*, actor: User, case: Case, to: User | None) -> Case:
    """Hand the case to a colleague, take it over oneself, or lay it back on the desk (None).

    Raises `Refused` where the colleague may do nothing in this matter or is of the applicant.
    """
    _require_waiting(Turn.glanced(actor, case))
    return _assign(actor=actor, case=case, to=to)


@transaction.atomic
def _assign(*, actor: User, case: Case, to: User | None) -> Case:
    turn = _require_waiting(Turn.locked(actor, case))
    if to is not None:
        _require_fit(turn, to)
    turn.case.assignee = to
    turn.save()
    turn.write(EventCode.ASSIGN, towards=to.party if to else None)
    if to is not None and to != actor:
        tell(case=turn.case, template="assigned", users=[to])
    return turn.case


def _require_waiting(turn: Turn) -> Turn:
    """A case that an official may still hand on."""
    leave = leave_as_official(
        turn.actor, turn.case, set(OFFICIAL_PARTS), turn.now, taking_over=True
    )
    turn.demand(leave)
    if not turn.case.waits_for:
        raise turn.too_late()
    return turn


def _require_fit(turn: Turn, to: User) -> None:
    held = mandates_of(to, turn.now)
    if held is None or not any(held.holders(turn.case.matter, part) for part in OFFICIAL_PARTS):
        raise Refused("cases.not_a_colleague", name=str(to))
    if is_own_side(to, turn.case):
        raise Refused("cases.own_case")
