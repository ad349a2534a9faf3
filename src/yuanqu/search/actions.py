"""Publish and withdraw what can be found: the only writes of the documents and their outbox.

They lock rows of `Document`, in the order of keys, and nothing else; call them last.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import transaction

from yuanqu.search import catching_up
from yuanqu.search.drafts import DocumentDraft
from yuanqu.search.models import Document, Outbox

BATCH = 500
COLUMNS = (
    "kind", "title", "title_en", "names", "body", "url", "access", "valid_from", "valid_until",
    "is_withdrawn", "version",
)  # fmt: skip
# What is withdrawn leaves no text behind: it may have been withdrawn to be erased.
_GONE: Mapping[str, Any] = {
    "kind": "", "title": "", "title_en": "", "names": [], "body": "", "url": "", "access": [],
    "valid_from": None, "valid_until": None, "is_withdrawn": True,
}  # fmt: skip


def publish(draft: DocumentDraft) -> None:
    """Make a document findable, or change it, with the caller's transaction."""
    publish_all([draft])


@transaction.atomic
def publish_all(drafts: Iterable[DocumentDraft]) -> int:
    """Publish many at once; the last of two with one key holds. Returns how many changed."""
    latest = {draft.key: draft for draft in drafts}
    keys = iter(sorted(latest))
    changed = 0
    while batch := list(islice(keys, BATCH)):
        documents = _locked(batch)
        changed += _write(
            (documents.get(key) or Document(key=key), latest[key].columns) for key in batch
        )
    return changed


@transaction.atomic
def withdraw(key: str) -> bool:
    """Make a document unfindable and forget its text. Returns whether there was one."""
    return bool(withdraw_all([key]))


@transaction.atomic
def withdraw_all(keys: Iterable[str]) -> int:
    """Withdraw many at once. Returns how many changed."""
    left = iter(sorted(set(keys)))
    changed = 0
    while batch := list(islice(left, BATCH)):
        changed += _write((document, _GONE) for document in _locked(batch).values())
    return changed


def catch_up_index() -> int:
    """Bring this node's index up to all that was ever published. Returns how many were due."""
    return catching_up.catch_up(everything=True)


def rebuild_index() -> int:
    """Make this node's index anew from the database. Returns how many documents it holds."""
    return catching_up.rebuild()


def _locked(keys: Sequence[str]) -> dict[str, Document]:
    rows = Document.objects.select_for_update().filter(key__in=keys).order_by("key")
    return {document.key: document for document in rows}


def _write(wanted: Iterable[tuple[Document, Mapping[str, Any]]]) -> int:
    """Write the rows that differ, and put each into the outbox in place of its earlier change."""
    changed = [_changed(*each) for each in wanted if _differs(*each)]
    # Two publishers of one new key: the second waits here for the first, and then changes its row.
    written = Document.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["key"], update_fields=COLUMNS
    )
    Outbox.objects.filter(document__in=[document.pk for document in written]).delete()
    Outbox.objects.bulk_create(
        [Outbox(document_id=document.pk, version=document.version) for document in written]
    )
    return len(written)


def _differs(document: Document, columns: Mapping[str, Any]) -> bool:
    return not document.version or any(
        getattr(document, name) != value for name, value in columns.items()
    )


def _changed(document: Document, columns: Mapping[str, Any]) -> Document:
    version = max(document.version + 1, time.time_ns())
    return Document(key=document.key, version=version, **columns)
