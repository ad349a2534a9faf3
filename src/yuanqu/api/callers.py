"""Who calls: a token in the Authorization header, a session of the pages, or nobody."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from yuanqu.accounts import tokens
from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.factors import lacks_second_factor
from yuanqu.accounts.guarding import address_key, client_address
from yuanqu.accounts.models import User
from yuanqu.api import actions
from yuanqu.api.errors import NotLoggedIn, TooManyRequests


@dataclass(frozen=True, slots=True)
class Caller:
    """The viewer, and the token that it came with (None: a session, or nobody)."""

    viewer: Viewer
    token: tokens.TokenViewer | None = None

    def person(self, scope: str) -> User:
        """The logged-in person, within the token's scope. Raises `NotLoggedIn`, `Forbidden`."""
        self.demand(scope)
        if not isinstance(self.viewer, User):
            raise NotLoggedIn("api.not_logged_in")
        return self.viewer

    def demand(self, scope: str) -> Viewer:
        """The viewer, within the token's scope; who came without a token has none to exceed."""
        if self.token is not None and not (verdict := self.token.may(scope)):
            raise Forbidden(verdict.code, **verdict.facts)
        return self.viewer


class TokenOrSession(HttpBearer):
    """A bad token is refused, never taken for nobody; a token in the address is never accepted."""

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller, counted against the limit of the minute."""
        caller = self.caller_of(request)
        count_request(name_of(request, caller))
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Unused: `caller_of` reads the header itself, so that a malformed one is refused too."""
        raise NotImplementedError

    def caller_of(self, request: HttpRequest) -> Caller:
        """Whoever calls. Raises `NotLoggedIn` for a bad token, `Forbidden` without a CSRF token."""
        try:
            token = tokens.viewer_of(request)
        except Refused as refused:
            raise NotLoggedIn(refused.code, **refused.facts) from refused
        if token is not None:
            return Caller(token.user, token)
        if request.headers.get("Authorization"):
            raise NotLoggedIn("api.bad_token")
        user: Any = request.user
        if not isinstance(user, User):
            return Caller(AnonymousUser())
        if check_csrf(request) is not None:
            raise Forbidden("api.csrf")
        if lacks_second_factor(user):
            raise Forbidden("accounts.second_factor_first")
        return Caller(user)


def name_of(request: HttpRequest, caller: Caller) -> str:
    """What requests are counted under: the person's opaque id, else the client's address."""
    if isinstance(caller.viewer, User):
        return f"party:{caller.viewer.party_id}"
    return address_key(client_address(request))


def count_request(name: str) -> None:
    """Count one request in the database. Raises `TooManyRequests` above YUANQU_RATE_LIMIT."""
    if settings.RATE_LIMIT == 0:
        return
    now = timezone.now()
    if actions.count_request(caller=name, at=now) > settings.RATE_LIMIT:
        left = actions.MINUTE - int(now.timestamp()) % actions.MINUTE
        raise TooManyRequests("api.too_many_requests", seconds=str(left))
