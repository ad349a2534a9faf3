"""What the frame of every page shows: the park's name, the ways through it, what waits."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuanqu.accounts.access import is_official
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.ledger.queries import claims_waiting_count


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the main navigation; `count` says how much waits there."""

    url: str
    name: str
    current: bool
    count: int = 0


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame, computed when a template first asks."""
    return {
        "park_name": SimpleLazyObject(_park_name),
        "site_nav": SimpleLazyObject(lambda: _ways(request)),
    }


def _park_name() -> str:
    park = Party.objects.filter(kind=PartyKind.PARK).first()
    return park.label_in(get_language() or "zh-hans") if park else _("A park without a name yet")


def _ways(request: HttpRequest) -> list[Way]:
    ways = [
        _way(request, "scoreboard", _("Scoreboard")),
        _way(request, "organizations", _("Organizations")),
        _way(request, "facts", _("Facts")),
        _way(request, "search", _("Search")),
    ]
    user = request.user
    if isinstance(user, User) and is_official(user):
        ways.append(_way(request, "desk", _("Desk"), claims_waiting_count(user)))
    return ways


def _way(request: HttpRequest, view: str, name: str, count: int = 0) -> Way:
    url = reverse(view)
    return Way(url, name, request.path.startswith(url), count)
