"""Idempotency keys: a POST that comes twice is done once.

The key's row is written first and in the same transaction as the action. Of two at once the second
waits for the first (PostgreSQL: at the unique index; SQLite: at BEGIN IMMEDIATE) and then finds its
answer. A refusal rolls the key back with everything else, so the caller may mend and try again.

A secret is never kept with an answer: it is shown once, and an answer given again says that it is
withheld.
"""

import hashlib
from collections.abc import Callable
from typing import Self

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from ninja import Schema, Status

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.api import actions
from yuanqu.api.models import KeptAnswer

HEADER = "Idempotency-Key"
LONGEST_KEY = 100

Answer = Status[Schema | dict[str, object]]


class WithSecret(Schema):
    """An answer with a secret, which is shown this once.

    Sent again with the same Idempotency-Key, the request is answered without it: `secret` is null
    and `secret_withheld` is true. Whoever has lost it makes a new one.
    """

    secret: str | None
    secret_withheld: bool = False

    def without_secret(self) -> Self:
        """The same answer as it is kept."""
        return self.model_copy(update={"secret": None, "secret_withheld": True})


def once(
    request: HttpRequest,
    actor: User,
    act: Callable[[], Schema],
    status: int = 201,
    body: bytes | None = None,
) -> Answer:
    """Do it, or give the answer that the same request was given before.

    `body` is what was asked, where the request's own can be read no more, as after a file.
    Raises `Refused` where the key was used for another path or body.
    """
    key = request.headers.get(HEADER, "").strip()
    if not key:
        return Status(status, act())
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Refused("api.bad_idempotency_key", most=str(LONGEST_KEY))
    asked = request.body if body is None else body
    path, digest = request.path[:300], hashlib.sha256(asked).hexdigest()
    try:
        with transaction.atomic():
            kept = actions.keep_key(caller=actor.party, key=key, path=path, body_sha256=digest)
            done = act()
            keep = done.without_secret() if isinstance(done, WithSecret) else done
            actions.keep_answer(kept=kept, status=status, answer=keep.model_dump(mode="json"))
            return Status(status, done)
    except IntegrityError:
        before = KeptAnswer.objects.filter(caller=actor.party, key=key).first()
        if before is None:
            raise  # the database refused something else: let it be seen
        return _given_before(before, (path, digest))


def _given_before(kept: KeptAnswer, asked: tuple[str, str]) -> Answer:
    if (kept.path, kept.body_sha256) != asked:
        raise Refused("api.idempotency_key_reused")
    return Status(kept.status or 200, kept.answer or {})
