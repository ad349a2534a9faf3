"""Who a program acts for: the viewer behind `Authorization: Bearer`."""

from dataclasses import dataclass
from secrets import compare_digest

from django.http import HttpRequest
from django.utils import timezone

from yuanqu.accounts.actions import note_token_use
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.keys import PREFIX, digest, parts
from yuanqu.accounts.models import ApiToken, User
from yuanqu.engines.scopes import covers
from yuanqu.engines.verdicts import Verdict

# Compared with where there is no such key, so that both ways cost the same.
NOBODY = digest("")


@dataclass(frozen=True, slots=True)
class TokenViewer:
    """A person, seen through a key: they may do what they may, and only within its scopes."""

    user: User
    token: ApiToken

    def may(self, scope: str) -> Verdict:
        """Whether the key reaches so far, such as `facts:read`; what the person may comes after."""
        if covers(self.token.scopes, scope):
            return Verdict.yes()
        return Verdict.no("accounts.beyond_scope", scope=scope)


def authenticate(secret: str) -> TokenViewer | None:
    """Whom the secret acts for; None where it is unknown, over, or its person is suspended."""
    identifier, key = parts(secret)
    now = timezone.now()
    token = (
        ApiToken.objects.usable_at(now).filter(identifier=identifier).select_related("user").first()
    )
    right = compare_digest(digest(key), token.digest if token else NOBODY)
    if token is None or not right:
        return None
    if token.last_used_on != timezone.localdate(now):
        note_token_use(token=token, day=timezone.localdate(now))
    return TokenViewer(token.user, token)


def viewer_of(request: HttpRequest) -> TokenViewer | None:
    """Whom a request with `Authorization: Bearer` acts for; None where it has no such header.

    Raises `Refused` where the key opens nothing, and where one stands in the address: addresses
    are kept in logs, histories and referrers, so a key there is no secret any more.
    """
    if any(PREFIX in value for values in request.GET.lists() for value in values[1]):
        raise Refused("accounts.token_in_address")
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    if (viewer := authenticate(secret.strip())) is None:
        raise Refused("accounts.token_opens_nothing")
    return viewer
