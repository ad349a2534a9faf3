"""Whoever works for the park has a second factor before they do anything there.

GB/T 22239-2019 (等级保护 2.0), 8.1.4.1 d: people are told apart by two or more kinds of proof.
YUANQU_REQUIRE_SECOND_FACTOR asks it of everybody who holds a role at the park. A key for programs
is no log-in and goes on working.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from yuanqu.accounts.access import Viewer, memberships_of
from yuanqu.accounts.models import PARK_ROLES, User

# In the session: this person has one. Asked anew each minute (sessions.note_presence).
HELD = "has_second_factor"
# What stays open meanwhile: one's own account, its language, and the page that says why.
CHANGING = "mfa_"  # where factors are added and taken away: look again after it
OPEN_PREFIXES = ("account_", CHANGING, "socialaccount_", "api:")
OPEN_VIEWS = ("second_factor", "set_language", "live", "ready", "metrics")


def second_factors() -> QuerySet[Authenticator]:
    """Everybody's second factors. Recovery codes are none: they stand in for a lost one."""
    found: QuerySet[Authenticator] = Authenticator.objects.exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return found


def lacks_second_factor(user: Viewer) -> bool:
    """Whether the person must set one up before they do anything else."""
    if not settings.REQUIRE_SECOND_FACTOR or not isinstance(user, User):
        return False
    at_park = memberships_of(user).filter(role__in=PARK_ROLES)
    return at_park.exclude(user__in=second_factors().values("user")).exists()


class SecondFactorFirst(MiddlewareMixin):
    """Leads whoever must set up a second factor to where that is done, and nowhere else.

    The API asks `lacks_second_factor` itself, for it answers in its own shape.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, given: Any
    ) -> HttpResponse | None:
        """Before any view. Costs one query, and none once a second factor was seen."""
        user = request.user
        if not settings.REQUIRE_SECOND_FACTOR or not isinstance(user, User):
            return None
        if _name_of(request).startswith(CHANGING):
            request.session.pop(HELD, None)
        if HELD in request.session or _is_open(request):
            return None
        if lacks_second_factor(user):
            return redirect("second_factor")
        if second_factors().filter(user=user).exists():
            request.session[HELD] = True
        return None


def _name_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or "") if match else ""


def _is_open(request: HttpRequest) -> bool:
    name = _name_of(request)
    return name in OPEN_VIEWS or name.startswith(OPEN_PREFIXES)
