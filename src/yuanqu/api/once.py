"""Idempotency keys: a POST that comes twice is done once.

The key's row is written first and in the same transaction as the action. Of two at once the second
waits for the first (PostgreSQL: at the unique index; SQLite: at BEGIN IMMEDIATE) and then finds its
answer. A refusal rolls the key back with everything else, so the caller may mend and try again.
"""

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema, Status

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.api.models import KeptAnswer

HEADER = "Idempotency-Key"
LONGEST_KEY = 100

Answer = Status[Schema | dict[str, object]]


def once(request: HttpRequest, actor: User, act: Callable[[], Schema], status: int = 201) -> Answer:
    """Do it, or give the answer that the same request was given before.

    Raises `Refused` where the key was used for another path or body.
    """
    key = request.headers.get(HEADER, "").strip()
    if not key:
        return Status(status, act())
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Refused("api.bad_idempotency_key", most=str(LONGEST_KEY))
    body = hashlib.sha256(request.body).hexdigest()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(
                caller=actor.party, key=key, path=request.path[:300], body_sha256=body,
                kept_at=timezone.now(),
            )  # fmt: skip
            done = act()
            kept.status, kept.answer = status, done.model_dump(mode="json")
            kept.save(update_fields=["status", "answer"])
            return Status(status, done)
    except IntegrityError:
        kept_before = KeptAnswer.objects.filter(caller=actor.party, key=key).first()
        if kept_before is None:
            raise  # the database refused something else: let it be seen
        return _given_before(kept_before, request.path[:300], body)


def _given_before(kept: KeptAnswer, path: str, body: str) -> Answer:
    if (kept.path, kept.body_sha256) != (path, body):
        raise Refused("api.idempotency_key_reused")
    return Status(kept.status or 200, kept.answer or {})
