"""Webhooks: each new fact is sent to whoever asked, signed and in order, until a 2xx answers it.

The order is the chain's. A fact that its owner may not open is passed by. A delivery that fails is
tried again, later each time; while it fails nothing after it is sent, so that the receiver never
sees a gap. Redirects are not followed: the address was allowed, not where it points.
"""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from yuanqu.accounts.outgoing import asked
from yuanqu.api import actions
from yuanqu.api.errors import READ_ERRORS, WRITE_ERRORS
from yuanqu.api.looks import note_shown
from yuanqu.api.models import Webhook
from yuanqu.api.once import Answer, WithSecret, once
from yuanqu.api.reading import caller_of
from yuanqu.api.schemas import FactOut
from yuanqu.ledger.access import visible_to
from yuanqu.ledger.models import Seal
from yuanqu.ledger.queries import with_content

router = Router(tags=["Webhooks"])
SCOPE = "webhooks:write"
SIGNATURE = "X-Yuanqu-Signature"
SECONDS = 10
LEASE = timedelta(minutes=2)
REST = timedelta(seconds=10)
LOOK_AHEAD = 200


class WebhookIn(Schema):
    """Where to, and which kinds of fact; no kinds means all that you may open."""

    url: str = Field(max_length=300)
    kinds: list[str] = Field([], max_length=50)


class WebhookOut(Schema):
    """A webhook as its owner sees it."""

    id: UUID
    url: str
    kinds: list[str]
    cursor: int
    failures: int
    paused: bool

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookOut":
        """From the model; never with the secret."""
        return cls(**plain(webhook))


class NewWebhookOut(WithSecret, WebhookOut):
    """A webhook as it was made.

    The secret is shown this once. The same request sent again with its Idempotency-Key is answered
    with `secret` null and `secret_withheld` true; whoever has lost the secret ends the webhook and
    registers it anew.
    """


def plain(webhook: Webhook) -> dict[str, Any]:
    """What may be shown of a webhook."""
    return {
        "id": webhook.pk,
        "url": webhook.url,
        "kinds": webhook.kinds,
        "cursor": webhook.cursor,
        "failures": webhook.failures,
        "paused": webhook.paused_at is not None,
    }


@router.get("/webhooks", response={200: list[WebhookOut], **READ_ERRORS})
def list_webhooks(request: HttpRequest) -> list[WebhookOut]:
    """Your webhooks."""
    owner = caller_of(request).person("webhooks:read")
    found = Webhook.objects.filter(owner=owner, ended_at=None).order_by("made_at")
    return [WebhookOut.of(webhook) for webhook in found]


@router.post("/webhooks", response={201: NewWebhookOut, **WRITE_ERRORS})
def register_webhook(request: HttpRequest, body: WebhookIn) -> Answer:
    """Be told of each fact sealed from now on. The host must be one that the park allows."""
    actor = caller_of(request).person(SCOPE)
    draft = actions.WebhookDraft(body.url, tuple(body.kinds))

    def act() -> NewWebhookOut:
        made = actions.register_webhook(actor=actor, draft=draft)
        return NewWebhookOut(secret=made.secret, **plain(made))

    return once(request, actor, act)


@router.post("/webhooks/{id}/resume", response={200: WebhookOut, **WRITE_ERRORS})
def resume_webhook(request: HttpRequest, id: UUID) -> Answer:
    """Go on where a paused webhook stopped."""
    actor = caller_of(request).person(SCOPE)

    def act() -> WebhookOut:
        found = actions.resume_webhook(actor=actor, id=id)
        if found is None:
            raise Http404
        return WebhookOut.of(found)

    return once(request, actor, act, status=200)


@router.delete("/webhooks/{id}", response={204: None, **WRITE_ERRORS})
def end_webhook(request: HttpRequest, id: UUID) -> Status[None]:
    """Stop sending."""
    actor = caller_of(request).person(SCOPE)
    if actions.end_webhook(actor=actor, id=id) is None:
        raise Http404
    return Status(204, None)


def deliver_due() -> int:
    """Deliver what is due, one fact of each webhook in turn; returns how many were sent."""
    sent = 0
    while (now := timezone.now()) and (
        webhook := actions.lease_webhook(now=now, until=now + LEASE)
    ):
        sent += _deliver_next(webhook, now)
    return sent


def _deliver_next(webhook: Webhook, now: datetime) -> int:
    waiting = list(Seal.objects.filter(seq__gt=webhook.cursor).order_by("seq")[:LOOK_AHEAD])
    for seal in waiting:
        body = _body(webhook, seal)
        if body is not None:
            status = post(webhook, body)
            actions.note_delivery(webhook=webhook, seq=seal.seq, status=status, now=now)
            return 1
    last = waiting[-1].seq if waiting else webhook.cursor
    more = len(waiting) == LOOK_AHEAD
    actions.pass_by(webhook=webhook, seq=last, due_at=now if more else now + REST)
    return 0


def _body(webhook: Webhook, seal: Seal) -> bytes | None:
    """The event for a fact, as its owner may see it now; None where it does not concern them."""
    found = visible_to(webhook.owner).filter(pk=seal.fact_id)
    if webhook.kinds:
        found = found.filter(kind__in=webhook.kinds)
    fact = with_content(found, webhook.owner).first()
    if fact is None:
        return None
    note_shown(webhook.owner, [fact])
    event = {
        "event": "fact.sealed",
        "seq": seal.seq,
        "fact": FactOut.of(fact).model_dump(mode="json"),
    }
    return json.dumps(event, ensure_ascii=False).encode()


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of "<unix seconds>.<body>" under the secret."""
    made = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={made.hexdigest()}"


def post(webhook: Webhook, body: bytes) -> int:
    """Send one event; the HTTP status, or 0 where nobody answered in time."""
    timestamp = int(timezone.now().timestamp())
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked when it was registered
        webhook.url,
        data=body,
        headers={
            "Content-Type": "application/json",
            SIGNATURE: signature(webhook.secret, timestamp, body),
        },
    )
    try:
        with asked(request, SECONDS) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError):
        return 0
