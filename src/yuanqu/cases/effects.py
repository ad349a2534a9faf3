"""What a move sets off in other apps: `case_effects.py` of any app above registers it here.

    @on_move("organization.claim", Move.DECIDE)
    def give_mandate(case: Case, actor: User) -> None: …

An effect runs inside the move's own transaction, after the case has moved (`case.decision` is there
once it was decided). What it raises undoes the move, so a `Refused` of its own is a way to say no.
"""

from collections import defaultdict
from collections.abc import Callable

from yuanqu.accounts.models import User
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import Move

Effect = Callable[[Case, User], None]

_effects: dict[tuple[str, Move], list[Effect]] = defaultdict(list)


def on_move(matter: str, move: Move) -> Callable[[Effect], Effect]:
    """Register a function to run whenever a case of this matter makes this move."""

    def register(effect: Effect) -> Effect:
        if effect not in _effects[matter, move]:
            _effects[matter, move].append(effect)
        return effect

    return register


def run_effects(case: Case, move: Move, actor: User) -> None:
    """Run what was registered, in the order in which it was."""
    for effect in _effects[case.matter, move]:
        effect(case, actor)
