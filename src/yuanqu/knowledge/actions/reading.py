"""Reading the files that wait: leased, read apart outside any transaction, then kept whole."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yuanqu.accounts.errors import Conflict
from yuanqu.accounts.models import User
from yuanqu.knowledge import access, files
from yuanqu.knowledge.actions.packs import demand
from yuanqu.knowledge.actions.texts import cut, settle
from yuanqu.knowledge.composing import set_text
from yuanqu.knowledge.models import Document, State, Version
from yuanqu.knowledge.reading.parsed import Parsed, ReadingError

# A reader that died is followed by another after this; after so many, the file is at fault.
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3


def read_waiting(*, now: datetime | None = None, most: int = 50) -> dict[str, int]:
    """Read what waits, the oldest first. Returns how many were read, and how many could not be."""
    done = {"read": 0, "failed": 0}
    while sum(done.values()) < most and (version := _lease(now=now)) is not None:
        done["read" if _read(version) else "failed"] += 1
    return done


def read_version(*, version: Version) -> Version:
    """Read this one now, if it waits."""
    leased = _lease(only=version.pk)
    if leased is not None:
        _read(leased)
    return Version.objects.select_related("document__pack__owner").get(pk=version.pk)


@transaction.atomic
def retry_version(*, actor: User | None, version: Version) -> Version:
    """Let a file that could not be read be tried again. Raises `Conflict` where it did not fail."""
    demand(access.may_curate(actor, version.document.pack))
    held = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if held.state != State.FAILED:
        raise Conflict("knowledge.did_not_fail")
    held.state, held.error, held.error_facts, held.attempts = State.WAITING, "", {}, 0
    held.save(update_fields=["state", "error", "error_facts", "attempts"])
    return held


def sweep_files(*, now: datetime | None = None) -> int:
    """Remove files that no version names. Returns how many."""
    return files.sweep(now or timezone.now())


@transaction.atomic
def _lease(*, now: datetime | None = None, only: UUID | None = None) -> Version | None:
    at = now or timezone.now()
    waits = Q(state=State.WAITING) | Q(state=State.READING, reading_since__lt=at - LEASE)
    due = Version.objects.select_for_update(skip_locked=True).filter(waits)
    version = (due.filter(pk=only) if only else due).order_by("added_at", "pk").first()
    if version is None:
        return None
    version.state, version.reading_since = State.READING, at
    version.attempts += 1
    version.save(update_fields=["state", "reading_since", "attempts"])
    return version


def _read(version: Version) -> bool:
    """Whether it could be read. Nothing is locked meanwhile, and nothing is kept in part."""
    try:
        if version.attempts > MOST_ATTEMPTS:
            raise ReadingError("knowledge.gave_up", times=str(MOST_ATTEMPTS))
        read = files.read_stored(version)
        if len(read.texts) != 1:
            raise ReadingError("knowledge.by_command", most=str(files.MOST_LISTED_BYTES // 2**20))
    except ReadingError as error:
        _note_failure(version=version, code=error.code, facts=error.facts)
        return False
    return _keep(version=version, parsed=read.texts[0])


@transaction.atomic
def _keep(*, version: Version, parsed: Parsed) -> bool:
    document = _locked(version)
    held = _still_reading(version)
    if held is None:
        return False
    held.document = document
    set_text(held, parsed)
    held.save()
    cut(version=held)
    settle(document=document)
    return True


@transaction.atomic
def _note_failure(*, version: Version, code: str, facts: Mapping[str, str]) -> None:
    held = _still_reading(version)
    if held is not None:
        held.state, held.error, held.error_facts = State.FAILED, code, dict(facts)
        held.reading_since = None
        held.save(update_fields=["state", "error", "error_facts", "reading_since"])


def _locked(version: Version) -> Document:
    held = Document.objects.select_for_update(of=("self",)).select_related("pack__owner")
    return held.get(pk=version.document_id)


def _still_reading(version: Version) -> Version | None:
    """The version, locked, unless another reader has taken it over meanwhile."""
    held = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    mine = held.state == State.READING and held.reading_since == version.reading_since
    return held if mine else None
