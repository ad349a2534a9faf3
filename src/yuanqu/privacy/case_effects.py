"""What decided requests set off: a copy is made, a name put right, data erased."""

from collections.abc import Mapping
from typing import Any

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.actions.erasing import rename_person
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.cases.effects import on_move
from yuanqu.cases.models import Case, OutcomeChoice
from yuanqu.engines.workflow.states import Move
from yuanqu.privacy.access import TRANSFER, consents
from yuanqu.privacy.actions import ask_copy, erase_person, give_consent
from yuanqu.privacy.models import How
from yuanqu.privacy.purposes import purpose_called
from yuanqu.privacy.rules import erasable

# The parts that a request for deletion may name, by the rules of personal.yaml.
PARTS = {
    "applications": ("cases.applications", "cases.objections"),
    "answers": ("cases.answers_on_file",),
    "notices": ("cases.notices",),
    "evidence": ("ledger.evidence", "search.documents"),
    "programs": ("api.answers", "api.webhooks"),
}


@on_move("privacy.access", Move.DECIDE)
def make_copy(case: Case, actor: User) -> None:
    """Approved: the copy is made, and the person finds it under “My data”."""
    if case.outcome == OutcomeChoice.APPROVED:
        ask_copy(actor=actor, person=_person(case), case=case)


@on_move(TRANSFER, Move.SUBMIT)
def note_consent(case: Case, actor: User) -> None:  # noqa: ARG001 - every effect takes both
    """Whoever asks for a transfer consents to it separately (个人信息保护法, art. 23)."""
    version = purpose_called(TRANSFER).version
    give_consent(actor=actor, purpose=TRANSFER, version=version, how=How.CASE)


@on_move(TRANSFER, Move.DECIDE)
def make_transfer(case: Case, actor: User) -> None:
    """Approved, and the consent still stands: the copy is made for the recipient."""
    if case.outcome != OutcomeChoice.APPROVED:
        return
    if not consents(_person(case), TRANSFER):
        raise Refused("privacy.consent_withdrawn")
    ask_copy(actor=actor, person=_person(case), case=case)


@on_move("privacy.correction", Move.DECIDE)
def correct_name(case: Case, actor: User) -> None:
    """Approved: the right name stands at once; other corrections are made by their own actions."""
    said, person = _answers(case), _person(case)
    if case.outcome == OutcomeChoice.APPROVED and said.get("what") == "name":
        rename_person(user=person, display_name=said["name"])
        record_event(actor=actor, act="privacy.corrected", subject=person, reference=case.number)


@on_move("privacy.deletion", Move.DECIDE)
def erase(case: Case, actor: User) -> None:
    """Approved: the account with everything goes, or the parts that were named."""
    if case.outcome != OutcomeChoice.APPROVED:
        return
    said = _answers(case)
    if said.get("scope") == "everything":
        codes = [rule.code for rule in erasable()]
    else:
        codes = [code for part in said.get("parts", ()) for code in PARTS[part]]
    erase_person(
        actor=actor,
        person=_person(case),
        codes=codes,
        case=case,
        reason=f"依申请删除：{case.number}",
    )


def _answers(case: Case) -> Mapping[str, Any]:
    """What was decided on: the answers as they were last sent."""
    sent = case.submissions.last()
    return sent.answers if sent else {}


def _person(case: Case) -> User:
    """Whose data it is about: the applicant. Raises `Refused` where there is no account."""
    person = User.objects.filter(party=case.applicant_id).first()
    if person is None:
        raise Refused("privacy.no_account")
    return person
