"""The only writers of cards, and of the leave to act on devices."""

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import Party, User
from yuanqu.assistant.cards.models import Card, CardState, DeviceLeave, Door
from yuanqu.assistant.devices.access import digest_of, may_allow_devices
from yuanqu.assistant.tools.calling import sound_arguments
from yuanqu.assistant.tools.registry import tool_named
from yuanqu.engines.names import Names
from yuanqu.engines.tools import Tool, ToolAnswer
from yuanqu.knowledge.models import Pack

logger = logging.getLogger(__name__)

LASTS = timedelta(minutes=30)
MOST_WAITING = 20


@transaction.atomic
def propose(
    *, actor: User, tool: str, arguments: Mapping[str, Any], door: Door = Door.PAGE
) -> Card:
    """Lay before the person what a writing tool would do; the same wish twice is one card.

    Nothing is done yet. Raises `Refused` where it could not be done, or the arguments are wrong.
    """
    held = User.objects.select_for_update().get(pk=actor.pk)
    found = _writing(tool, held)
    sound = dict(sound_arguments(found, held, arguments))
    if found.may:
        found.may(held, **sound)
    now = timezone.now()
    _expire(held, now)
    waiting = Card.objects.filter(user=held, state=CardState.PROPOSED)
    key = _key(held, found, sound)
    if (same := waiting.filter(key=key).first()) is not None:
        return same
    if waiting.count() >= MOST_WAITING:
        raise Refused("assistant.too_many_cards", most=str(MOST_WAITING))
    return Card.objects.create(
        user=held, tool=found.name, arguments=sound, key=key, door=door,
        made_at=now, expires_at=now + LASTS,
    )  # fmt: skip


@transaction.atomic
def confirm(*, actor: User, card: Card) -> Card:
    """Do it, once, in the rights that the person has now.

    A card that is settled already comes back as it is. Where it cannot be done any more the card
    says why. Raises `Forbidden` for anybody else's card.
    """
    held = _own(actor, card)
    now = timezone.now()
    if held.state != CardState.PROPOSED:
        return held
    if held.expires_at <= now:
        return _settle(held, CardState.EXPIRED, now)
    try:
        tool = _writing(held.tool, actor)
        sound = dict(sound_arguments(tool, actor, held.arguments))
        answer = _prepared(tool, actor, sound)
    except Refused as refused:
        return _refuse(held, refused, now)
    _record(held, tool, "assistant.card_confirmed")
    _settle(held, CardState.CONFIRMED, now)
    if tool.reaches_outside:
        transaction.on_commit(lambda: carry_out(key=held.pk))
        return held
    return _keep_answer(held, answer)


@transaction.atomic
def decline(*, actor: User, card: Card) -> Card:
    """Let it be. A card that is settled already comes back as it is."""
    held = _own(actor, card)
    if held.state == CardState.PROPOSED:
        _settle(held, CardState.DECLINED, timezone.now())
    return held


def carry_out(*, key: UUID) -> None:
    """Reach outside for a card that was confirmed and committed; what comes of it is kept."""
    held = Card.objects.select_related("user").get(pk=key)
    try:
        tool = _writing(held.tool, held.user)
        answer = tool.run(held.user, **held.arguments)
    except Refused as refused:
        logger.warning("A card could not be carried out.", extra={"code": refused.code})
        note_failure(key=key, refused=refused)
    else:
        note_success(key=key, answer=answer)


@transaction.atomic
def note_success(*, key: UUID, answer: ToolAnswer) -> Card:
    """What a confirmed card brought about outside."""
    return _keep_answer(Card.objects.select_for_update().get(pk=key), answer)


@transaction.atomic
def note_failure(*, key: UUID, refused: Refused) -> Card:
    """Why a confirmed card brought nothing about."""
    held = Card.objects.select_for_update().get(pk=key)
    return _refuse(held, refused, timezone.now())


@transaction.atomic
def forget_cards(*, before: datetime) -> int:
    """Drop cards that were made before then; who did what stays in the log of acts."""
    gone, _ = Card.objects.filter(made_at__lt=before).delete()
    return gone


@transaction.atomic
def forget_cards_of(*, person: User) -> int:
    """Drop a person's cards."""
    gone, _ = Card.objects.filter(user=person).delete()
    return gone


@transaction.atomic
def allow_devices(*, actor: User | None, pack: Pack) -> DeviceLeave:
    """Let the pack's bindings, as they are now, act on devices. None: the installation itself."""
    _demand_curator(actor, pack)
    leave, _ = DeviceLeave.objects.update_or_create(
        pack=pack,
        defaults={
            "digest": digest_of(pack), "given_by": actor, "given_at": timezone.now()
        },
    )  # fmt: skip
    record_event(
        actor=actor, act="assistant.devices_allowed", party=pack.owner, reference=str(pack.pk)
    )
    return leave


@transaction.atomic
def forbid_devices(*, actor: User | None, pack: Pack) -> None:
    """Take the leave back: from now on no card of the pack is carried out."""
    _demand_curator(actor, pack)
    DeviceLeave.objects.filter(pack=pack).delete()
    record_event(
        actor=actor, act="assistant.devices_forbidden", party=pack.owner, reference=str(pack.pk)
    )


def _demand_curator(actor: User | None, pack: Pack) -> None:
    if not (verdict := may_allow_devices(actor, pack)):
        raise Forbidden(verdict.code, **verdict.facts)


def _writing(name: str, user: User) -> Tool:
    tool = tool_named(name, user)
    if not tool.is_writing:
        raise Refused("assistant.needs_no_card", tool=name)
    return tool


def _own(actor: User, card: Card) -> Card:
    held = Card.objects.select_for_update().get(pk=card.pk)
    if held.user_id != actor.pk:
        raise Forbidden("assistant.not_your_card")
    return held


def _prepared(tool: Tool, actor: User, sound: dict[str, Any]) -> ToolAnswer:
    """Inside the database it is done at once; outside, only asked whether it may be."""
    if tool.may:
        tool.may(actor, **sound)
    if tool.reaches_outside:
        return ToolAnswer()
    with transaction.atomic():  # a refusal undoes what was begun, and the card stays
        return tool.run(actor, **sound)


def _settle(held: Card, state: CardState, now: datetime) -> Card:
    held.state, held.settled_at = state, now
    held.save(update_fields=["state", "settled_at"])
    return held


def _refuse(held: Card, refused: Refused, now: datetime) -> Card:
    held.state, held.settled_at = CardState.REFUSED, now
    held.refusal, held.refusal_facts = refused.code[:60], dict(refused.facts)
    held.save(update_fields=["state", "settled_at", "refusal", "refusal_facts"])
    record_event(actor=held.user, act="assistant.card_refused", reference=str(held.pk))
    return held


def _keep_answer(held: Card, answer: ToolAnswer) -> Card:
    held.answer = [
        {"title": _in_both(entry.title), "address": entry.address} for entry in answer.entries
    ]
    held.carried_out_at = timezone.now()
    held.save(update_fields=["answer", "carried_out_at"])
    return held


def _in_both(title: str | Names) -> dict[str, str]:
    names = title if isinstance(title, Names) else Names(title, title)
    return {"zh": names.zh, "en": names.en}


def _record(held: Card, tool: Tool, act: str) -> None:
    """In whose name it was, where the tool takes a party."""
    named = held.arguments.get(tool.acts_for) if tool.acts_for else None
    party = Party.objects.filter(pk=named).first() if named else None
    record_event(actor=held.user, act=act, party=party, reference=str(held.pk))


def _expire(user: User, now: datetime) -> None:
    over = Card.objects.filter(user=user, state=CardState.PROPOSED, expires_at__lte=now)
    over.update(state=CardState.EXPIRED, settled_at=now)


def _key(user: User, tool: Tool, arguments: Mapping[str, Any]) -> str:
    said = json.dumps([str(user.pk), tool.name, dict(arguments)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
