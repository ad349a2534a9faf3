"""Cases: what waits, what was sent, filling in a draft, and the moves."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, User
from yuanqu.api.errors import READ_ERRORS, WRITE_ERRORS
from yuanqu.api.once import Answer, once
from yuanqu.api.pages import PageIn, page_of
from yuanqu.api.reading import caller_of
from yuanqu.api.schemas import PartyOut
from yuanqu.cases import actions, queries
from yuanqu.cases.access import moves_open_to
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import Move, Outcome

router = Router(tags=["Cases"])
READ, WRITE = "cases:read", "cases:write"


class CaseOut(Schema):
    """A case in a list. `due_on` is the last day for whoever it waits for."""

    id: UUID
    number: str
    matter: str
    matter_version: int
    state: str
    outcome: str
    applicant: PartyOut
    waits_for: str
    due_on: date | None
    submitted_at: datetime | None

    @classmethod
    def of(cls, case: Case) -> "CaseOut":
        """From a case of `cases.queries`."""
        return cls(**plain(case))


def plain(case: Case) -> dict[str, Any]:
    """What a list shows of a case."""
    names = ("number", "matter", "matter_version", "state", "outcome", "waits_for", "due_on")
    return {
        "id": case.pk,
        "applicant": PartyOut.of(case.applicant),
        "submitted_at": case.submitted_at,
    } | {name: getattr(case, name) for name in names}


class EventOut(Schema):
    """What happened to a case; people by opaque id alone."""

    at: datetime
    code: str
    actor: UUID | None


class WholeCaseOut(CaseOut):
    """A case with its answers as the caller reads them, its story and the moves open to them."""

    revision: int
    answers: dict[str, Any]
    corrections: list[str]
    reasons: str
    moves: list[str]
    events: list[EventOut]


class CasesPage(Schema):
    """A page of cases, latest first."""

    items: list[CaseOut]
    total: int
    next: str | None


class CasesIn(PageIn):
    """What the list is narrowed by."""

    matter: str = Field("", max_length=60)
    state: str = Field("", max_length=20)


class DraftIn(Schema):
    """Which matter, and in whose name."""

    matter: str = Field(max_length=60)
    applicant: UUID


class AnswersIn(Schema):
    """The answers so far; `revision` is the one that they change. Money is integer fen."""

    revision: int = Field(ge=0, le=2**31 - 1)
    answers: dict[str, Any]


class CorrectionIn(Schema):
    """One thing that is missing or wrong; `field` where it is about one question."""

    what: str = Field(max_length=500)
    field: str = Field("", max_length=60)


class MoveIn(Schema):
    """What a move needs: a decision its outcome and reasons, corrections their list."""

    outcome: Outcome | None = None
    reasons: str = Field("", max_length=3000)
    corrections: list[CorrectionIn] = Field([], max_length=50)


@router.get("/cases", response={200: CasesPage, **READ_ERRORS})
def list_cases(request: HttpRequest, asked: Query[CasesIn]) -> dict[str, Any]:
    """The cases that you may open, drafts left out."""
    person = caller_of(request).person(READ)
    found = queries.cases_for(person, matter=asked.matter, state=asked.state)
    return page_of(request, found, asked, CaseOut.of)


@router.get("/cases/inbox", response={200: CasesPage, **READ_ERRORS})
def list_inbox(request: HttpRequest, asked: Query[PageIn]) -> dict[str, Any]:
    """What waits for you, the longest overdue first."""
    return page_of(request, queries.inbox(caller_of(request).person(READ)), asked, CaseOut.of)


@router.get("/cases/{id}", response={200: WholeCaseOut, **READ_ERRORS})
def read_case(request: HttpRequest, id: UUID) -> WholeCaseOut:
    """One case."""
    return whole(caller_of(request).person(READ), id)


@router.post("/cases", response={201: WholeCaseOut, **WRITE_ERRORS})
def open_case(request: HttpRequest, body: DraftIn) -> Answer:
    """Begin a draft."""
    actor = caller_of(request).person(WRITE)

    def act() -> WholeCaseOut:
        party = Party.objects.filter(pk=body.applicant).first()
        if party is None:
            raise Refused("api.unknown_party", party=str(body.applicant))
        made = actions.open_draft(actor=actor, matter=body.matter, applicant=party)
        return whole(actor, made.pk)

    return once(request, actor, act)


@router.post("/cases/{id}/answers", response={200: WholeCaseOut, **WRITE_ERRORS})
def save_answers(request: HttpRequest, id: UUID, body: AnswersIn) -> Answer:
    """Keep answers in a draft or a case sent back. Those that cannot stand refuse the whole."""
    actor = caller_of(request).person(WRITE)

    def act() -> WholeCaseOut:
        case = found(actor, id)
        saved = actions.save_draft(
            actor=actor, case=case, answers=body.answers, revision=body.revision
        )
        if saved.errors:
            wrong = {error.field: error.code for error in saved.errors}
            raise Refused(
                "api.bad_answers", fields=", ".join(f"{k} ({v})" for k, v in wrong.items())
            )
        return whole(actor, id)

    return once(request, actor, act, status=200)


@router.post("/cases/{id}/moves/{move}", response={200: WholeCaseOut, **WRITE_ERRORS})
def make_move(request: HttpRequest, id: UUID, move: Move, body: MoveIn) -> Answer:
    """Make a move: submit, accept, request_corrections, decide and the others of the matter."""
    actor = caller_of(request).person(WRITE)

    def act() -> WholeCaseOut:
        MOVES[move](actor, found(actor, id), body)
        return whole(actor, id)

    return once(request, actor, act, status=200)


def _decide(actor: User, case: Case, body: MoveIn) -> Case:
    if body.outcome is None:
        raise Refused("api.outcome_missing")
    return actions.decide(actor=actor, case=case, outcome=body.outcome, reasons=body.reasons)


def _request_corrections(actor: User, case: Case, body: MoveIn) -> Case:
    items = [actions.CorrectionDraft(item.what, item.field) for item in body.corrections]
    return actions.request_corrections(actor=actor, case=case, items=items)


def _plainly(action: Callable[..., Case]) -> Callable[[User, Case, MoveIn], Case]:
    return lambda actor, case, _body: action(actor=actor, case=case)


def _for_reasons(action: Callable[..., Case]) -> Callable[[User, Case, MoveIn], Case]:
    return lambda actor, case, body: action(actor=actor, case=case, reasons=body.reasons)


MOVES: Mapping[Move, Callable[[User, Case, MoveIn], Case]] = {
    Move.SUBMIT: _plainly(actions.submit),
    Move.RESUBMIT: _plainly(actions.resubmit),
    Move.ACCEPT: _plainly(actions.accept),
    Move.START_REVIEW: _plainly(actions.start_review),
    Move.START_PUBLICITY: _plainly(actions.start_publicity),
    Move.RETURN_TO_REVIEW: _plainly(actions.return_to_review),
    Move.DELIVER: _plainly(actions.deliver),
    Move.ARCHIVE: _plainly(actions.archive),
    Move.DECLINE: _for_reasons(actions.decline),
    Move.WITHDRAW: _for_reasons(actions.withdraw_case),
    Move.DECIDE: _decide,
    Move.REQUEST_CORRECTIONS: _request_corrections,
}


def found(person: User, id: UUID) -> Case:
    """A case that the person may open. Raises Http404, also for one that is hidden."""
    case = queries.case_for(person, id).first()
    if case is None:
        raise Http404
    return case


def whole(person: User, id: UUID) -> WholeCaseOut:
    """A case as the person reads it. Raises Http404."""
    case = found(person, id)
    decision = getattr(case, "decision", None)
    return WholeCaseOut(
        **plain(case),
        revision=case.revision,
        answers=dict(queries.answers_seen(person, case)),
        corrections=[item.what for item in case.corrections.all()],
        reasons=decision.reasons if decision else "",
        moves=[*moves_open_to(person, case)],
        events=[
            EventOut(at=event.at, code=event.code, actor=event.actor_id)
            for event in case.events.all()
        ],
    )
