"""What the frame of every page shows: the park's name, the ways through it, what waits."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.cases.mandates import mandates_of
from yuanqu.cases.queries import inbox_counts
from yuanqu.demo.entries import id_of
from yuanqu.ledger.queries import claims_waiting_count


@dataclass(frozen=True)  # without slots: a lazy object stands in for it
class Site:
    """Whose pages these are, and whether they are only shown for trial."""

    park: str
    is_demonstration: bool


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
        # Not `site`: allauth gives its own pages another thing of that name.
        "park_site": SimpleLazyObject(_site),
        "site_nav": SimpleLazyObject(lambda: _ways(request)),
    }


def _site() -> Site:
    park = Party.objects.filter(kind=PartyKind.PARK).first()
    if park is None:
        return Site(_("A park without a name yet"), is_demonstration=False)
    return Site(park.label_in(get_language() or "zh-hans"), park.pk == id_of("party", "sip"))


def _ways(request: HttpRequest) -> list[Way]:
    ways = [
        _way(request, "ask", _("Ask")),
        _way(request, "scoreboard", _("Scoreboard")),
        _way(request, "organizations", _("Organizations")),
        _way(request, "facts", _("Facts")),
        _way(request, "search", _("Search")),
        _way(request, "matters", _("Apply")),
    ]
    # A request that was refused early, such as for its host name, has no person yet.
    user = getattr(request, "user", None)
    # The inbox has read both for itself.
    held = getattr(request, "mandates", None)
    if held is None and isinstance(user, User):
        held = mandates_of(user)
    if held:
        waiting = getattr(request, "inbox_counts", None)
        waiting = waiting or inbox_counts(held.user, mandates=held)
        ways.append(_way(request, "inbox", _("Inbox"), waiting.total))
    if held and held.is_official:
        ways.append(_way(request, "desk", _("Desk"), claims_waiting_count(held.user)))
    if held and held.holds_duty:
        ways.append(_way(request, "self_check", _("Self-check")))
    return ways


def _way(request: HttpRequest, view: str, name: str, count: int = 0) -> Way:
    url = reverse(view)
    return Way(url, name, request.path.startswith(url), count)
