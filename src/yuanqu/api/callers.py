"""Who calls: a token in the Authorization header, a session of the pages, or nobody in particular."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.utils import timezone, translation
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from yuanqu.accounts import tokens
from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Forbidden
from yuanqu.accounts.models import User
from yuanqu.api.errors import NotLoggedIn, TooManyRequests
from yuanqu.api.models import RequestCount

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Caller:
    """The viewer, and what a token was scoped to (None: a session, which may do all its person may)."""

    viewer: Viewer
    scopes: frozenset[str] | None = None

    def person(self, scope: str) -> User:
        """The logged-in person, if the token covers this scope. Raises `NotLoggedIn`, `Forbidden`."""
        if not isinstance(self.viewer, User):
            raise NotLoggedIn("api.not_logged_in")
        self.demand(scope)
        return self.viewer

    def demand(self, scope: str) -> Viewer:
        """The viewer, if the token covers this scope; anonymous callers carry no scopes to lack."""
        if self.scopes is not None and scope not in self.scopes:
            raise Forbidden("api.scope_missing", scope=scope)
        return self.viewer


class TokenOrSession(HttpBearer):
    """A bad token is refused, never taken for nobody; a token in the address is never read."""

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller, counted against the limit of the minute."""
        caller = self._caller(request)
        count_request(name_of(request, caller))
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The token's person. Raises `NotLoggedIn`."""
        found = tokens.authenticate(token)
        if found is None:
            raise NotLoggedIn("api.bad_token")
        return Caller(found.user, frozenset(found.scopes))

    def _caller(self, request: HttpRequest) -> Caller:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind:
            if kind.lower() != "bearer" or not token.strip():
                raise NotLoggedIn("api.bad_token")
            return self.authenticate(request, token.strip())
        user: Any = request.user
        if not isinstance(user, User):
            return Caller(AnonymousUser())
        if check_csrf(request) is not None:
            raise Forbidden("api.csrf")
        translation.activate(translation.get_language() or user.preferred_language)
        return Caller(user)


def name_of(request: HttpRequest, caller: Caller) -> str:
    """What requests are counted under: the person's opaque id, else the client's address."""
    if isinstance(caller.viewer, User):
        return f"party:{caller.viewer.party_id}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"[:80]


def count_request(name: str) -> None:
    """Count one request in the database. Raises `TooManyRequests` above YUANQU_RATE_LIMIT."""
    most = settings.RATE_LIMIT
    if most == 0:
        return
    now = int(timezone.now().timestamp())
    minute = now // MINUTE
    RequestCount.objects.bulk_create(
        [RequestCount(caller=name, minute=minute)], ignore_conflicts=True
    )
    mine = RequestCount.objects.filter(caller=name, minute=minute)
    mine.update(count=models.F("count") + 1)
    if mine.get().count > most:
        raise TooManyRequests("api.too_many_requests", seconds=str(MINUTE - now % MINUTE))
