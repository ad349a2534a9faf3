"""Which moves a person may make with a fact as it stands, so that a page offers no others."""

from collections.abc import Mapping

from yuanqu.accounts.access import Viewer, is_official
from yuanqu.accounts.wording import sentence
from yuanqu.engines.standings import TRANSITIONS, Bearing, Standing
from yuanqu.ledger import access
from yuanqu.ledger.models import Fact

SETTLING = (Bearing.VERIFIES, Bearing.DISPUTES)


def moves_for(viewer: Viewer, fact: Fact) -> Mapping[str, bool]:
    """For each move whether the table has it from here and the person may make it."""
    if not viewer.is_authenticated:
        return {}
    settle, withdraw = access.may_settle(viewer, fact), access.may_withdraw(viewer, fact)
    allowed = {
        Bearing.VERIFIES: bool(settle),
        Bearing.DISPUTES: bool(settle),
        Bearing.WITHDRAWS: bool(withdraw),
        Bearing.CORRECTS: is_official(viewer),
    }
    return {str(move): may and _possible(fact, move) for move, may in allowed.items()}


def why_not_settled(viewer: Viewer, fact: Fact) -> str:
    """Why an official may not verify a fact that waits for it; empty where nothing hinders."""
    if not is_official(viewer) or not _possible(fact, Bearing.VERIFIES):
        return ""
    verdict = access.may_settle(viewer, fact)
    return "" if verdict else sentence(verdict.code, verdict.facts)


def _possible(fact: Fact, move: Bearing) -> bool:
    return (Standing(fact.standing.standing), move) in TRANSITIONS
