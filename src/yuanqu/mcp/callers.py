"""For whom a program calls: the person behind its token, within the token's scopes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import timezone, translation

from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import User
from yuanqu.accounts.tokens import TokenViewer, authenticate

MINUTE = 60
Given = TypeVar("Given")


class TooManyCalls(Refused):
    """More calls in a minute than YUANQU_RATE_LIMIT allows."""

    def __init__(self, seconds: int) -> None:
        super().__init__("assistant.too_many_calls", seconds=str(seconds))
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Caller:
    """A person and their token, and the address under which their pages are reached."""

    viewer: TokenViewer
    pages: str

    @property
    def person(self) -> User:
        """For whom it is."""
        return self.viewer.user

    @property
    def language(self) -> str:
        """In which language they are answered."""
        return self.person.preferred_language or settings.LANGUAGE_CODE

    def has(self, scope: str) -> bool:
        """Whether the token reaches so far."""
        return bool(self.viewer.may(scope))

    def demand(self, scope: str) -> None:
        """Raises `Forbidden` where the token does not reach so far."""
        if not (verdict := self.viewer.may(scope)):
            raise Forbidden(verdict.code, **verdict.facts)

    def page(self, address: str) -> str:
        """A path of ours as an address that opens elsewhere."""
        return f"{self.pages}{address}" if address else ""


def caller_for(secret: str, pages: str) -> Caller:
    """Whom the secret acts for, asked anew at each call. Raises `Refused` for one of no use."""
    viewer = authenticate(secret)
    if viewer is None:
        raise Refused("accounts.token_opens_nothing")
    return Caller(viewer, pages.rstrip("/"))


def count_call(caller: Caller) -> None:
    """Count one call of this minute. Raises `TooManyCalls`.

    Counted in the cache that all processes share; two calls of one moment may count as one.
    """
    if settings.RATE_LIMIT == 0:
        return
    now = int(timezone.now().timestamp())
    key = f"mcp:{caller.person.party_id}:{now // MINUTE}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:  # thrown out meanwhile
        count = 1
    if count > settings.RATE_LIMIT:
        raise TooManyCalls(MINUTE - now % MINUTE)


def in_turn(act: Callable[[], Given], language: str = "") -> Given:
    """Do it in a thread of a pool: in the person's language, with no connection left behind."""
    try:
        with translation.override(language or settings.LANGUAGE_CODE):
            return act()
    finally:
        connections.close_all()
