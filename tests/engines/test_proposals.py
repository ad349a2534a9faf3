"""How a proposal ends, and what differs between two sets of texts."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.proposals import (
    TRANSITIONS,
    ProposalError,
    ProposalMove,
    ProposalState,
    difference,
    moved,
    state_at,
)

NOON = datetime.fromisoformat("2026-03-02T12:00:00+08:00")
TEXTS = st.dictionaries(st.sampled_from(["name", "kind", "code"]), st.text(max_size=2))


@pytest.mark.parametrize(("state", "move"), [*product(ProposalState, ProposalMove)])
def test_a_proposal_takes_the_moves_of_the_table_and_no_others(
    state: ProposalState, move: ProposalMove
):
    if (state, move) in TRANSITIONS:
        assert moved(state, move) == TRANSITIONS[state, move]
    else:
        with pytest.raises(ProposalError) as refused:
            moved(state, move)
        assert refused.value.code == f"proposals.{state}"


@pytest.mark.parametrize("state", ProposalState)
def test_who_waits_beyond_the_end_has_expired(state: ProposalState):
    waits = state == ProposalState.WAITING
    assert state_at(state, NOON + timedelta(seconds=1), NOON) == state
    assert state_at(state, NOON, NOON) == (ProposalState.EXPIRED if waits else state)


def test_what_comes_in_empty_takes_nothing_away():
    found = difference({"name": "甲", "kind": "company"}, {"name": "", "kind": "company"})
    assert not found


def test_a_difference_holds_the_columns_that_change_as_they_were_and_would_be():
    found = difference({"name": "甲", "kind": "company"}, {"name": "乙", "code": "1"})
    assert (dict(found.before), dict(found.after)) == ({"name": "甲"}, {"name": "乙", "code": "1"})


@given(TEXTS, TEXTS)
def test_once_applied_nothing_differs_any_more(held: dict[str, str], incoming: dict[str, str]):
    found = difference(held, incoming)
    after = {**held, **found.after}
    assert not difference(after, incoming)
    assert {column: after[column] for column in held if column not in found.after} == {
        column: text for column, text in held.items() if column not in found.after
    }
