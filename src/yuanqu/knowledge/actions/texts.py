"""What becomes of a text that was read: its passages, and the row of versions it stands in."""

from collections.abc import Sequence

from django.db import transaction

from yuanqu.engines.retrieval.clauses import clauses
from yuanqu.knowledge.models import Document, Passage, State, Version
from yuanqu.knowledge.publishing import publish_versions
from yuanqu.knowledge.validity import replacements

BATCH = 500


@transaction.atomic
def cut(*, version: Version) -> None:
    """Cut the text into passages, in the place of those there were."""
    version.passages.all().delete()
    made = clauses(version.text, [(start, level) for start, level in version.headings])
    Passage.objects.bulk_create(
        [
            Passage(
                version=version,
                number=number,
                start=clause.start,
                end=clause.end,
                heading=" › ".join(clause.path)[:300],
                article=clause.article[:40],
            )
            for number, clause in enumerate(made)
        ],
        batch_size=BATCH,
    )


@transaction.atomic
def settle(*, document: Document) -> Document:
    """Bring title, replacements and the search up to the versions as they are now."""
    versions: Sequence[Version] = list(document.versions.select_related("document"))
    for key, day in replacements(versions).items():
        version = next(each for each in versions if each.pk == key)
        if version.replaced_on != day:
            version.replaced_on = day
            version.save(update_fields=["replaced_on"])
    latest = max(versions, key=lambda version: version.number)
    if document.title != latest.title:
        document.title = latest.title
        document.save(update_fields=["title"])
    publish_versions(document, [each for each in versions if each.state == State.PARSED])
    return document
