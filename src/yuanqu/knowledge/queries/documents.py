"""Documents and their versions, as far as the viewer may read them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from yuanqu.accounts.access import Viewer
from yuanqu.engines.text import tidied
from yuanqu.knowledge.access import versions_visible_to, visible_to
from yuanqu.knowledge.models import Document, Pack, Version

# A text may be long; where only the particulars are shown it stays in the database.
TEXTS = ("text", "headings")


def documents_visible_to(viewer: Viewer) -> QuerySet[Document]:
    """The documents of which the viewer may read a version."""
    return visible_to(viewer).select_related("pack__owner")


def documents_in(viewer: Viewer, pack: Pack | None = None, slug: str = "") -> QuerySet[Version]:
    """The latest version that the viewer may read of each document, by title.

    Of one pack, given itself or by its short name, or of all.
    """
    seen = versions_visible_to(viewer)
    if pack is not None:
        seen = seen.filter(document__pack=pack)
    if slug:
        seen = seen.filter(document__pack__slug=slug)
    order = Window(RowNumber(), partition_by=F("document_id"), order_by=F("number").desc())
    latest = seen.annotate(place=order).filter(place=1).values("pk")
    return _listed(Version.objects.filter(pk__in=latest)).order_by("title", "pk")


def narrowed(versions: QuerySet[Version], text: str) -> QuerySet[Version]:
    """Those whose title, issuer or number holds each of the words."""
    for word in tidied(text).split()[:10]:
        said = Q(title__icontains=word) | Q(issuer__icontains=word)
        versions = versions.filter(said | Q(document_number__icontains=word))
    return versions


def version_to_open(viewer: Viewer, id: UUID | str) -> QuerySet[Version]:
    """One version with its text, if the viewer may read it."""
    return versions_visible_to(viewer).select_related("document__pack__owner").filter(pk=id)


def versions_of(viewer: Viewer, document: Document) -> QuerySet[Version]:
    """All versions of a document that the viewer may read, the latest first."""
    return _listed(versions_visible_to(viewer).filter(document=document)).order_by("-number")


def original_to_open(viewer: Viewer, id: UUID | str) -> QuerySet[Version]:
    """A version whose file the viewer may have."""
    return version_to_open(viewer, id).exclude(file_sha256="").defer(*TEXTS)


def texts_of(version_ids: Iterable[UUID | str]) -> Mapping[UUID, tuple[str, str]]:
    """Title and whole text of each of these versions. Who may read them was asked before."""
    rows = Version.objects.filter(pk__in=list(version_ids)).values_list("pk", "title", "text")
    return {key: (title, text) for key, title, text in rows}


def _listed(versions: QuerySet[Version]) -> QuerySet[Version]:
    return versions.select_related("document__pack__owner", "added_by").defer(*TEXTS)
