"""Clocks: started, stopped, run out; across Spring Festival 2026; against a count day by day."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.workflows import full
from yuanqu.engines.workflow.clocks import Due, Running, due, restarted, turned
from yuanqu.engines.workflow.reading import workflow_from
from yuanqu.engines.workflow.states import State

WORKFLOW = workflow_from(full())
# 国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04): Spring Festival is off from the 15th to
# the 23rd of February; Saturdays the 14th and the 28th are worked.
OFF = {date(2026, 2, 15) + timedelta(days=n) for n in range(9)}
WORKED = {date(2026, 2, 14), date(2026, 2, 28)}


@dataclass(frozen=True)
class DayByDay:
    """The calendar of these tests: counts as a child would, one day after the other."""

    def is_worked(self, day: date) -> bool:
        return day in WORKED or (day.weekday() < 5 and day not in OFF)

    def after(self, day: date, count: int) -> date:
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_worked(day)
        return day

    def between(self, first: date, last: date) -> int:
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_worked, days))


CALENDAR = DayByDay()


def february(day: int) -> date:
    return date(2026, 2, day)


def march(day: int) -> date:
    return date(2026, 3, day)


def come_to(
    state: State, day: date, held: tuple[Running, ...] = (), resumes: date | None = None
) -> tuple[Running, ...]:
    return turned(WORKFLOW, held, state, day, CALENDAR, resumes=resumes)


def due_on(held: tuple[Running, ...]) -> tuple[date, str] | None:
    end = due(WORKFLOW, held, CALENDAR)
    return (end.on, end.clock) if end else None


def test_the_day_on_which_a_clock_starts_does_not_count():
    # Monday, the 2nd: five working days are the 3rd, 4th, 5th, 6th and 9th.
    assert due_on(come_to(State.SUBMITTED, march(2))) == (march(9), "acceptance")


@pytest.mark.parametrize(
    ("started", "five_later", "twenty_later"),
    [
        (february(9), february(14), march(13)),  # Saturday the 14th is worked
        (february(10), february(24), march(16)),  # over the holiday: the 14th, then the 24th
        (february(13), february(27), march(19)),
        (february(14), february(28), march(20)),  # begun on a Saturday that is worked
        (february(17), february(28), march(20)),  # begun on New Year's day itself
        (february(27), march(5), march(26)),  # Saturday the 28th is worked
    ],
)
def test_terms_are_right_across_spring_festival_2026(
    started: date, five_later: date, twenty_later: date
):
    assert due_on(come_to(State.SUBMITTED, started)) == (five_later, "acceptance")
    assert due_on(come_to(State.ACCEPTED, started)) == (twenty_later, "decision")


def test_a_clock_goes_on_where_both_states_run_it():
    accepted = come_to(State.ACCEPTED, february(10))
    reviewed = come_to(State.IN_REVIEW, february(25), accepted)
    assert due_on(reviewed) == due_on(accepted) == (march(16), "decision")


def test_the_desks_clock_stands_still_while_the_applicant_corrects():
    submitted = come_to(State.SUBMITTED, march(2))
    asked = come_to(State.CORRECTION_REQUESTED, march(4), submitted)
    assert due_on(asked) == (march(25), "reply")
    assert Running("acceptance", spent=2) in asked


def test_a_clock_that_restarts_counts_anew_after_the_corrections():
    submitted = come_to(State.SUBMITTED, march(2))
    asked = come_to(State.CORRECTION_REQUESTED, march(4), submitted)
    again = come_to(State.SUBMITTED, march(16), asked)
    assert due_on(again) == (march(23), "acceptance")


def test_publicity_stops_the_clock_and_it_runs_on_by_itself_from_the_last_day():
    accepted = come_to(State.ACCEPTED, march(2))
    shown = come_to(State.PUBLICITY, march(4), accepted, resumes=march(11))
    # Two of twenty days are spent; the other eighteen follow the 11th of March.
    assert due_on(shown) == (CALENDAR.after(march(11), 18), "decision")
    decided = come_to(State.DECIDED, march(13), shown)
    assert Running("decision", spent=4) in decided


def test_review_that_takes_a_case_out_of_publicity_goes_on_at_once():
    accepted = come_to(State.ACCEPTED, march(2))
    shown = come_to(State.PUBLICITY, march(4), accepted, resumes=march(11))
    back = come_to(State.IN_REVIEW, march(6), shown)
    assert due_on(back) == (CALENDAR.after(march(6), 18), "decision")


def test_a_term_that_was_missed_stays_missed():
    accepted = come_to(State.ACCEPTED, march(2))
    late = come_to(State.DECIDED, date(2026, 4, 20), accepted)
    assert Running("decision", 35, None, march(30)) in late
    again = come_to(State.IN_REVIEW, date(2026, 4, 21), late)
    assert due_on(again) == (march(30), "decision")


def test_nothing_is_due_where_no_clock_runs():
    assert due_on(come_to(State.DRAFT, march(2))) is None
    assert due_on(come_to(State.ARCHIVED, march(2))) is None


def test_a_clock_can_be_set_back_to_an_earlier_day():
    accepted = come_to(State.ACCEPTED, march(20))
    assert due_on(restarted(accepted, "decision", march(2))) == (march(30), "decision")


# --- the same, counted day by day --------------------------------------------------------

MOVES = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=12),  # days that pass before it
        st.sampled_from([State.ACCEPTED, State.IN_REVIEW, State.DECIDED, State.SUBMITTED]),
    ),
    min_size=1,
    max_size=8,
)


def counted(moves: list[tuple[int, State]], start: date) -> tuple[date | None, bool]:
    """The decision clock by hand: the day its twentieth working day came, and whether it runs.

    A day counts if the clock was running when it began.
    """
    steps, day = [], start
    for wait, state in moves:
        day += timedelta(days=wait)
        steps.append((day, state))
    end = steps[-1][0] + timedelta(days=200)
    state, spent, runs_out = State.DRAFT, 0, None
    day = start
    while day <= end and runs_out is None:
        spent += state in {State.ACCEPTED, State.IN_REVIEW} and CALENDAR.is_worked(day)
        if spent == 20:
            runs_out = day
        for at, after in steps:
            state = after if at == day else state
        day += timedelta(days=1)
    return runs_out, steps[-1][1] in {State.ACCEPTED, State.IN_REVIEW}


@given(MOVES, st.dates(date(2026, 1, 25), date(2026, 3, 5)))
def test_the_decision_clock_runs_out_on_the_day_that_counting_day_by_day_gives(
    moves: list[tuple[int, State]], start: date
):
    held: tuple[Running, ...] = ()
    day = start
    for wait, state in moves:
        day += timedelta(days=wait)
        held = come_to(state, day, held)
    runs_out, runs = counted(moves, start)
    running = next(clock for clock in held if clock.code == "decision")
    assert (running.since is not None) is runs
    if runs:
        ends = Due(runs_out or date.max, "decision")
        found = due(WORKFLOW, [running], CALENDAR)
        # Met on its very last day and begun again later, it is due on that later day.
        met_exactly = running.spent == 20 and running.missed is None
        assert found == (Due(running.since or date.max, "decision") if met_exactly else ends)
