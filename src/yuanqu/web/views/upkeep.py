"""How the installation stands, for its three administrators: the self-check, backups, jobs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yuanqu.accounts.wording import sentence
from yuanqu.engines.selfcheck import CLAUSES_VERIFIED, DOCUMENT, Item, State
from yuanqu.upkeep.access import may_see_self_check
from yuanqu.upkeep.queries import job_stories, latest_backups
from yuanqu.upkeep.selfcheck import self_check_now
from yuanqu.web.gates import PersonRequest, for_people

BACKUPS_SHOWN = 5
URGENCY = (State.ATTENTION, State.UNKNOWN, State.OK)


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as the page says it."""

    title: str
    state: str
    found: str
    advice: str
    clause: str


@require_safe
@for_people
def self_check(request: PersonRequest) -> HttpResponse:
    """What holds and what does not, each with its clause and what to do; then backups and jobs."""
    if not may_see_self_check(request.user):
        raise Http404
    items = self_check_now()
    context = {
        "lines": lines_of(items),
        "counts": Counter(item.state.value for item in items),
        "read_at": timezone.now(),
        "document": DOCUMENT,
        "verified": CLAUSES_VERIFIED,
        "backups": latest_backups(BACKUPS_SHOWN),
        "stories": job_stories(),
    }
    return render(request, "upkeep/self_check.html", context)


def lines_of(items: Iterable[Item]) -> list[Line]:
    """The rules in words: what does not hold first, what cannot be seen next."""
    urgent = sorted(items, key=lambda item: URGENCY.index(item.state))
    return [
        Line(
            title=sentence(item.title),
            state=item.state.value,
            found=sentence(item.code, item.facts),
            advice=sentence(item.advice, item.facts) if item.advice else "",
            clause=item.clause,
        )
        for item in urgent
    ]
