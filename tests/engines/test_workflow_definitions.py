"""Reading a workflow: what cannot work is refused with a word on what to change."""

import copy
import itertools
from typing import Any

import pytest

from tests.engines.workflows import TODAY, full, shortest
from yuanqu.engines.verdicts import Verdict
from yuanqu.engines.workflow.definition import Basis, Workflow
from yuanqu.engines.workflow.moving import Situation, may_move, may_object
from yuanqu.engines.workflow.reading import DefinitionError, workflow_from
from yuanqu.engines.workflow.states import TRANSITIONS, Move, Outcome, Part, State


def changed(**changes: Any) -> dict[str, Any]:
    """The full definition with parts replaced; a part that is None is left out."""
    read = copy.deepcopy(full()) | changes
    return {name: value for name, value in read.items() if value is not None}


def test_a_definition_is_read_whole():
    workflow = workflow_from(full())
    assert workflow.moves[Move.ACCEPT] == frozenset({Part.DESK})
    assert workflow.waits[State.ACCEPTED] == Part.DESK
    clock = workflow.clock("acceptance")
    assert clock is not None
    assert (clock.days, clock.part, clock.runs_in) == (5, Part.DESK, frozenset({State.SUBMITTED}))
    assert clock.basis == Basis("行政许可法", "32(4)", "2019-04-23", verified=True)
    assert workflow.publicity is not None
    assert (workflow.publicity.days, workflow.publicity.shows) == (5, ("title",))
    assert workflow.states == frozenset(State)


@pytest.mark.parametrize(("state", "move"), list(itertools.product(State, Move)))
def test_a_full_definition_has_the_whole_table_but_deciding_what_was_not_accepted(
    state: State, move: Move
):
    skipping = (state, move) == (State.SUBMITTED, Move.DECIDE)
    expected = (state, move) in TRANSITIONS and not skipping
    assert workflow_from(full()).allows(state, move) is expected


@pytest.mark.parametrize(("state", "move"), list(itertools.product(State, Move)))
def test_the_shortest_definition_has_its_own_moves_alone(state: State, move: Move):
    own = {
        (State.DRAFT, Move.SUBMIT),
        (State.SUBMITTED, Move.DECIDE),
        (State.SUBMITTED, Move.WITHDRAW),
        (State.DECIDED, Move.ARCHIVE),
    }
    workflow = workflow_from(shortest())
    # Moves of states that no case of it comes to are in the table and lead nowhere.
    expected = (state, move) in own or ((state, move) in TRANSITIONS and move in workflow.moves)
    assert workflow.allows(state, move) is expected
    assert workflow.states == {State.DRAFT, State.SUBMITTED, State.DECIDED, State.ARCHIVED}


def without(move: str) -> dict[str, Any]:
    return {name: parts for name, parts in full()["moves"].items() if name != move}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"moves": {"submit": ["applicant"]}}, "no way leads to a decision"),
        ({"moves": {"submit": ["applicant"], "fly": ["desk"]}}, "'fly' is no move"),
        ({"moves": full()["moves"] | {"accept": ["wizard"]}}, "'wizard' is no part"),
        ({"moves": full()["moves"] | {"accept": []}}, "nobody makes the move accept"),
        ({"moves": without("accept")}, "start_review"),
        ({"moves": without("resubmit")}, "must be able to send them"),
        ({"publicity": None}, "publicity needs both"),
        ({"moves": without("start_publicity")}, "return_to_review"),
        ({"publicity": {"days": 0, "shows": []}}, "at least one working day"),
        ({"acceptance_clock": "none"}, "names no clock"),
        ({"retention": {"years": 0}}, "at least a year"),
        ({"retention": None}, "retention"),
        ({"moves": None}, "moves"),
        ({"waits": {"accepted": "king"}}, "'king' is no part"),
    ],
)
def test_a_definition_that_cannot_work_is_refused(changes: dict[str, Any], message: str):
    with pytest.raises(DefinitionError, match=message):
        workflow_from(changed(**changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"days": 0}, "no sensible term"),
        ({"days": 10_000}, "no sensible term"),
        ({"runs_in": []}, "no case comes to"),
        ({"runs_in": ["publicity"]}, "stand still during publicity"),
        ({"part": "nobody"}, "'nobody' is no part"),
    ],
)
def test_a_clock_that_cannot_run_is_refused(changes: dict[str, Any], message: str):
    read = full()
    read["clocks"]["decision"] |= changes
    with pytest.raises(DefinitionError, match=message):
        workflow_from(read)


# --- who may move, and what stands in the way --------------------------------------------

EVERYBODY = frozenset(Part)


def verdict(move: Move, state: State, parts: frozenset[Part] = EVERYBODY, **facts: Any) -> Verdict:
    return may_move(workflow_from(full()), Situation(state, TODAY, **facts), move, parts)


@pytest.mark.parametrize(
    ("move", "state", "part"),
    [
        (Move.SUBMIT, State.DRAFT, Part.APPLICANT),
        (Move.REQUEST_CORRECTIONS, State.SUBMITTED, Part.DESK),
        (Move.RESUBMIT, State.CORRECTION_REQUESTED, Part.APPLICANT),
        (Move.ACCEPT, State.SUBMITTED, Part.DESK),
        (Move.DECLINE, State.SUBMITTED, Part.DESK),
        (Move.START_REVIEW, State.ACCEPTED, Part.DESK),
        (Move.START_PUBLICITY, State.IN_REVIEW, Part.REVIEWER),
        (Move.RETURN_TO_REVIEW, State.PUBLICITY, Part.REVIEWER),
        (Move.DECIDE, State.IN_REVIEW, Part.DECIDER),
        (Move.WITHDRAW, State.ACCEPTED, Part.APPLICANT),
        (Move.DELIVER, State.DECIDED, Part.DESK),
        (Move.ARCHIVE, State.DELIVERED, Part.DESK),
    ],
)
def test_a_move_is_made_by_its_part_alone(move: Move, state: State, part: Part):
    assert verdict(move, state, frozenset({part})) == Verdict.yes()
    for other in EVERYBODY - {part}:
        assert verdict(move, state, frozenset({other})).code == "workflow.not_your_part"
    assert verdict(move, state, frozenset()).code == "workflow.not_your_part"


def test_whoever_may_not_move_learns_nothing_of_the_state():
    assert verdict(Move.DECIDE, State.ARCHIVED, frozenset()).code == "workflow.not_your_part"
    assert verdict(Move.DECIDE, State.ARCHIVED).code == "workflow.move_not_allowed"


def test_corrections_are_asked_for_once():
    again = verdict(Move.REQUEST_CORRECTIONS, State.SUBMITTED, corrections_asked=True)
    assert again.code == "workflow.corrections_once"


def test_corrections_are_asked_for_in_time():
    last = verdict(Move.REQUEST_CORRECTIONS, State.SUBMITTED, acceptance_due=TODAY)
    late = verdict(Move.REQUEST_CORRECTIONS, State.SUBMITTED, acceptance_due=TODAY.replace(day=10))
    assert last == Verdict.yes()
    assert late == Verdict.no("workflow.corrections_too_late", day="2026-03-10")


def test_a_case_is_declined_only_once_the_applicant_has_not_answered_in_time():
    waiting = verdict(Move.DECLINE, State.CORRECTION_REQUESTED, reply_due=TODAY)
    over = verdict(Move.DECLINE, State.CORRECTION_REQUESTED, reply_due=TODAY.replace(day=10))
    assert waiting == Verdict.no("workflow.reply_awaited", day="2026-03-11")
    assert over == Verdict.yes()


def test_nothing_is_decided_during_publicity_or_before_objections_are_answered():
    during = verdict(Move.DECIDE, State.PUBLICITY, publicity_until=TODAY)
    open_one = verdict(
        Move.DECIDE,
        State.PUBLICITY,
        publicity_until=TODAY.replace(day=10),
        unanswered_objections=1,
    )
    over = verdict(Move.DECIDE, State.PUBLICITY, publicity_until=TODAY.replace(day=10))
    assert during == Verdict.no("workflow.in_publicity", day="2026-03-11")
    assert open_one == Verdict.no("workflow.objections_unanswered", count="1")
    assert over == Verdict.yes()


def test_objections_are_heard_to_the_last_day_of_publicity():
    def heard(**facts: Any) -> str:
        return may_object(Situation(State.PUBLICITY, TODAY, **facts)).code

    assert heard(publicity_until=TODAY) == ""
    assert heard(publicity_until=TODAY.replace(day=10)) == "workflow.publicity_over"
    assert may_object(Situation(State.IN_REVIEW, TODAY)).code == "workflow.not_in_publicity"


def test_a_decision_is_delivered_before_it_is_archived_and_a_withdrawal_is_not():
    decided = verdict(Move.ARCHIVE, State.DECIDED, outcome=Outcome.APPROVED)
    withdrawn = verdict(Move.ARCHIVE, State.DECIDED, outcome=Outcome.WITHDRAWN)
    assert decided.code == "workflow.not_delivered"
    assert withdrawn == Verdict.yes()


def test_what_a_definition_does_not_deliver_is_archived_at_once():
    workflow: Workflow = workflow_from(shortest())
    situation = Situation(State.DECIDED, TODAY, outcome=Outcome.APPROVED)
    assert may_move(workflow, situation, Move.ARCHIVE, EVERYBODY) == Verdict.yes()
