"""What the sample's decisions set off: a party of its own for what was recognized."""

from yuanqu.accounts.actions import create_party
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import PartyKind, User
from yuanqu.cases.effects import on_move
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import Move, Outcome


@on_move("sample.recognition", Move.DECIDE)
def found_team(case: Case, actor: User) -> None:
    """Found the team that was recognized; one name is not to be had."""
    if case.decision.outcome != Outcome.APPROVED:
        return
    if case.answers["title"] == "无效名称":
        raise Refused("cases.no_such_outcome")
    create_party(kind=PartyKind.TEAM, label=case.answers["title"])
