"""What a decided case sets off in the register: a claimant let in, a platform recognized."""

from yuanqu.accounts.models import User
from yuanqu.cases.effects import on_move
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import Move, Outcome
from yuanqu.organizations.actions.claiming import grant_claim, note_claim
from yuanqu.organizations.actions.recognizing import label_platform

MATTER = "organization.claim"
PLATFORM = "organization.platform"


@on_move(MATTER, Move.SUBMIT)
@on_move(MATTER, Move.RESUBMIT)
def note(case: Case, _actor: User) -> None:
    """Note whom it claims, and whether somebody else does too."""
    note_claim(case=case)


@on_move(MATTER, Move.DECIDE)
def let_in(case: Case, actor: User) -> None:
    """Make the claimant administrator, where the claim was approved."""
    if case.decision.outcome == Outcome.APPROVED:
        grant_claim(actor=actor, case=case)


@on_move(PLATFORM, Move.DECIDE)
def recognize(case: Case, actor: User) -> None:
    """Keep the recognition as a label, where it was approved."""
    if case.decision.outcome == Outcome.APPROVED:
        label_platform(actor=actor, case=case)
