"""What is proposed to be changed in a register: the sorts of change, and how a proposal ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

# Texts by the name of their column; an empty one is not there.
Texts = Mapping[str, str]


class Change(StrEnum):
    """What would become of one entry."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


class ProposalState(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    APPLIED = "applied"
    DECLINED = "declined"
    REPLACED = "replaced"
    EXPIRED = "expired"


class ProposalMove(StrEnum):
    """What ends a proposal."""

    APPLY = "apply"
    DECLINE = "decline"
    REPLACE = "replace"


TRANSITIONS = MappingProxyType(
    {
        (ProposalState.WAITING, ProposalMove.APPLY): ProposalState.APPLIED,
        (ProposalState.WAITING, ProposalMove.DECLINE): ProposalState.DECLINED,
        (ProposalState.WAITING, ProposalMove.REPLACE): ProposalState.REPLACED,
        # One that has expired is out of the way of the next.
        (ProposalState.EXPIRED, ProposalMove.REPLACE): ProposalState.REPLACED,
    }
)


class ProposalError(Exception):
    """A move that the table does not have; nothing changes. `code` says where it stands."""

    def __init__(self, state: ProposalState, move: ProposalMove) -> None:
        super().__init__(f"a proposal that is {state} takes no {move}")
        self.state, self.move, self.code = state, move, f"proposals.{state}"


def moved(state: ProposalState, move: ProposalMove) -> ProposalState:
    """The state after the move. Raises `ProposalError` where the table has no such move."""
    try:
        return TRANSITIONS[state, move]
    except KeyError:
        raise ProposalError(state, move) from None


def state_at(state: ProposalState, expires_at: datetime, now: datetime) -> ProposalState:
    """The state as one reads it at a time: who waits too long has expired."""
    waits_too_long = state == ProposalState.WAITING and expires_at <= now
    return ProposalState.EXPIRED if waits_too_long else state


@dataclass(frozen=True, slots=True)
class Difference:
    """The columns of one entry that change, as they were and as they would be."""

    before: Texts
    after: Texts

    def __bool__(self) -> bool:
        return bool(self.after)


def difference(held: Texts, incoming: Texts) -> Difference:
    """What the incoming texts would change.

    A column that is empty or missing in what comes in says nothing, and so takes nothing away.
    """
    after = {
        column: text for column, text in incoming.items() if text and text != held.get(column, "")
    }
    before = {column: held[column] for column in after if held.get(column)}
    return Difference(MappingProxyType(before), MappingProxyType(after))
