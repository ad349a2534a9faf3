"""How long a session waits for its person: idle log-out of those who have more rights than most."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from yuanqu.accounts.access import is_privileged
from yuanqu.accounts.factors import HELD
from yuanqu.accounts.models import User
from yuanqu.accounts.wording import sentence
from yuanqu.engines.assurance import Assurance

SEEN, MINUTES = "seen_at", "idle_minutes"
# The session is written at most this often, not at every request.
FRESH = timedelta(seconds=60)


def begin(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Note at log-in when the person was seen, and how long this session may idle."""
    note_presence(request, user)


def note_presence(request: HttpRequest, user: User) -> None:
    """The person is here now; the roles may have changed since they were last asked for."""
    request.session.pop(HELD, None)
    request.session[SEEN] = timezone.now().timestamp()
    request.session[MINUTES] = settings.IDLE_MINUTES if is_privileged(user) else 0


def assurance_of(request: HttpRequest) -> Assurance | None:
    """What the log-in of this session was worth elsewhere; None where it was one of ours."""
    level = request.session.get("assurance")
    return Assurance(level) if level else None


class IdleLogOut(MiddlewareMixin):
    """Ends a session that idled too long, and notes that the others are alive."""

    def process_request(self, request: HttpRequest) -> None:
        """Before anything else asks who it is. A session nobody logged in to is left alone."""
        if SEEN not in request.session:
            return
        idle = timedelta(seconds=timezone.now().timestamp() - request.session[SEEN])
        allowed = timedelta(minutes=request.session.get(MINUTES) or 0)
        if allowed and idle >= allowed:
            logout(request)
            minutes = {"minutes": str(settings.IDLE_MINUTES)}
            messages.info(request, sentence("accounts.idle", minutes))
        elif idle >= FRESH and isinstance(request.user, User):
            note_presence(request, request.user)
