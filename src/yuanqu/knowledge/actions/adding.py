"""New documents and new versions: from a file, from text, from a list of texts."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.engines import imprint
from yuanqu.engines.text import tidied
from yuanqu.knowledge import access
from yuanqu.knowledge.actions.answers import FaqDraft, keep_faqs
from yuanqu.knowledge.actions.packs import demand
from yuanqu.knowledge.actions.texts import cut, settle
from yuanqu.knowledge.composing import apply, set_text
from yuanqu.knowledge.files import Received
from yuanqu.knowledge.models import Document, Faq, Pack, State, Status, Version
from yuanqu.knowledge.reading.parsed import Parsed
from yuanqu.knowledge.statements import Statement, settled
from yuanqu.ledger.files import StoredFile

LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDraft:
    """A text (`parsed`), or a file that waits to be read. Without a key one is made of its name."""

    key: str = ""
    parsed: Parsed | None = None
    file: StoredFile | None = None
    statement: Statement = field(default_factory=Statement)


@dataclass(frozen=True, slots=True)
class Added:
    """What came of a file: versions of documents, or curated answers."""

    versions: tuple[Version, ...] = ()
    faqs: tuple[Faq, ...] = ()


@transaction.atomic
def add_document(*, actor: User | None, pack: Pack, draft: DocumentDraft) -> Version:
    """A new document, or a new version of the one with this key.

    Where the latest version was made of the very same text or file, it is that version: what is
    stated of it now is put in. A later version takes the place of the one before it as soon as it
    was read and is no draft. Raises `Refused`.
    """
    demand(access.may_curate(actor, pack))
    document = _document(pack, draft)
    digest = _digest(draft)
    latest = document.versions.order_by("-number").first()
    if latest is not None and latest.digest == digest and latest.state != State.FAILED:
        return _restated(document, latest, draft)
    version = _version(actor, document, draft, digest)
    version.number = latest.number + 1 if latest else 1
    if draft.parsed is not None:
        set_text(version, draft.parsed)
    version.save(force_insert=True)
    if draft.parsed is not None:
        cut(version=version)
    settle(document=document)
    record_event(
        actor=actor, act="knowledge.document_added", party=pack.owner, reference=version.pk.hex
    )
    return version


@transaction.atomic
def add_file(
    *, actor: User | None, pack: Pack, received: Received, statement: Statement, key: str = ""
) -> Added:
    """A file that was received: one document, or the many texts or answers that it holds.

    All of it or nothing. Raises `Refused`.
    """
    demand(access.may_curate(actor, pack))
    read = received.read
    if read is not None and read.asked:
        drafts = [FaqDraft(one.question, one.answer, one.variants) for one in read.asked]
        return Added(faqs=tuple(keep_faqs(actor=actor, pack=pack, drafts=drafts)))
    if read is not None and (len(read.texts) > 1 or read.texts[0].key):
        return Added(add_texts(actor=actor, pack=pack, texts=read.texts, statement=statement))
    parsed = read.texts[0] if read is not None else None
    named = key or (parsed.stated.get("key", "") if parsed else "")
    draft = DocumentDraft(key=named, parsed=parsed, file=received.file, statement=statement)
    return Added((add_document(actor=actor, pack=pack, draft=draft),))


@transaction.atomic
def add_texts(
    *, actor: User | None, pack: Pack, texts: Sequence[Parsed], statement: Statement
) -> tuple[Version, ...]:
    """Several texts that came with keys of their own; what is stated is stated of each."""
    return tuple(
        add_document(
            actor=actor,
            pack=pack,
            draft=DocumentDraft(key=text.key, parsed=text, statement=statement),
        )
        for text in texts
    )


def _document(pack: Pack, draft: DocumentDraft) -> Document:
    """The document of the draft's key, locked; it is made where there is none."""
    key = tidied(draft.key) or _key(draft)
    if not key or len(key) > LONGEST_KEY:
        raise Refused("knowledge.key", most=str(LONGEST_KEY))
    Document.objects.get_or_create(pack=pack, key=key, defaults={"title": key})
    held = Document.objects.select_for_update(of=("self",)).select_related("pack__owner")
    document = held.get(pack=pack, key=key)
    if document.withdrawn_at is not None:
        document.withdrawn_at = None
        document.save(update_fields=["withdrawn_at"])
    return document


def _key(draft: DocumentDraft) -> str:
    named = PurePath(draft.file.name).stem if draft.file else ""
    parsed = draft.parsed
    said = draft.statement.title or (parsed.title or _first_line(parsed) if parsed else "")
    return (named or tidied(said))[:LONGEST_KEY]


def _first_line(parsed: Parsed) -> str:
    return imprint.read(parsed.text).title or parsed.text.partition("\n")[0]


def _digest(draft: DocumentDraft) -> str:
    if draft.file is not None:
        return draft.file.sha256
    text = draft.parsed.text if draft.parsed else ""
    return hashlib.sha256(text.encode()).hexdigest()


def _version(actor: User | None, document: Document, draft: DocumentDraft, digest: str) -> Version:
    """A version that is not saved yet, with what is stated of it and the pack's say on the rest."""
    pack, file = document.pack, draft.file
    version = Version(
        document=document,
        title=document.title if document.title != document.key else document.key[:300],
        audience=pack.audience,
        access=pack.access,
        stated=sorted(draft.statement.columns),
        digest=digest,
        added_by=actor,
        added_at=timezone.now(),
    )
    apply(version, settled(draft.statement))
    if file is not None:
        version.file_sha256, version.file_name = file.sha256, file.name
        version.file_size, version.media_type = file.size, file.media_type
    else:
        version.media_type = "text/plain"
    return version


def _restated(document: Document, version: Version, draft: DocumentDraft) -> Version:
    """The same text once more: what is stated now goes before what was."""
    version.document = document
    version.stated = sorted({*version.stated, *draft.statement.columns})
    apply(version, settled(draft.statement))
    if draft.parsed is not None and version.state == State.PARSED:
        set_text(version, draft.parsed)
    if imprint.is_draft(version.title):
        version.status = Status.DRAFT
    version.save()
    settle(document=document)
    return version
