"""Packs, documents and curated answers: read, added, tried again.

A file is read at once where it is small, and else by a job: its version says `waiting` until then,
and `failed`, with a code and a sentence, where it cannot be read.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Query, Router, Schema, UploadedFile

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.api.errors import READ_ERRORS, WRITE_ERRORS
from yuanqu.api.once import Answer, once
from yuanqu.api.pages import PageIn, page_of
from yuanqu.api.reading import caller_of
from yuanqu.api.schemas import NamesOut
from yuanqu.knowledge import actions, queries
from yuanqu.knowledge.access import require_curator
from yuanqu.knowledge.files import Received, pasted, received
from yuanqu.knowledge.models import Access, Audience, Faq, Pack, Status, Version
from yuanqu.knowledge.statements import Statement, statement_of
from yuanqu.knowledge.validity import is_in_force

router = Router(tags=["Knowledge"])
READ, WRITE = "knowledge:read", "knowledge:write"
LONGEST_PASTED = 500_000


class PackOut(Schema):
    """A pack, with how many documents and curated answers it holds."""

    slug: str
    names: NamesOut
    about: NamesOut
    owner: UUID | None
    audience: str
    access: str
    documents: int
    answers: int

    @classmethod
    def of(cls, pack: Any) -> "PackOut":
        """From a pack of `knowledge.queries.packs`."""
        return cls(
            slug=pack.slug,
            names=NamesOut.of(pack.names),
            about=NamesOut.of(pack.about),
            owner=pack.owner_id,
            audience=pack.audience,
            access=pack.access,
            documents=pack.document_count,
            answers=pack.faq_count,
        )


class PacksPage(Schema):
    """A page of packs."""

    items: list[PackOut]
    total: int
    next: str | None


class FailureOut(Schema):
    """Why a file could not be read."""

    code: str
    message: str


class VersionOut(Schema):
    """A version of a document. `state` is waiting, reading, parsed or failed.

    `effective_to` is the last day on which it holds; `replaced_on` the day on which a later version
    takes its place; `in_force` whether it answers questions about today.
    """

    id: UUID
    pack: str
    key: str
    number: int
    title: str
    issuer: str
    document_number: str
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    replaced_on: date | None
    status: str
    in_force: bool
    audience: str
    access: str
    address: str
    media_type: str
    state: str
    failure: FailureOut | None
    added_at: datetime

    @classmethod
    def of(cls, version: Version) -> "VersionOut":
        """From a version of `knowledge.queries`, in the caller's language."""
        names = (
            "number", "title", "issuer", "document_number", "issued_on", "effective_from",
            "effective_to", "replaced_on", "status", "audience", "access", "address", "media_type",
            "state", "added_at",
        )  # fmt: skip
        failed = bool(version.error)
        message = sentence(version.error, version.error_facts) if failed else ""
        return cls(
            id=version.pk,
            pack=version.document.pack.slug,
            key=version.document.key,
            in_force=is_in_force(version, timezone.localdate()),
            failure=FailureOut(code=version.error, message=message) if failed else None,
            **{name: getattr(version, name) for name in names},
        )


class VersionsPage(Schema):
    """A page of documents, each by its latest version."""

    items: list[VersionOut]
    total: int
    next: str | None


class PassageOut(Schema):
    """A stretch [start, end) of the text, with the headings above it and its article."""

    start: int
    end: int
    heading: str
    article: str


class VersionWithTextOut(Schema):
    """A version with its text, of which `passages` are stretches; offsets never change."""

    version: VersionOut
    text: str
    passages: list[PassageOut]


class FaqOut(Schema):
    """A curated answer."""

    id: UUID
    pack: str
    key: str
    question: str
    variants: list[str]
    answer: str

    @classmethod
    def of(cls, faq: Faq) -> "FaqOut":
        """From an answer with its pack."""
        return cls(
            id=faq.pk,
            pack=faq.pack.slug,
            key=faq.key,
            question=faq.question,
            variants=faq.variants,
            answer=faq.answer,
        )


class FaqsPage(Schema):
    """A page of curated answers."""

    items: list[FaqOut]
    total: int
    next: str | None


class AddedOut(Schema):
    """What came of a file: one document or several, or the curated answers of a table."""

    documents: list[VersionOut]
    answers: list[FaqOut]


class InPack(PageIn):
    """Of one pack, or of all."""

    pack: str = Field("", max_length=40)
    text: str = Field("", max_length=200)


class DocumentIn(Schema):
    """What is stated of a document; what is left out is read from it, as far as it says so.

    Send `file`, or `text`. A title with 征求意见稿 makes a draft, whatever `status` says.
    """

    pack: str = Field(max_length=40)
    key: str = Field("", max_length=100)
    text: str = Field("", max_length=LONGEST_PASTED)
    title: str = Field("", max_length=300)
    issuer: str = Field("", max_length=200)
    document_number: str = Field("", max_length=100)
    issued_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    status: Status | None = None
    audience: Audience | None = None
    access: Access | None = None
    address: str = Field("", max_length=500)

    def statement(self) -> Statement:
        """What was stated. Raises `Refused`."""
        return statement_of(self.model_dump(exclude={"pack", "key", "text"}, exclude_none=True))


@router.get("/knowledge/packs", response={200: PacksPage, **READ_ERRORS})
def list_packs(request: HttpRequest, asked: Query[PageIn]) -> dict[str, Any]:
    """The packs that the caller may look into."""
    viewer = caller_of(request).demand(READ)
    return page_of(request, queries.packs(viewer), asked, PackOut.of)


@router.get("/knowledge/documents", response={200: VersionsPage, **READ_ERRORS})
def list_documents(request: HttpRequest, asked: Query[InPack]) -> dict[str, Any]:
    """Documents, each by the latest version that the caller may read; narrowed by words."""
    viewer = caller_of(request).demand(READ)
    found = queries.narrowed(queries.documents_in(viewer, slug=asked.pack), asked.text)
    return page_of(request, found, asked, VersionOut.of)


@router.post("/knowledge/documents", response={201: AddedOut, **WRITE_ERRORS})
def add_document(
    request: HttpRequest,
    asked: Form[DocumentIn],
    file: File[UploadedFile | None] = None,
) -> Answer:
    """Add a file or a text to a pack; the same key again makes a new version."""
    actor = caller_of(request).person(WRITE)
    pack = pack_of(actor, asked.pack)
    require_curator(actor, pack)
    statement = asked.statement()
    # Before the transaction: reading a file takes a while.
    got = handed_in(asked.text, file)

    def act() -> AddedOut:
        made = actions.add_file(
            actor=actor, pack=pack, received=got, statement=statement, key=asked.key
        )
        return AddedOut(
            documents=[VersionOut.of(version) for version in made.versions],
            answers=[FaqOut.of(faq) for faq in made.faqs],
        )

    digest = got.file.sha256 if got.file else asked.text
    return once(request, actor, act, body=f"{asked.model_dump_json()}{digest}".encode())


@router.get("/knowledge/documents/{id}", response={200: VersionWithTextOut, **READ_ERRORS})
def read_document(request: HttpRequest, id: UUID) -> VersionWithTextOut:
    """One version of a document, with its text."""
    version = opened(caller_of(request).demand(READ), id)
    passages = [
        PassageOut(start=each.start, end=each.end, heading=each.heading, article=each.article)
        for each in version.passages.all()
    ]
    return VersionWithTextOut(version=VersionOut.of(version), text=version.text, passages=passages)


@router.get("/knowledge/documents/{id}/versions", response={200: VersionsPage, **READ_ERRORS})
def list_versions(request: HttpRequest, id: UUID, asked: Query[PageIn]) -> dict[str, Any]:
    """All versions of the document that this is a version of, the latest first."""
    viewer = caller_of(request).demand(READ)
    found = queries.versions_of(viewer, opened(viewer, id).document)
    return page_of(request, found, asked, VersionOut.of)


@router.post("/knowledge/documents/{id}/retry", response={200: VersionOut, **WRITE_ERRORS})
def retry_document(request: HttpRequest, id: UUID) -> Answer:
    """Try again to read a file that could not be read."""
    return _changed(
        request,
        id,
        lambda actor, version: actions.retry_version(actor=actor, version=version),
    )


@router.post("/knowledge/documents/{id}/withdraw", response={200: VersionOut, **WRITE_ERRORS})
def withdraw_document(request: HttpRequest, id: UUID) -> Answer:
    """Answer no longer from the document that this is a version of."""
    return _changed(
        request,
        id,
        lambda actor, version: actions.withdraw_document(actor=actor, document=version.document),
    )


@router.get("/knowledge/answers", response={200: FaqsPage, **READ_ERRORS})
def list_answers(request: HttpRequest, asked: Query[InPack]) -> dict[str, Any]:
    """Curated answers."""
    viewer = caller_of(request).demand(READ)
    found = queries.faq_entries(viewer, slug=asked.pack, text=asked.text)
    return page_of(request, found, asked, FaqOut.of)


def _changed(request: HttpRequest, id: UUID, action: Callable[[User, Version], object]) -> Answer:
    actor = caller_of(request).person(WRITE)

    def act() -> VersionOut:
        action(actor, opened(actor, id))
        return VersionOut.of(opened(actor, id))

    return once(request, actor, act, status=200)


def handed_in(text: str, file: UploadedFile | None) -> Received:
    """The file as it was received, or the text that was pasted. Raises `Refused`."""
    if bool(file) == bool(text.strip()):
        raise Refused("knowledge.file_or_text" if file else "knowledge.nothing_given")
    if file is not None:
        return received(file, file.name or "-", file.size)  # type: ignore[arg-type]
    return pasted(text)


def pack_of(viewer: User, slug: str) -> Pack:
    """A pack that the person may look into. Raises Http404, also for one that is hidden."""
    pack = queries.pack_to_open(viewer, slug).first()
    if pack is None:
        raise Http404
    return pack


def opened(viewer: Any, id: UUID) -> Version:
    """A version that the viewer may read. Raises Http404."""
    version = queries.version_to_open(viewer, id).first()
    if version is None:
        raise Http404
    return version
