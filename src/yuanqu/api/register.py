"""Feeding the register: a file is checked first, and what is proposed is applied or declined.

Nothing is entered by sending a file: what it would enter, and every wrong cell, is kept as a
proposal (the dry run), and so is what a source would change. Applying does all of it or nothing.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Query, Router, Schema, UploadedFile

from yuanqu.accounts.access import may_work_as_official
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.api.errors import READ_ERRORS, WRITE_ERRORS
from yuanqu.api.once import Answer, once
from yuanqu.api.pages import PageIn, page_of
from yuanqu.api.reading import caller_of
from yuanqu.engines.proposals import Change
from yuanqu.organizations import actions, queries
from yuanqu.organizations.importing.files import report_on
from yuanqu.organizations.importing.reports import Reading
from yuanqu.organizations.models import (
    OrganizationKind,
    Proposal,
    ProposalProblem,
    ProposalStateChoice,
    ProposedRow,
)

router = Router(tags=["Register"])
READ, WRITE = "register:read", "register:write"


class ProposalOut(Schema):
    """What a file (`source` null) or a source would change, as counts of rows.

    `state` is waiting, applied, declined, replaced or expired. Lines with something wrong are
    `bad_lines`; a file that has any is not applied.
    """

    id: UUID
    title: str
    source: UUID | None
    state: str
    made_at: datetime
    expires_at: datetime
    decided_at: datetime | None
    written_in: str
    columns: dict[str, str]
    ignored: list[str]
    added: int
    changed: int
    gone: int
    bad_lines: int

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposalOut":
        """From a proposal of `organizations.queries`."""
        names = (
            "title", "made_at", "expires_at", "decided_at", "written_in", "columns", "ignored",
            "added", "changed", "gone", "bad_lines",
        )  # fmt: skip
        return cls(
            id=proposal.pk,
            source=proposal.source_id,
            state=proposal.state_at(timezone.now()).value,
            **{name: getattr(proposal, name) for name in names},
        )


class ProposalsPage(Schema):
    """A page of proposals, the latest first."""

    items: list[ProposalOut]
    total: int
    next: str | None


class RowOut(Schema):
    """One entry that would be added, changed, or is listed no longer, by the file's line.

    `record` is column and text: all of a new entry, else what changes; `before` what stood there.
    """

    line: int
    change: str
    organization: UUID | None
    record: dict[str, str]
    before: dict[str, str]

    @classmethod
    def of(cls, row: ProposedRow) -> "RowOut":
        """From a row of a proposal."""
        return cls(
            line=row.line,
            change=row.change,
            organization=row.party_id,
            record=row.record,
            before=row.before,
        )


class RowsPage(Schema):
    """A page of what is proposed, by sort of change and line."""

    items: list[RowOut]
    total: int
    next: str | None


class ProblemOut(Schema):
    """A cell that is wrong: where, what stands there, and the cause as code and sentence."""

    line: int
    column: str
    value: str
    code: str
    message: str

    @classmethod
    def of(cls, problem: ProposalProblem) -> "ProblemOut":
        """From a problem of a proposal, in the caller's language."""
        return cls(
            line=problem.line,
            column=problem.column,
            value=problem.value,
            code=problem.code,
            message=sentence(problem.code, problem.facts),
        )


class ProblemsPage(Schema):
    """A page of what is wrong, by line."""

    items: list[ProblemOut]
    total: int
    next: str | None


class RowsIn(PageIn):
    """What the rows are narrowed by."""

    change: Change | None = None


class ImportIn(Schema):
    """How the file is read: the kind of organization where a row gives none."""

    kind: OrganizationKind | None = Field(None)


@router.post("/register/imports", response={201: ProposalOut, **WRITE_ERRORS})
def check_file(request: HttpRequest, file: File[UploadedFile], asked: Form[ImportIn]) -> Answer:
    """Check a file of organizations (CSV or Excel) and keep what it would enter: the dry run."""
    actor = official(request, WRITE)
    content = bounded(file)
    # Before the transaction: reading a file may take a minute.
    report = report_on(content, Reading(kind=asked.kind or ""))

    def act() -> ProposalOut:
        title = (file.name or "-")[:200]
        made = actions.propose_import(actor=actor, title=title, report=report)
        return opened(actor, made.pk)

    return once(request, actor, act, body=content + str(asked.kind).encode())


@router.get("/register/proposals", response={200: ProposalsPage, **READ_ERRORS})
def list_proposals(request: HttpRequest, asked: Query[PageIn]) -> dict[str, Any]:
    """What files and sources propose, or have proposed."""
    actor = official(request, READ)
    return page_of(request, queries.proposals(actor), asked, ProposalOut.of)


@router.get("/register/proposals/{id}", response={200: ProposalOut, **READ_ERRORS})
def read_proposal(request: HttpRequest, id: UUID) -> ProposalOut:
    """One proposal."""
    return opened(caller_of(request).person(READ), id)


@router.get("/register/proposals/{id}/rows", response={200: RowsPage, **READ_ERRORS})
def list_rows(request: HttpRequest, id: UUID, asked: Query[RowsIn]) -> dict[str, Any]:
    """What a proposal would change."""
    proposal = found(caller_of(request).person(READ), id)
    rows = queries.rows_of(proposal, asked.change.value if asked.change else "")
    return page_of(request, rows, asked, RowOut.of)


@router.get("/register/proposals/{id}/problems", response={200: ProblemsPage, **READ_ERRORS})
def list_problems(request: HttpRequest, id: UUID, asked: Query[PageIn]) -> dict[str, Any]:
    """What is wrong in a proposal, cell by cell."""
    proposal = found(caller_of(request).person(READ), id)
    return page_of(request, queries.problems_of(proposal), asked, ProblemOut.of)


@router.post("/register/proposals/{id}/apply", response={200: ProposalOut, **WRITE_ERRORS})
def apply_proposal(request: HttpRequest, id: UUID) -> Answer:
    """Change the register as proposed: all of it, or nothing."""
    actor = caller_of(request).person(WRITE)
    proposal = found(actor, id)
    # Before the transaction, which is to be short.
    waits = proposal.state_at(timezone.now()) == ProposalStateChoice.WAITING
    ready = actions.prepared(proposal=proposal) if waits else None
    return _decided(request, actor, id, partial(actions.apply_proposal, ready=ready))


@router.post("/register/proposals/{id}/decline", response={200: ProposalOut, **WRITE_ERRORS})
def decline_proposal(request: HttpRequest, id: UUID) -> Answer:
    """Leave the register as it is; what a source proposed so is not proposed again."""
    actor = caller_of(request).person(WRITE)
    return _decided(request, actor, id, actions.decline_proposal)


def _decided(
    request: HttpRequest, actor: User, id: UUID, action: Callable[..., Proposal]
) -> Answer:
    def act() -> ProposalOut:
        action(actor=actor, proposal=found(actor, id))
        return opened(actor, id)

    return once(request, actor, act, status=200)


def official(request: HttpRequest, scope: str) -> User:
    """An official within the token's scope. Raises `NotLoggedIn`, `Forbidden`."""
    person = caller_of(request).person(scope)
    if not (verdict := may_work_as_official(person)):
        raise Forbidden(verdict.code, **verdict.facts)
    return person


def bounded(file: UploadedFile) -> bytes:
    """The content of a file that is not too large. Raises `Refused`."""
    most: int = settings.EVIDENCE_MAX_BYTES
    if (file.size or 0) > most:
        raise Refused("ledger.file_too_large", most=str(most // 2**20))
    content: bytes = file.read()
    return content


def found(person: User, id: UUID) -> Proposal:
    """A proposal that the person may see. Raises Http404, also for one that is hidden."""
    proposal = queries.proposals(person).filter(pk=id).first()
    if proposal is None:
        raise Http404
    return proposal


def opened(person: User, id: UUID) -> ProposalOut:
    """A proposal as it stands now. Raises Http404."""
    return ProposalOut.of(found(person, id))
