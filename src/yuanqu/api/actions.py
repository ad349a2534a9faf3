"""The only writers of what the API remembers: kept answers, counts of requests, webhooks."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from yuanqu.accounts.access import is_official
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import Party, User
from yuanqu.api.models import Delivery, KeptAnswer, RequestCount, Webhook
from yuanqu.ledger.kinds import all_kinds
from yuanqu.ledger.verifying import head

MINUTE = 60
MOST_WEBHOOKS = 10
# How long to wait after each failure in a row; after the last the webhook is paused.
RETRY_AFTER = tuple(timedelta(minutes=wait) for wait in (1, 5, 30, 120, 720, 1440))


@transaction.atomic
def count_request(*, caller: str, at: datetime) -> int:
    """Count one request of this minute; returns how many it makes."""
    minute = int(at.timestamp()) // MINUTE
    RequestCount.objects.bulk_create(
        [RequestCount(caller=caller, minute=minute)], ignore_conflicts=True
    )
    mine = RequestCount.objects.filter(caller=caller, minute=minute)
    mine.update(count=models.F("count") + 1)
    return mine.get().count


@transaction.atomic
def keep_key(*, caller: Party, key: str, path: str, body_sha256: str) -> KeptAnswer:
    """Take an idempotency key. Raises `IntegrityError` where it is taken already."""
    return KeptAnswer.objects.create(
        caller=caller, key=key, path=path, body_sha256=body_sha256, kept_at=timezone.now()
    )


@transaction.atomic
def keep_answer(*, kept: KeptAnswer, status: int, answer: dict[str, Any]) -> None:
    """Keep what the key's request was answered."""
    kept.status, kept.answer = status, answer
    kept.save(update_fields=["status", "answer"])


@transaction.atomic
def forget_old_answers(*, before: datetime) -> int:
    """Drop answers that were kept since before then; returns how many."""
    gone, _ = KeptAnswer.objects.filter(kept_at__lt=before).delete()
    return gone


@transaction.atomic
def forget_old_counts(*, now: datetime) -> int:
    """Drop counts of past minutes, which limit nobody any more; returns how many."""
    minute = int(now.timestamp()) // MINUTE
    gone, _ = RequestCount.objects.filter(minute__lt=minute - 1).delete()
    return gone


@transaction.atomic
def forget_old_deliveries(*, before: datetime) -> int:
    """Drop the log of attempts to deliver that were made before then."""
    gone, _ = Delivery.objects.filter(tried_at__lt=before).delete()
    return gone


@transaction.atomic
def forget_caller(*, person: User) -> int:
    """Drop what a person's programs were answered, and where they wanted to be told of facts."""
    RequestCount.objects.filter(caller=f"party:{person.party_id}").delete()
    answers, _ = KeptAnswer.objects.filter(caller=person.party_id).delete()
    Delivery.objects.filter(webhook__owner=person).delete()
    webhooks, _ = Webhook.objects.filter(owner=person).delete()
    return answers + webhooks


@dataclass(frozen=True, slots=True)
class WebhookDraft:
    """Where facts are to be sent, and which; no kinds means all that the person may open."""

    url: str
    kinds: tuple[str, ...] = ()


@transaction.atomic
def register_webhook(*, actor: User, draft: WebhookDraft) -> Webhook:
    """Send each fact that is sealed from now on to this address, signed.

    Raises `Forbidden` for whoever is no official, `Refused` for an address that is not allowed.
    """
    if not is_official(actor):
        raise Forbidden("accounts.officials_only")
    _demand_allowed(draft.url)
    for kind in draft.kinds:
        if kind not in all_kinds():
            raise Refused("ledger.unknown_kind", kind=kind[:60])
    held = User.objects.select_for_update().get(pk=actor.pk)
    if Webhook.objects.filter(owner=held, ended_at=None).count() >= MOST_WEBHOOKS:
        raise Refused("api.too_many_webhooks", most=str(MOST_WEBHOOKS))
    return Webhook.objects.create(
        owner=held,
        url=draft.url,
        secret=secrets.token_urlsafe(32),
        kinds=sorted(set(draft.kinds)),
        cursor=head().seq,
        made_at=timezone.now(),
        due_at=timezone.now(),
    )


@transaction.atomic
def end_webhook(*, actor: User, id: UUID) -> Webhook | None:
    """Stop sending; None where the person has no such webhook."""
    held = Webhook.objects.select_for_update().filter(pk=id, owner=actor, ended_at=None).first()
    if held is not None:
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
    return held


@transaction.atomic
def resume_webhook(*, actor: User, id: UUID) -> Webhook | None:
    """Go on where a paused webhook stopped, at once; None where the person has no such webhook."""
    held = Webhook.objects.select_for_update().filter(pk=id, owner=actor, ended_at=None).first()
    if held is not None:
        held.failures, held.paused_at, held.due_at = 0, None, timezone.now()
        held.save(update_fields=["failures", "paused_at", "due_at"])
    return held


@transaction.atomic
def lease_webhook(*, now: datetime, until: datetime) -> Webhook | None:
    """Take one webhook that is due, so that no other worker takes it before `until`."""
    due = Webhook.objects.filter(ended_at=None, paused_at=None, due_at__lte=now)
    held = due.select_for_update(skip_locked=True).order_by("due_at").first()
    if held is not None:
        held.due_at = until
        held.save(update_fields=["due_at"])
    return held


@transaction.atomic
def note_delivery(*, webhook: Webhook, seq: int, status: int, now: datetime) -> Webhook:
    """Write down an attempt; on success go on to the next fact, on failure wait longer each time.

    `status` is the HTTP status, or 0 where nobody answered.
    """
    held = Webhook.objects.select_for_update().get(pk=webhook.pk)
    Delivery.objects.create(webhook=held, seq=seq, status=status, tried_at=now)
    if 200 <= status < 300:
        held.cursor, held.failures, held.due_at = max(held.cursor, seq), 0, now
    else:
        held.failures += 1
        last = held.failures > len(RETRY_AFTER)
        held.paused_at = now if last else None
        held.due_at = now + RETRY_AFTER[min(held.failures, len(RETRY_AFTER)) - 1]
    held.save()
    return held


@transaction.atomic
def pass_by(*, webhook: Webhook, seq: int, due_at: datetime) -> None:
    """Move on to `seq` without sending: nothing before it concerns this webhook."""
    held = Webhook.objects.select_for_update().get(pk=webhook.pk)
    held.cursor, held.due_at = max(held.cursor, seq), due_at
    held.save(update_fields=["cursor", "due_at"])


def _demand_allowed(url: str) -> None:
    """Only hosts that the installation names: the server fetches no address of a user's choice."""
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or parts.username or len(url) > 300:
        raise Refused("api.bad_webhook_url")
    if parts.netloc not in settings.WEBHOOK_HOSTS:
        raise Refused("api.webhook_host", host=parts.netloc[:100])
