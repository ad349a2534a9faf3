"""Making a `Workflow` from what a file says, and refusing what cannot work."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from yuanqu.engines.names import Names
from yuanqu.engines.workflow.definition import Basis, Clock, Publicity, Retention, Workflow
from yuanqu.engines.workflow.states import CLOSED, Move, Part, State

Word = TypeVar("Word", bound=StrEnum)

# Who acts next where the definition does not say.
USUAL = {
    State.DRAFT: Part.APPLICANT,
    State.SUBMITTED: Part.DESK,
    State.CORRECTION_REQUESTED: Part.APPLICANT,
    State.ACCEPTED: Part.DESK,
    State.IN_REVIEW: Part.REVIEWER,
    State.PUBLICITY: Part.DECIDER,
    State.DECIDED: Part.DESK,
}
LONGEST_TERM = 1000  # working days


class DefinitionError(ValueError):
    """A definition that cannot work; the message says what to change."""


def workflow_from(read: Mapping[str, Any]) -> Workflow:
    """The workflow of a matter's file. Raises `DefinitionError`."""
    try:
        workflow = _workflow(read)
    except (KeyError, TypeError, AttributeError) as error:
        raise DefinitionError(f"the workflow lacks or misstates {error}") from error
    _check(workflow)
    return workflow


def _workflow(read: Mapping[str, Any]) -> Workflow:
    moves = {
        _word(Move, move): frozenset(_word(Part, part) for part in parts)
        for move, parts in read["moves"].items()
    }
    waits = {_word(State, state): _word(Part, part) for state, part in _part(read, "waits")}
    retention = read["retention"]
    publicity = read.get("publicity")
    return Workflow(
        moves=moves,
        waits=USUAL | waits,
        clocks=tuple(_clock(code, clock) for code, clock in _part(read, "clocks")),
        retention=Retention(
            years=retention["years"],
            draft_days=retention.get("draft_days", 180),
            basis=_basis(retention.get("basis")),
        ),
        publicity=Publicity(
            publicity["days"], tuple(publicity["shows"]), _basis(publicity.get("basis"))
        )
        if publicity
        else None,
        acceptance_clock=read.get("acceptance_clock", ""),
        separate_decider=read.get("separate_decider", False),
    )


def _part(read: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    return (read.get(name) or {}).items()


def _clock(code: str, read: Mapping[str, Any]) -> Clock:
    return Clock(
        code=code,
        names=Names(**read["names"]),
        days=read["days"],
        runs_in=frozenset(_word(State, state) for state in read["runs_in"]),
        part=_word(Part, read["part"]),
        restarts=read.get("restarts", False),
        basis=_basis(read.get("basis")),
    )


def _basis(read: Mapping[str, Any] | None) -> Basis | None:
    if read is None:
        return None
    return Basis(
        read["document"], str(read["article"]), str(read["date"]), verified=read["verified"]
    )


def _word(kind: type[Word], text: str) -> Word:
    try:
        return kind(text)
    except ValueError:
        raise DefinitionError(f"{text!r} is no {kind.__name__.lower()}") from None


def _check(workflow: Workflow) -> None:
    states = workflow.states
    if State.DECIDED not in states or Move.DECIDE not in workflow.moves:
        raise DefinitionError("no way leads to a decision")
    for move, parts in workflow.moves.items():
        if not parts:
            raise DefinitionError(f"nobody makes the move {move}")
        if not any(workflow.allows(state, move) for state in states):
            raise DefinitionError(f"no state that a case can come to has the move {move}")
    for state in states - CLOSED:
        if not workflow.moves_from(state):
            raise DefinitionError(f"a case that is {state} stays so for ever")
    _check_rules(workflow)
    for clock in workflow.clocks:
        _check_clock(workflow, clock)


def _check_rules(workflow: Workflow) -> None:
    if (Move.START_PUBLICITY in workflow.moves) != (workflow.publicity is not None):
        raise DefinitionError("publicity needs both the move and its terms, or neither")
    if workflow.publicity and not 1 <= workflow.publicity.days <= LONGEST_TERM:
        raise DefinitionError("publicity lasts at least one working day")
    asks, answers = Move.REQUEST_CORRECTIONS in workflow.moves, Move.RESUBMIT in workflow.moves
    if asks != answers:
        raise DefinitionError("whoever is asked for corrections must be able to send them")
    if workflow.acceptance_clock and workflow.clock(workflow.acceptance_clock) is None:
        raise DefinitionError("acceptance_clock names no clock")
    if workflow.retention.years < 1 or workflow.retention.draft_days < 1:
        raise DefinitionError("a case is kept for at least a year, a draft for a day")


def _check_clock(workflow: Workflow, clock: Clock) -> None:
    if not 1 <= clock.days <= LONGEST_TERM:
        raise DefinitionError(f"the clock {clock.code} has no sensible term")
    if not clock.runs_in or not clock.runs_in <= workflow.states:
        raise DefinitionError(f"the clock {clock.code} runs in a state that no case comes to")
    if State.PUBLICITY in clock.runs_in:
        raise DefinitionError("clocks stand still during publicity")
