"""What everyone may read, as far as their eyes go: organizations, indicators, search."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from yuanqu.api.callers import Caller
from yuanqu.api.errors import READ_ERRORS
from yuanqu.api.looks import note_shown
from yuanqu.api.pages import PageIn, page_of, paged
from yuanqu.api.schemas import (
    HitOut,
    IndicatorOut,
    IndicatorWithLineageOut,
    LineageRowOut,
    OrganizationOut,
)
from yuanqu.indicators.queries import indicator_value, indicator_values, lineage
from yuanqu.organizations.queries import Filters, organization_to_open, organizations
from yuanqu.search.access import viewer_tokens
from yuanqu.search.queries import search

router = Router(tags=["Reading"])


class OrganizationsPage(Schema):
    """A page of organizations."""

    items: list[OrganizationOut]
    total: int
    next: str | None


class OrganizationsIn(PageIn):
    """What the list is narrowed by."""

    text: str = Field("", max_length=200)
    kind: str = Field("", max_length=30)
    cluster: str = Field("", max_length=30)
    label: str = Field("", max_length=60)


@router.get("/organizations", response={200: OrganizationsPage, **READ_ERRORS})
def list_organizations(request: HttpRequest, asked: Query[OrganizationsIn]) -> dict[str, Any]:
    """The register, by name."""
    viewer = caller_of(request).demand("organizations:read")
    filters = Filters(asked.text, asked.kind, asked.cluster, asked.label)
    found = organizations(viewer, filters, language=get_language() or "zh-hans")
    return page_of(request, found, asked, OrganizationOut.of)


@router.get("/organizations/{id}", response={200: OrganizationOut, **READ_ERRORS})
def read_organization(request: HttpRequest, id: UUID) -> OrganizationOut:
    """One organization, by the id of its party."""
    viewer = caller_of(request).demand("organizations:read")
    found = organization_to_open(viewer, id).first()
    if found is None:
        raise Http404
    return OrganizationOut.of(found)


@router.get("/indicators", response={200: list[IndicatorOut], **READ_ERRORS})
def list_indicators(request: HttpRequest, as_of: date | None = None) -> list[IndicatorOut]:
    """Every indicator's value as known at the end of a day; today unless said."""
    viewer = caller_of(request).demand("indicators:read")
    return [IndicatorOut.of(value) for value in indicator_values(viewer, as_of=as_of)]


@router.get("/indicators/{code}", response={200: IndicatorWithLineageOut, **READ_ERRORS})
def read_indicator(
    request: HttpRequest, code: str, as_of: date | None = None
) -> IndicatorWithLineageOut:
    """One indicator, opened to its facts and their evidence."""
    viewer = caller_of(request).demand("indicators:read")
    value = indicator_value(viewer, code, as_of=as_of)
    if value is None:
        raise Http404
    rows = list(lineage(viewer, value))
    note_shown(viewer, [fact for row in rows for fact in row.facts])
    return IndicatorWithLineageOut(
        indicator=IndicatorOut.of(value), lineage=[LineageRowOut.of(row) for row in rows]
    )


class SearchIn(PageIn):
    """What is looked for; `kind` narrows to organizations, facts or indicators."""

    q: str = Field("", max_length=10_000)
    kind: str = Field("", max_length=40)


class HitsPage(Schema):
    """A page of what was found; `complete` is false while the index catches up."""

    items: list[HitOut]
    total: int
    complete: bool
    next: str | None


@router.get("/search", response={200: HitsPage, **READ_ERRORS})
def find(request: HttpRequest, asked: Query[SearchIn]) -> dict[str, Any]:
    """Whatever the caller may see and that fits, best first."""
    viewer = caller_of(request).demand("search:read")
    page = search(
        asked.q,
        viewer_tokens=viewer_tokens(viewer),
        on=timezone.localdate(),
        kinds=[asked.kind] if asked.kind else None,
        limit=asked.limit,
        offset=asked.offset,
    )
    items = [HitOut.of(hit) for hit in page.hits]
    found = {"items": items, "total": page.total, "complete": page.is_complete}
    return paged(request, asked, found)


def caller_of(request: HttpRequest) -> Caller:
    """Who calls, as `TokenOrSession` found out."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller
