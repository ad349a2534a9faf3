"""Who may open, see, edit and move a case. Nothing is allowed that is not allowed here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from yuanqu.accounts.access import Viewer, may_act_for, parties_of
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.cases.definitions import Matter, all_versions, matter_at
from yuanqu.cases.mandates import OFFICIAL_PARTS, Mandates, mandates_of
from yuanqu.cases.models import Case, CaseEvent, EventCode
from yuanqu.cases.situations import situation_of
from yuanqu.engines.matters import covered
from yuanqu.engines.verdicts import Verdict
from yuanqu.engines.workflow import moving
from yuanqu.engines.workflow.states import Move, Part, State

EDITABLE = (State.DRAFT, State.CORRECTION_REQUESTED)
# Whoever took one of these steps does not decide where the matter keeps the two apart.
EXAMINING = (EventCode.ACCEPT, EventCode.START_REVIEW, EventCode.REQUEST_CORRECTIONS)


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave to act: the verdict, and in whose name where it is a colleague's."""

    verdict: Verdict
    on_behalf_of: User | None = None

    def __bool__(self) -> bool:
        return bool(self.verdict)


def may_open(user: Viewer, matter: Matter, party: Party) -> Verdict:
    """Open a draft of this matter in this party's name."""
    allowed = may_act_for(user, party, matter.code)
    if not allowed:
        return allowed
    if PartyKind(party.kind) not in matter.applicants:
        return Verdict.no("cases.not_for_such_applicants")
    return Verdict.yes()


def visible_to(user: Viewer, mandates: Mandates | None = None) -> QuerySet[Case]:
    """The cases this person may open.

    Their own, those of the organizations they act for in the matter, and for officials what was
    submitted in their matters.
    """
    held = mandates or mandates_of(user)
    if held is None:
        return Case.objects.none()
    allowed = Q(applicant=held.user.party_id)
    for mandate in held.parties:
        allowed |= Q(applicant=mandate.party_id) & _of_matters(mandate.matters)
    for mandate in (*held.own, *held.borrowed):
        if mandate.is_official:
            seen = _of_matters(mandate.matters) & _of_matters(mandate.lent)
            allowed |= ~Q(state=State.DRAFT) & seen
    return Case.objects.filter(allowed)


def _of_matters(named: tuple[str, ...]) -> Q:
    """Cases of these matters, or of matters of which a part is named; none named means all."""
    if not named:
        return Q()
    return Q(
        matter__in=[
            code
            for code in all_versions()
            if covered(named, code) or any(covered(named, f"{code}.{p}") for p in OFFICIAL_PARTS)
        ]
    )


def may_see(user: Viewer, case: Case) -> Verdict:
    """Open the case with everything in it."""
    seen = visible_to(user).filter(pk=case.pk).exists()
    return Verdict.yes() if seen else Verdict.no("cases.not_visible")


def may_edit(user: Viewer, case: Case) -> Verdict:
    """Change answers and files: the applicant's side, in a draft or while correcting."""
    allowed = may_act_for(user, case.applicant, case.matter)
    if allowed and State(case.state) not in EDITABLE:
        return Verdict.no("cases.not_editable")
    return allowed


def may_move(user: Viewer, case: Case, move: Move, now: datetime | None = None) -> Verdict:
    """Make this move now, by mandate, by the matter's workflow and by where the case stands."""
    return leave_to_move(user, case, move, now or timezone.now()).verdict


def may_decide(user: Viewer, case: Case, now: datetime | None = None) -> Verdict:
    """Decide the case now."""
    return may_move(user, case, Move.DECIDE, now)


def moves_open_to(user: Viewer, case: Case, now: datetime | None = None) -> tuple[Move, ...]:
    """The moves that this person can make now: what a page offers as buttons."""
    at = now or timezone.now()
    allowed = matter_at(case.matter, case.matter_version).workflow.moves_from(State(case.state))
    return tuple(move for move in allowed if leave_to_move(user, case, move, at))


def leave_to_move(user: Viewer, case: Case, move: Move, now: datetime) -> Leave:
    """As `may_move`, and in whose name. The mandate is read anew each time it is asked."""
    workflow = matter_at(case.matter, case.matter_version).workflow
    wanted = workflow.moves.get(move, frozenset())
    if Part.APPLICANT in wanted:
        allowed = may_act_for(user, case.applicant, case.matter, at=now)
        if allowed or wanted == {Part.APPLICANT}:
            return _weighed(Leave(allowed), case, move, {Part.APPLICANT})
    parts = {part for part in wanted if part in OFFICIAL_PARTS}
    leave = leave_as_official(user, case, parts, now)
    if leave.verdict.code == "cases.with_somebody_else" and not workflow.allows(
        State(case.state), move
    ):
        # That it is too late says more than that a colleague has it.
        return Leave(Verdict.no("workflow.move_not_allowed"))
    if leave and move == Move.DECIDE and workflow.separate_decider and _examined(leave, user, case):
        leave = Leave(Verdict.no("cases.decided_by_another"))
    return _weighed(leave, case, move, parts)


def _weighed(leave: Leave, case: Case, move: Move, parts: set[Part]) -> Leave:
    if not leave:
        return leave
    workflow = matter_at(case.matter, case.matter_version).workflow
    verdict = moving.may_move(workflow, situation_of(case), move, parts)
    return leave if verdict else Leave(verdict)


def leave_as_official(
    user: Viewer, case: Case, parts: set[Part], now: datetime, *, taking_over: bool = False
) -> Leave:
    """Leave to take one of these parts for the park.

    Nobody does in a case of their own side. A case that sits with one official is moved by that
    one or a stand-in; a colleague who is `taking_over` has it handed over first, on the record.
    """
    mandates = mandates_of(user, now)
    if mandates is None:
        return Leave(Verdict.no("accounts.not_logged_in"))
    holders = [holder for part in parts for holder in mandates.holders(case.matter, part)]
    if not holders:
        code = "cases.not_your_matter" if mandates.is_official else "accounts.officials_only"
        return Leave(Verdict.no(code))
    if case.applicant_id in mandates.sides or case.filed_by_id == mandates.user.pk:
        return Leave(Verdict.no("cases.own_case"))
    if case.assignee_id is None or case.assignee_id == mandates.user.pk or taking_over:
        mine = mandates.user in holders
        return Leave(Verdict.yes(), None if mine else holders[0])
    for holder in holders:
        if holder.pk == case.assignee_id:
            return Leave(Verdict.yes(), holder)
    return Leave(Verdict.no("cases.with_somebody_else", by=str(case.assignee)))


def is_own_side(user: User, case: Case) -> bool:
    """Whether the person belongs to the applicant, or filed the case: then they judge nothing."""
    return case.filed_by_id == user.pk or parties_of(user).filter(pk=case.applicant_id).exists()


def _examined(leave: Leave, user: Viewer, case: Case) -> bool:
    names = [person.party_id for person in (user, leave.on_behalf_of) if isinstance(person, User)]
    mine = Q(actor__in=names) | Q(on_behalf_of__in=names)
    return CaseEvent.objects.filter(mine, case=case, code__in=EXAMINING).exists()


def may_object(user: Viewer, case: Case) -> Verdict:
    """Object to a case in publicity: anybody who is logged in and does not apply themselves."""
    if not isinstance(user, User):
        return Verdict.no("accounts.not_logged_in")
    if parties_of(user).filter(pk=case.applicant_id).exists():
        return Verdict.no("cases.own_case")
    return moving.may_object(situation_of(case))
