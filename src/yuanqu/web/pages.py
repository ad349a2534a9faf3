"""Lists in pages of a fixed size."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 20


class NumberedPage(Page[Any]):
    """A page that knows which page numbers to offer."""

    @property
    def numbers(self) -> Iterator[int | str]:
        """The numbers around this one, with an ellipsis where some are left out."""
        return self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1)


class NumberedPaginator(Paginator[Any]):
    """Makes pages that know their numbers."""

    def _get_page(self, *args: Any, **kwargs: Any) -> NumberedPage:
        return NumberedPage(*args, **kwargs)


def page_of(rows: QuerySet[Any], request: HttpRequest, per_page: int = PER_PAGE) -> Page[Any]:
    """The page that the address asks for; the nearest one where there is no such page."""
    return NumberedPaginator(rows, per_page).get_page(request.GET.get("page"))
