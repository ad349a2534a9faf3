"""Making and revoking the keys of programs."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import may_guard_accounts
from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.keys import PREFIX, digest
from yuanqu.accounts.models import ApiToken, User
from yuanqu.engines.scopes import DEFAULT, is_scope

LONGEST_DAYS = 366
USUAL_DAYS = 90
MOST_TOKENS = 20


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as it was made. The secret is nowhere else and cannot be had again."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_token(
    *, user: User, name: str, scopes: tuple[str, ...] = DEFAULT, days: int = USUAL_DAYS
) -> NewToken:
    """A key with which a program acts for the person, at most in these scopes, for so many days.

    Raises `Refused` where the name is missing, a scope is none, the time is too long, or the
    person holds too many keys.
    """
    _demand_sound(name, scopes, days)
    held = User.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    if ApiToken.objects.filter(user=held).usable_at(now).count() >= MOST_TOKENS:
        raise Conflict("accounts.too_many_tokens", most=str(MOST_TOKENS))
    identifier, key = secrets.token_hex(8), secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=held,
        name=name.strip(),
        identifier=identifier,
        digest=digest(key),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record_event(actor=held, act="accounts.token_created", subject=held, reference=token.pk)
    return NewToken(token, f"{PREFIX}{identifier}_{key}")


@transaction.atomic
def revoke_token(*, actor: User | None, token: ApiToken) -> ApiToken:
    """End a key for good. Its person may, and whoever guards accounts; None is the installation."""
    if actor is not None and actor.pk != token.user_id and not may_guard_accounts(actor):
        raise Forbidden("accounts.not_your_token")
    held = ApiToken.objects.select_for_update().get(pk=token.pk)
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])
        record_event(
            actor=actor, act="accounts.token_revoked", subject=held.user, reference=held.pk
        )
    return held


@transaction.atomic
def note_token_use(*, token: ApiToken, day: date) -> None:
    """Remember the day on which a key was last used; one write a day at most."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_on=day)


def _demand_sound(name: str, scopes: tuple[str, ...], days: int) -> None:
    if not 0 < len(name.strip()) <= 60:
        raise Refused("accounts.token_needs_a_name")
    if not scopes:
        raise Refused("accounts.token_needs_a_scope")
    for scope in scopes:
        if not is_scope(scope):
            raise Refused("accounts.not_a_scope", scope=scope[:60])
    if not 0 < days <= LONGEST_DAYS:
        raise Refused("accounts.token_lasts_too_long", most=str(LONGEST_DAYS))
