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
    "is_withdrawn",
)  # fmt: skip
# What is withdrawn leaves no text behind: it may have been withdrawn to be erased.
_GONE: Mapping[str, Any] = {
    "title": "", "title_en": "", "names": [], "body": "", "url": "", "access": [],
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
        _make([key for key in batch if key not in documents])
        documents = documents if len(documents) == len(batch) else _locked(batch)
        changed += _write({documents[key]: latest[key].columns for key in batch})
    return changed


@transaction.atomic
def withdraw(key: str) -> bool:
    """Make a document unfindable and forget its text. Returns whether there was one."""
    return bool(_write(dict.fromkeys(_locked([key]).values(), _GONE)))


def catch_up_index() -> int:
    """Bring this node's index up to all that was ever published. Returns how many were due."""
    return catching_up.catch_up(everything=True)


def rebuild_index() -> int:
    """Make this node's index anew from the database. Returns how many documents it holds."""
    return catching_up.rebuild()


def _locked(keys: Sequence[str]) -> dict[str, Document]:
    rows = Document.objects.select_for_update().filter(key__in=keys).order_by("key")
    return {document.key: document for document in rows}


def _make(keys: Sequence[str]) -> None:
    # Two publishers of one new key: the second waits here for the first, and then changes its row.
    blank = [Document(key=key, is_withdrawn=True) for key in keys]
    Document.objects.bulk_create(blank, ignore_conflicts=True)


def _write(wanted: Mapping[Document, Mapping[str, Any]]) -> int:
    """Write the rows that differ, and put each into the outbox in place of its earlier change."""
    changed = [document for document, columns in wanted.items() if _differs(document, columns)]
    for document in changed:
        for name, value in wanted[document].items():
            setattr(document, name, value)
        document.version = max(document.version + 1, time.time_ns())
    Document.objects.bulk_update(changed, [*COLUMNS, "version"], batch_size=BATCH)
    Outbox.objects.filter(document__in=changed).delete()
    Outbox.objects.bulk_create(
        [Outbox(document=document, version=document.version) for document in changed]
    )
    return len(changed)


def _differs(document: Document, columns: Mapping[str, Any]) -> bool:
    return any(getattr(document, name) != value for name, value in columns.items())
