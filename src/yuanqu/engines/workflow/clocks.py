"""Terms in working days: they run in some states, stand still in others, and are met or missed.

The calendar is an argument: this module counts with whatever says what a working day is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from yuanqu.engines.workflow.definition import Clock, Workflow
from yuanqu.engines.workflow.states import State

BEFORE_PUBLICITY = frozenset({State.ACCEPTED, State.IN_REVIEW})


class Calendar(Protocol):
    """What counts as a working day."""

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after the day; the day itself for 0."""

    def between(self, first: date, last: date) -> int:
        """How many working days lie in (first, last]; 0 where last is not after first."""


@dataclass(frozen=True, slots=True)
class Running:
    """Where one clock of one case stands.

    `spent` working days lie behind; since `since` it runs (None: it stands still). The day named
    does not count. `missed` is the day on which it ran out while it was running, if it did.
    """

    code: str
    spent: int = 0
    since: date | None = None
    missed: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The next day by which somebody must act, and the clock that says so."""

    on: date
    clock: str


def runs_since(clock: Clock, state: State, today: date, resumes: date | None) -> date | None:
    """Since when the clock runs for a case that comes to this state today; None: not at all.

    Publicity stops the clock of whoever decides; it runs on by itself from its last day.
    """
    if state in clock.runs_in:
        return today
    if state == State.PUBLICITY and resumes and clock.runs_in & BEFORE_PUBLICITY:
        return resumes
    return None


def turned(
    workflow: Workflow,
    held: Iterable[Running],
    state: State,
    today: date,
    calendar: Calendar,
    *,
    resumes: date | None = None,
) -> tuple[Running, ...]:
    """The clocks of a case that comes to `state` today.

    A clock that runs before and after goes on; one that stops remembers what it spent.
    `resumes` is the last day of publicity where the case goes into it.
    """
    known = {running.code: running for running in held}
    return tuple(
        _turned(clock, known.get(clock.code, Running(clock.code)), state, today, calendar, resumes)
        for clock in workflow.clocks
    )


def _turned(
    clock: Clock,
    running: Running,
    state: State,
    today: date,
    calendar: Calendar,
    resumes: date | None,
) -> Running:
    since = runs_since(clock, state, today, resumes)
    if clock.restarts and since and running.since is None:
        return Running(clock.code, 0, since)
    return replace(stop(clock, running, today, calendar), since=since)


def stop(clock: Clock, running: Running, today: date, calendar: Calendar) -> Running:
    """The clock standing still from today on, with what it spent, and whether it was missed."""
    if running.since is None:
        return running
    due = runs_out(clock, running, calendar)
    spent = running.spent + calendar.between(running.since, today)
    missed = running.missed or (due if due < today else None)
    return Running(running.code, spent, None, missed)


def runs_out(clock: Clock, running: Running, calendar: Calendar) -> date:
    """The last day of the term. The clock must be running."""
    if running.missed:
        return running.missed
    if running.since is None:
        raise ValueError(f"the clock {clock.code} stands still")
    return calendar.after(running.since, max(clock.days - running.spent, 0))


def due(workflow: Workflow, held: Iterable[Running], calendar: Calendar) -> Due | None:
    """The first day on which a running clock runs out; None where none runs."""
    ends = [
        Due(runs_out(clock, running, calendar), clock.code)
        for running in held
        if running.since is not None and (clock := workflow.clock(running.code)) is not None
    ]
    return min(ends, key=lambda end: (end.on, end.clock), default=None)


def restarted(held: Iterable[Running], code: str, since: date) -> tuple[Running, ...]:
    """The clocks with one of them running anew since an earlier day, as if nothing were spent."""
    return tuple(Running(code, 0, since) if running.code == code else running for running in held)
