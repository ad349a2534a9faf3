"""Curated answers: a question, the other ways to ask it, what a person wrote as its answer."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.engines.text import folded, tidied
from yuanqu.knowledge import access
from yuanqu.knowledge.actions.packs import demand
from yuanqu.knowledge.models import Document, Faq, Pack
from yuanqu.knowledge.publishing import publish_faq
from yuanqu.knowledge.reading.parsed import tidied as tidied_lines

LONGEST_QUESTION, LONGEST_ANSWER, MOST_VARIANTS = 300, 20_000, 40


@dataclass(frozen=True, slots=True)
class FaqDraft:
    """A question with its answer; without a key one is made of the question."""

    question: str
    answer: str
    variants: tuple[str, ...] = ()
    key: str = ""
    document: Document | None = None
    effective_from: date | None = None
    effective_to: date | None = None


@transaction.atomic
def keep_faq(*, actor: User | None, pack: Pack, draft: FaqDraft, faq: Faq | None = None) -> Faq:
    """Write an answer, or write it anew: `faq`, or the one with the draft's key.

    The search finds it from now on. Raises `Refused`.
    """
    demand(access.may_curate(actor, pack))
    made = _kept(actor, pack, draft, faq)
    record_event(actor=actor, act="knowledge.faq_kept", party=pack.owner, reference=made.pk.hex)
    return made


@transaction.atomic
def keep_faqs(*, actor: User | None, pack: Pack, drafts: Iterable[FaqDraft]) -> list[Faq]:
    """Write many answers at once, all or none."""
    demand(access.may_curate(actor, pack))
    made = [_kept(actor, pack, draft, None) for draft in drafts]
    record_event(
        actor=actor, act="knowledge.faqs_kept", party=pack.owner,
        reference=f"{pack.slug} {len(made)}",
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_faq(*, actor: User | None, faq: Faq) -> Faq:
    """Give this answer no longer; writing it again brings it back."""
    held = Faq.objects.select_for_update(of=("self",)).select_related("pack__owner").get(pk=faq.pk)
    demand(access.may_curate(actor, held.pack))
    held.withdrawn_at = held.withdrawn_at or timezone.now()
    held.save(update_fields=["withdrawn_at"])
    publish_faq(held)
    return held


def _kept(actor: User | None, pack: Pack, draft: FaqDraft, faq: Faq | None) -> Faq:
    columns = _columns(draft)
    key = draft.key or (faq.key if faq else key_of(draft.question))
    held = Faq.objects.select_for_update(of=("self",)).filter(pack=pack)
    found = held.filter(pk=faq.pk).first() if faq else held.filter(key=key).first()
    made = found or Faq(pack=pack, key=key)
    if found is not None and found.withdrawn_at is None and _is_same(found, columns):
        return found
    for name, value in columns.items():
        setattr(made, name, value)
    made.written_by, made.written_at, made.withdrawn_at = actor, timezone.now(), None
    made.pack = pack
    made.save()
    publish_faq(made)
    return made


def key_of(question: str) -> str:
    """A key for a question that has none: alike questions have the same."""
    bare = folded(question).replace(" ", "").rstrip("?？。")
    return hashlib.sha256(bare.encode()).hexdigest()[:16]


def _is_same(faq: Faq, columns: dict[str, object]) -> bool:
    return all(getattr(faq, name) == value for name, value in columns.items())


def _columns(draft: FaqDraft) -> dict[str, object]:
    question, answer = tidied(draft.question), tidied_lines(draft.answer).strip()
    if not question or len(question) > LONGEST_QUESTION or len(draft.key) > 100:
        raise Refused("knowledge.faq_question", most=str(LONGEST_QUESTION))
    if not answer or len(answer) > LONGEST_ANSWER:
        raise Refused("knowledge.faq_answer", most=f"{LONGEST_ANSWER:,}")
    begins, ends = draft.effective_from, draft.effective_to
    if begins and ends and ends < begins:
        raise Refused("knowledge.ends_before_it_begins")
    variants = [tidied(variant)[:LONGEST_QUESTION] for variant in draft.variants]
    return {
        "question": question,
        "answer": answer,
        "variants": list(dict.fromkeys(filter(None, variants)))[:MOST_VARIANTS],
        "document": draft.document,
        "effective_from": begins,
        "effective_to": ends,
    }
