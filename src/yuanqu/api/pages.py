"""Lists come in pages: `?limit=50&offset=100`, with the total and the way to the next page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

MOST = 200
Row = TypeVar("Row", bound=Model)


class PageIn(Schema):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=1_000_000)


def page_of(
    request: HttpRequest,
    rows: QuerySet[Row],
    page: PageIn,
    made: Callable[[Row], Schema],
    shown: Callable[[Sequence[Row]], object] = len,
) -> dict[str, Any]:
    """One page of a query: its items, the total, and the address of the next page or null.

    `shown` is told the rows before they are given out, where that must be noted.
    """
    total = rows.count()
    found = list(rows[page.offset : page.offset + page.limit])
    shown(found)
    return paged(request, page, {"items": [made(row) for row in found], "total": total})


def paged(request: HttpRequest, page: PageIn, found: Mapping[str, Any]) -> dict[str, Any]:
    """A page with the address of the one after it."""
    after = page.offset + len(found["items"])
    query = request.GET.copy()
    query["offset"], query["limit"] = str(after), str(page.limit)
    more = bool(found["items"]) and after < found["total"]
    return {**found, "next": f"{request.path}?{query.urlencode()}" if more else None}
