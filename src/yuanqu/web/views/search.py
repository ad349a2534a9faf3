"""Search: one box over organizations, facts and indicators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yuanqu.search import queries
from yuanqu.search.access import viewer_tokens

PER_PAGE = 20
LONGEST_QUERY = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the index holds for these words, as far as the viewer may open it."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    start = request.GET.get("from", "")
    found = queries.search(
        query,
        viewer_tokens=viewer_tokens(request.user),
        on=timezone.localdate(),
        limit=PER_PAGE,
        offset=int(start) if start.isdecimal() and len(start) < 5 else 0,
    )
    return render(request, "search/search.html", {"query": query, "found": found})
