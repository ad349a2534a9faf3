"""Curated answers, synonyms, and the questions for measuring."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yuanqu.accounts.access import Viewer
from yuanqu.engines.text import tidied
from yuanqu.knowledge.access import faqs_visible_to
from yuanqu.knowledge.models import EvaluationQuestion, Faq, Pack


def faq_entries(
    viewer: Viewer, pack: Pack | None = None, on: date | None = None, *, slug: str = "",
    text: str = "",
) -> QuerySet[Faq]:  # fmt: skip
    """The answers that the viewer may be given, of one pack or of all; of a day only what holds.

    `text` narrows them to those whose question holds each of its words.
    """
    found = faqs_visible_to(viewer).filter(withdrawn_at__isnull=True)
    found = found.select_related("pack__owner", "document")
    if pack is not None:
        found = found.filter(pack=pack)
    if slug:
        found = found.filter(pack__slug=slug)
    for word in tidied(text).split()[:10]:
        found = found.filter(question__icontains=word)
    if on is not None:
        found = found.filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=on),
            Q(effective_to__isnull=True) | Q(effective_to__gte=on),
        )
    return found.order_by("question", "pk")


def faq_to_open(viewer: Viewer, id: UUID | str) -> QuerySet[Faq]:
    """One answer, if the viewer may be given it."""
    return faq_entries(viewer).filter(pk=id)


def synonyms_of(packs: Sequence[Pack]) -> list[Mapping[str, Any]]:
    """The sets of words that mean the same in these packs, `{"words": […], "weight": 0.8}`."""
    return [each for pack in packs for each in pack.synonyms]


def evaluation_questions(pack: Pack) -> QuerySet[EvaluationQuestion]:
    """The questions by which the answers of a pack are measured."""
    return pack.evaluation.order_by("pk")
