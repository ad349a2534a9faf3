"""The standard machine of a case. A matter's definition uses a part of it, never more.

draft → submitted → (correction_requested → submitted) → accepted → in_review → publicity
→ decided → delivered → archived
"""

from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTION_REQUESTED = "correction_requested"
    ACCEPTED = "accepted"
    IN_REVIEW = "in_review"
    PUBLICITY = "publicity"
    DECIDED = "decided"
    DELIVERED = "delivered"
    ARCHIVED = "archived"


class Move(StrEnum):
    """What brings a case from one state to the next."""

    SUBMIT = "submit"
    REQUEST_CORRECTIONS = "request_corrections"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    DECLINE = "decline"
    START_REVIEW = "start_review"
    START_PUBLICITY = "start_publicity"
    RETURN_TO_REVIEW = "return_to_review"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    DELIVER = "deliver"
    ARCHIVE = "archive"


class Outcome(StrEnum):
    """How a case ended. Declined: not taken up at all (不予受理)."""

    APPROVED = "approved"
    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """The part that somebody takes in a case."""

    APPLICANT = "applicant"
    DESK = "desk"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    PUBLIC = "public"


TRANSITIONS = MappingProxyType(
    {
        (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
        (State.SUBMITTED, Move.REQUEST_CORRECTIONS): State.CORRECTION_REQUESTED,
        (State.CORRECTION_REQUESTED, Move.RESUBMIT): State.SUBMITTED,
        (State.SUBMITTED, Move.ACCEPT): State.ACCEPTED,
        (State.SUBMITTED, Move.DECLINE): State.DECIDED,
        (State.CORRECTION_REQUESTED, Move.DECLINE): State.DECIDED,
        # Only where the definition accepts nothing first; `Workflow.allows` holds that.
        (State.SUBMITTED, Move.DECIDE): State.DECIDED,
        (State.ACCEPTED, Move.START_REVIEW): State.IN_REVIEW,
        (State.ACCEPTED, Move.START_PUBLICITY): State.PUBLICITY,
        (State.ACCEPTED, Move.DECIDE): State.DECIDED,
        (State.IN_REVIEW, Move.START_PUBLICITY): State.PUBLICITY,
        (State.IN_REVIEW, Move.DECIDE): State.DECIDED,
        (State.PUBLICITY, Move.RETURN_TO_REVIEW): State.IN_REVIEW,
        (State.PUBLICITY, Move.DECIDE): State.DECIDED,
        (State.SUBMITTED, Move.WITHDRAW): State.DECIDED,
        (State.CORRECTION_REQUESTED, Move.WITHDRAW): State.DECIDED,
        (State.ACCEPTED, Move.WITHDRAW): State.DECIDED,
        (State.IN_REVIEW, Move.WITHDRAW): State.DECIDED,
        (State.PUBLICITY, Move.WITHDRAW): State.DECIDED,
        (State.DECIDED, Move.DELIVER): State.DELIVERED,
        (State.DECIDED, Move.ARCHIVE): State.ARCHIVED,
        (State.DELIVERED, Move.ARCHIVE): State.ARCHIVED,
    }
)

# A case in one of these waits for nobody's decision any more.
CLOSED = frozenset({State.DECIDED, State.DELIVERED, State.ARCHIVED})


class WorkflowError(Exception):
    """A move that cannot be made; nothing changes."""

    code = "workflow.move_not_allowed"

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"a case that is {state} cannot {move}")
        self.state, self.move = state, move


def moved(state: State, move: Move) -> State:
    """The state after the move. Raises `WorkflowError` where the machine has no such move."""
    try:
        return TRANSITIONS[state, move]
    except KeyError:
        raise WorkflowError(state, move) from None
