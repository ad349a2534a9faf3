"""What a case that claims an organization sets off in the register."""

from yuanqu.accounts.models import User
from yuanqu.cases.effects import on_move
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import Move, Outcome
from yuanqu.organizations.actions.claiming import grant_claim, note_claim

MATTER = "organization.claim"


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
