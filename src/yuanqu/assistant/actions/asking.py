"""Asking: the answer is made first, reading only, and then kept with its question."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Forbidden
from yuanqu.accounts.models import User
from yuanqu.assistant.access import conversations_visible_to
from yuanqu.assistant.actions.spending import DayBudget
from yuanqu.assistant.answering import reply_to
from yuanqu.assistant.composing import model_label, reply_with_model
from yuanqu.assistant.likeness import bare
from yuanqu.assistant.models import Conversation, Route, Turn
from yuanqu.assistant.replies import Asked, Exchange, Reply
from yuanqu.knowledge.models import Pack
from yuanqu.search.access import viewer_tokens
from yuanqu.search.queries import newest

MOST_HISTORY = 4
BATCH = 500
# What an equal question takes over from an earlier turn.
SAME = (
    "route", "band", "confidence", "answer", "quotes", "notes", "faq_id", "composed",
    "model_label", "filing_number",
)  # fmt: skip


def ask(
    *,
    asker: Viewer,
    text: str,
    pack: Pack | None = None,
    conversation: Conversation | None = None,
    visitor: str = "",
    on: date | None = None,
) -> Turn:
    """Answer a question and keep the turn, in a new conversation unless one is given.

    Raises `Refused` for what is no question, `Forbidden` for a conversation of somebody else.
    """
    if conversation is not None:
        _demand_own(asker, visitor, conversation)
        pack = conversation.pack
    history = _history(conversation)
    turn = answered_turn(asker=asker, text=text, pack=pack, on=on, history=history, with_model=True)
    if conversation is None:
        person = asker if isinstance(asker, User) else None
        conversation = Conversation(asker=person, visitor="" if person else visitor, pack=pack)
    return _keep(conversation, turn)


def answered_turn(
    *,
    asker: Viewer,
    text: str,
    pack: Pack | None = None,
    on: date | None = None,
    history: Sequence[Exchange] = (),
    with_model: bool = False,
) -> Turn:
    """The turn with its answer, not kept. Equal questions of equal rights get equal answers.

    Only with the model is anything written: what it cost.
    """
    asked = Asked(
        asker, viewer_tokens(asker), text, pack, on or timezone.localdate(), tuple(history)
    )
    key = key_of(asked)
    before = Turn.objects.filter(key=key).order_by("-asked_at").first() if key else None
    if before is not None:
        same = {name: getattr(before, name) for name in SAME}
        return Turn(question=text.strip(), on=asked.on, key=key, **same)
    reply = reply_with_model(asked, DayBudget()) if with_model else reply_to(asked)
    # Of an emergency not even a digest is kept.
    kept_key = "" if reply.route == Route.URGENT else key
    return Turn(on=asked.on, key=kept_key, **_fields(text, reply))


def key_of(asked: Asked) -> str:
    """A keyed digest of all that the answer follows from; nothing where the index is not there.

    The asker's tokens are in it: what one company may read never answers another.
    """
    state = newest()
    if state is None:
        return ""
    said: dict[str, Any] = {
        "question": bare(asked.text) or asked.text,
        "tokens": sorted(asked.tokens),
        "pack": str(asked.pack.pk) if asked.pack else "",
        "on": asked.on.isoformat(),
        "knowledge": [state.window_from, state.last_id, state.id_sum, state.newest_version],
        "model": model_label(),
        "history": asked.history if model_label() else (),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return salted_hmac("yuanqu.assistant.answers", text, algorithm="sha256").hexdigest()


@transaction.atomic
def delete_conversation(*, actor: Viewer, conversation: Conversation, visitor: str = "") -> None:
    """Delete one's conversation with all its questions; nothing of it stays."""
    _demand_own(actor, visitor, conversation)
    Conversation.objects.filter(pk=conversation.pk).delete()


@transaction.atomic
def forget_conversations(*, before: datetime) -> int:
    """Delete conversations whose last question is older; returns how many, a batch at a time."""
    return _delete(Conversation.objects.filter(last_at__lt=before))


@transaction.atomic
def erase_conversations(*, person: User) -> int:
    """Delete all that a person asked; returns how many conversations."""
    gone = 0
    while count := _delete(Conversation.objects.filter(asker=person)):
        gone += count
    return gone


def _delete(rows: QuerySet[Conversation]) -> int:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    Conversation.objects.filter(pk__in=ids).delete()
    return len(ids)


@transaction.atomic
def _keep(conversation: Conversation, turn: Turn) -> Turn:
    conversation.last_at = timezone.now()
    conversation.save()
    turn.conversation = conversation
    turn.asked_at = conversation.last_at
    turn.save(force_insert=True)
    return turn


def _fields(text: str, reply: Reply) -> dict[str, Any]:
    written = reply.composed
    return {
        # Who is in danger says what nobody needs to keep.
        "question": "" if reply.route == Route.URGENT else text.strip(),
        "route": reply.route,
        "band": reply.band,
        "confidence": reply.confidence,
        "answer": reply.text,
        "quotes": [quote.kept for quote in reply.quotes],
        "notes": [note.kept for note in reply.notes],
        "urgent": reply.urgent,
        "faq": reply.faq,
        "composed": written.kept if written else {},
        "model_label": written.model if written else "",
        "filing_number": written.filing_number if written else "",
    }


def _history(conversation: Conversation | None) -> tuple[Exchange, ...]:
    if conversation is None or not model_label():
        return ()  # only a model reads it
    turns = conversation.turns.exclude(question="").order_by("-asked_at")[:MOST_HISTORY]
    return tuple((turn.question, turn.answer) for turn in reversed(turns))


def _demand_own(asker: Viewer, visitor: str, conversation: Conversation) -> None:
    if not conversations_visible_to(asker, visitor).filter(pk=conversation.pk).exists():
        raise Forbidden("assistant.not_your_conversation")
