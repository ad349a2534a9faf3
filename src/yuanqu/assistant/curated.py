"""Answers that a curator wrote: found by their questions, exactly or nearly."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from yuanqu.assistant.likeness import bare, decides_alike, likeness
from yuanqu.assistant.replies import Asked
from yuanqu.knowledge.access import faqs_visible_to
from yuanqu.knowledge.models import Faq
from yuanqu.search.queries import passages

MOST_ENTRIES = 20
NEAR = 0.8


def entry_for(asked: Asked) -> tuple[Faq, float] | None:
    """The entry that answers the question, with how near it is (1: the same question)."""
    found = passages(asked.text, asked.tokens, asked.on, MOST_ENTRIES, kind="faq")
    ids = [UUID(key.split(":")[1]) for key, _score in found]
    if not ids:
        return None
    near = ((entry, nearness(asked.text, _questions(entry))) for entry in _readable(asked, ids))
    best = max(near, key=lambda each: (each[1], each[0].written_at), default=None)
    return best if best and best[1] >= NEAR else None


def nearness(question: str, known: Iterable[str]) -> float:
    """How near a question comes to the nearest of those known; other numbers make it far."""
    own = bare(question)
    return max(
        (
            1.0 if bare(each) == own else likeness(question, each) * decides_alike(question, each)
            for each in known
        ),
        default=0.0,
    )


def _questions(entry: Faq) -> list[str]:
    return [entry.question, *entry.variants]


def _readable(asked: Asked, ids: list[UUID]) -> list[Faq]:
    rows = faqs_visible_to(asked.viewer).filter(
        Q(effective_from__isnull=True) | Q(effective_from__lte=asked.on),
        Q(effective_to__isnull=True) | Q(effective_to__gte=asked.on),
        pk__in=ids,
        withdrawn_at__isnull=True,
    )
    if asked.pack is not None:
        rows = rows.filter(pack=asked.pack)
    return list(rows.select_related("pack", "document"))
