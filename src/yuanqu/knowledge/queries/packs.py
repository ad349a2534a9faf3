"""Packs."""

from django.db.models import Count, Q, QuerySet

from yuanqu.accounts.access import Viewer
from yuanqu.knowledge.access import packs_visible_to
from yuanqu.knowledge.models import Pack


def packs(viewer: Viewer) -> QuerySet[Pack]:
    """The packs that the viewer may look into, with how much is in them."""
    return (
        packs_visible_to(viewer)
        .select_related("owner")
        .annotate(
            document_count=Count(
                "documents", filter=Q(documents__withdrawn_at__isnull=True), distinct=True
            ),
            faq_count=Count("faqs", filter=Q(faqs__withdrawn_at__isnull=True), distinct=True),
        )
        .order_by("slug")
    )


def pack_to_open(viewer: Viewer, slug: str) -> QuerySet[Pack]:
    """One pack by its short name, if the viewer may look into it."""
    return packs_visible_to(viewer).select_related("owner").filter(slug=slug)
