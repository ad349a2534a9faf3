"""What a matter's workflow says, as values. `reading.py` makes them from a file."""

from collections.abc import Mapping
from dataclasses import dataclass

from yuanqu.engines.names import Names
from yuanqu.engines.workflow.states import TRANSITIONS, Move, Part, State


@dataclass(frozen=True, slots=True)
class Basis:
    """The rule that a number rests on; `verified` says whether we compared it with the text."""

    document: str
    article: str
    date: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A term of `days` working days that runs while the case is in one of these states.

    The day on which it starts does not count. `part` is who must act before it runs out. A clock
    that `restarts` counts anew whenever it starts again; another goes on where it stood.
    """

    code: str
    names: Names
    days: int
    runs_in: frozenset[State]
    part: Part
    restarts: bool = False
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Publicity:
    """How long a case is shown before it is decided, and which answers are shown with it."""

    days: int
    shows: tuple[str, ...]
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a case is kept after it is archived, and a draft after it was last touched."""

    years: int
    draft_days: int
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Workflow:
    """The dated definition of how one matter's cases move."""

    moves: Mapping[Move, frozenset[Part]]
    waits: Mapping[State, Part]
    clocks: tuple[Clock, ...]
    retention: Retention
    publicity: Publicity | None = None
    # Corrections are asked for before this clock runs out, or the case counts as accepted since
    # it came in (行政许可法, 2019-04-23, art. 32(4)). Empty: no such rule.
    acceptance_clock: str = ""
    # Who accepted or reviewed a case does not decide it.
    separate_decider: bool = False

    def allows(self, state: State, move: Move) -> bool:
        """Whether the definition has this move from this state."""
        if move not in self.moves or (state, move) not in TRANSITIONS:
            return False
        skips_acceptance = state == State.SUBMITTED and move == Move.DECIDE
        return not (skips_acceptance and Move.ACCEPT in self.moves)

    def moves_from(self, state: State) -> tuple[Move, ...]:
        """The moves that the definition has from this state, in the machine's order."""
        return tuple(move for move in Move if self.allows(state, move))

    @property
    def states(self) -> frozenset[State]:
        """Every state that a case of this matter can come to."""
        reached, fresh = {State.DRAFT}, {State.DRAFT}
        while fresh:
            fresh = {
                TRANSITIONS[state, move] for state in fresh for move in self.moves_from(state)
            } - reached
            reached |= fresh
        return frozenset(reached)

    def clock(self, code: str) -> Clock | None:
        """The clock of that code, if the definition has it."""
        return next((clock for clock in self.clocks if clock.code == code), None)
