"""The whole table: every move from every state, allowed or refused."""

import itertools

import pytest

from yuanqu.engines.workflow.states import TRANSITIONS, Move, State, WorkflowError, moved

# The machine as a person draws it: from each state, what it leads to by which move.
DRAWN = {
    "draft": {"submit": "submitted"},
    "submitted": {
        "request_corrections": "correction_requested",
        "accept": "accepted",
        "decline": "decided",
        "decide": "decided",
        "withdraw": "decided",
    },
    "correction_requested": {
        "resubmit": "submitted",
        "decline": "decided",
        "withdraw": "decided",
    },
    "accepted": {
        "start_review": "in_review",
        "start_publicity": "publicity",
        "decide": "decided",
        "withdraw": "decided",
    },
    "in_review": {"start_publicity": "publicity", "decide": "decided", "withdraw": "decided"},
    "publicity": {"return_to_review": "in_review", "decide": "decided", "withdraw": "decided"},
    "decided": {"deliver": "delivered", "archive": "archived"},
    "delivered": {"archive": "archived"},
    "archived": {},
}


@pytest.mark.parametrize(("state", "move"), list(itertools.product(State, Move)))
def test_a_move_leads_where_the_drawing_says_or_is_refused(state: State, move: Move):
    expected = DRAWN[state].get(move)
    if expected is not None:
        assert moved(state, move) == expected
        return
    with pytest.raises(WorkflowError) as refused:
        moved(state, move)
    assert (refused.value.state, refused.value.move) == (state, move)
    assert refused.value.code == "workflow.move_not_allowed"


def test_the_table_has_no_move_that_is_not_drawn():
    drawn = {
        (State(state), Move(move)): State(end)
        for state, moves in DRAWN.items()
        for move, end in moves.items()
    }
    assert dict(TRANSITIONS) == drawn
