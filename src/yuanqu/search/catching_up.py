"""Keep this node's index up with the documents of the database.

Ids of the outbox commit out of order on PostgreSQL, so a plain "after the last id" loses rows.
Each pass therefore reads again all that was recorded in a window before the newest row it knows,
and compares versions: what the index holds in that version is passed over.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

import tantivy
from django.db.models import Max, Q, QuerySet, Sum
from tantivy import Query

from yuanqu.search import index
from yuanqu.search.models import Document, Outbox
from yuanqu.search.schema import entry, schema

logger = logging.getLogger(__name__)

# Write transactions end within seconds (docs/architecture.md); a row older than this that was not
# seen is found by the full pass at the next start.
OVERLAP = timedelta(minutes=10)
MOST_AT_ONCE = 1_000
BATCH = 500


class Change(NamedTuple):
    """A row of the outbox."""

    id: int
    document: int
    version: int
    recorded_at: datetime
    is_withdrawn: bool


COLUMNS = ("id", "document", "version", "recorded_at", "document__is_withdrawn")


def catch_up(*, everything: bool = False, most: int | None = None) -> int:
    """Write what changed into the index; returns how many documents were due.

    Does nothing while another process does it. Makes the index where there is none, or none that
    can be read. `most` bounds the work: what is left over stays due. Raises IndexBroken where the
    index cannot be written, as on a full disk.
    """
    with index.writing() as held:
        if not held:
            return 0
        try:
            generation = index.current() or _first()
            due = _follow(generation, index.State() if everything else generation.state, most)
            if not (everything and _has_strangers(generation)):
                return due
        except index.IndexBroken:
            logger.warning("The search index cannot be used and is made anew.", exc_info=True)
        return _made_anew()


def rebuild() -> int:
    """Make the index anew from the database, readers keeping the old one until it is done.

    Returns how many documents it holds; -1 where another process is writing.
    """
    with index.writing() as held:
        return _made_anew() if held else -1


def mend(broken: index.Generation) -> None:
    """Make the index anew in place of one that failed in use, unless somebody already did."""
    with index.writing() as held:
        if held and index.current_folder() == broken.folder:
            _made_anew()


def _first() -> index.Generation:
    generation = index.begin()
    index.make_current(generation)
    return generation


def _made_anew() -> int:
    generation = index.begin()
    _follow(generation, index.State(), None)
    index.make_current(generation)
    return generation.searcher().num_docs


def is_behind(state: index.State) -> bool:
    """Whether something was published that this state does not include: one cheap query."""
    figures = _since(state).aggregate(sum=Sum("id"), newest=Max("version"))
    return (figures["sum"] or 0, figures["newest"] or 0) != (state.id_sum, state.newest_version)


def _since(state: index.State) -> QuerySet[Outbox]:
    if not state.window_from:
        return Outbox.objects.all()
    window_from = datetime.fromisoformat(state.window_from)
    # The id too: should the database's clock be set back, nothing new may hide behind the window.
    return Outbox.objects.filter(Q(recorded_at__gte=window_from) | Q(id__gt=state.last_id))


def _follow(generation: index.Generation, state: index.State, most: int | None) -> int:
    rows = _since(state).order_by("id").values_list(*COLUMNS)
    changes = [Change(*row) for row in rows.iterator(chunk_size=10_000)]
    due = _due(generation, changes)
    _write(generation, due[:most])
    if most is None or len(due) <= most:
        generation.keep(_reached(changes))
    return len(due)


def _due(generation: index.Generation, changes: Sequence[Change]) -> list[int]:
    """The documents that the index does not hold in their version."""
    versions = _versions(generation, [change.document for change in changes])
    return [
        change.document
        for change in changes
        if versions.get(change.document) != (None if change.is_withdrawn else change.version)
    ]


def _has_strangers(generation: index.Generation) -> bool:
    """Whether the index holds what the database does not, as after a restore from a backup."""
    with index.mending():
        return generation.searcher().num_docs > Document.objects.filter(is_withdrawn=False).count()


def _versions(generation: index.Generation, documents: Sequence[int]) -> dict[int, int]:
    if not documents:
        return {}
    searcher = generation.searcher()
    with index.mending():
        query = Query.term_set_query(schema(), "pk", documents)
        found = searcher.search(query, limit=len(documents), count=False)
        places = [place for _, place in found.hits]
        keys = searcher.fast_field_values("pk", places)
        versions = searcher.fast_field_values("version", places)
    return {int(key or 0): int(version or 0) for key, version in zip(keys, versions, strict=True)}


def _write(generation: index.Generation, documents: Sequence[int]) -> None:
    if not documents:
        return
    with index.mending():
        writer = generation.index.writer(index.WRITER_BYTES, 1)
    for batch in _batches(documents):
        rows = Document.objects.in_bulk(batch)
        with index.mending():
            for pk in batch:
                _put(writer, pk, rows.get(pk))
    with index.mending():
        writer.commit()
        writer.wait_merging_threads()


def _put(writer: tantivy.IndexWriter, pk: int, document: Document | None) -> None:
    # The row as it is now, which may be newer than the change that led here.
    # By a query: tantivy 0.27's deletion by term finds no unsigned field and says nothing of it.
    writer.delete_documents_by_query(Query.term_query(schema(), "pk", pk))
    if document is not None and not document.is_withdrawn:
        writer.add_document(entry(document))


def _batches(documents: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _reached(changes: Sequence[Change]) -> index.State:
    if not changes:
        return index.State()
    window_from = max(change.recorded_at for change in changes) - OVERLAP
    last_id = max(change.id for change in changes)
    within = [change for change in changes if change.recorded_at >= window_from]
    return index.State(
        window_from=window_from.isoformat(),
        last_id=last_id,
        id_sum=sum(change.id for change in within),
        newest_version=max(change.version for change in within),
    )
