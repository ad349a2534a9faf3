"""The whole table with the database: what the engine allows an action does, all else refuses."""

import pytest

from tests.cases.factories import MAKERS, Stage
from yuanqu.accounts.errors import Refused
from yuanqu.cases.access import moves_open_to
from yuanqu.cases.models import CaseEvent
from yuanqu.engines.workflow.states import TRANSITIONS, Move, State

pytestmark = pytest.mark.django_db

# What the table has and a rule holds back: a reply is awaited, a decision not yet delivered.
HINDERED = {(State.CORRECTION_REQUESTED, Move.DECLINE), (State.DECIDED, Move.ARCHIVE)}
ALLOWED = sorted(
    (state, move)
    for state, move in set(TRANSITIONS) - HINDERED
    if (state, move) != (State.SUBMITTED, Move.DECIDE)  # the sample accepts first
)


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_an_action_moves_a_case_as_the_table_says(state: State, move: Move):
    stage = Stage()
    before = stage.at(state)
    after = MAKERS[move](stage)
    assert after.state == TRANSITIONS[state, move]
    event = CaseEvent.objects.get(case=before, code=move, state_before=state)
    assert event.state_after == after.state


@pytest.mark.parametrize("state", State)
def test_every_other_action_is_refused_and_nothing_is_written(state: State):
    stage = Stage()
    stage.at(state)
    events = CaseEvent.objects.count()
    for move in Move:
        if (state, move) not in ALLOWED:
            with pytest.raises(Refused):
                MAKERS[move](stage)
    assert (stage.reload().state, CaseEvent.objects.count()) == (state, events)


def test_a_case_tells_each_person_what_they_can_do_next():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    assert moves_open_to(stage.li, case) == (Move.WITHDRAW,)
    assert moves_open_to(stage.wang, case) == (
        Move.REQUEST_CORRECTIONS,
        Move.ACCEPT,
        Move.DECLINE,
    )


def test_whoever_comes_too_late_is_told_who_was_first_and_when():
    stage = Stage()
    stage.at(State.ACCEPTED)
    decided = stage.make(Move.DECIDE)
    with pytest.raises(Refused) as refused:
        stage.make(Move.DECIDE)
    assert refused.value.code == "cases.already_decided"
    assert refused.value.facts["by"] == "周岚"
    assert refused.value.facts["outcome"] == "approved"
    assert decided.decided_at is not None
    assert refused.value.facts["at"].startswith("20")


def test_a_case_that_moved_on_names_whoever_moved_it():
    stage = Stage()
    stage.at(State.ACCEPTED)
    with pytest.raises(Refused) as refused:
        stage.make(Move.ACCEPT)
    assert (refused.value.code, refused.value.facts["by"]) == ("cases.moved_on", "王芳")
