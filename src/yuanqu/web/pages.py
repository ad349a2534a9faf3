"""Lists in pages of a fixed size."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 20


if TYPE_CHECKING:  # these take their item as a parameter only in the type checker's eyes
    AnyPage = Page[Any]
    AnyPaginator = Paginator[Any]
else:
    AnyPage = Page
    AnyPaginator = Paginator


class NumberedPage(AnyPage):
    """A page that knows which page numbers to offer."""

    @property
    def numbers(self) -> Iterator[int | str]:
        """The numbers around this one, with an ellipsis where some are left out."""
        yield from self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1)


class NumberedPaginator(AnyPaginator):
    """Makes pages that know their numbers."""

    def _get_page(self, *args: Any, **kwargs: Any) -> NumberedPage:
        return NumberedPage(*args, **kwargs)


def page_of(rows: QuerySet[Any], request: HttpRequest, per_page: int = PER_PAGE) -> NumberedPage:
    """The page that the address asks for; the nearest one where there is no such page."""
    page = NumberedPaginator(rows, per_page).get_page(request.GET.get("page"))
    assert isinstance(page, NumberedPage)  # noqa: S101 - for the type checker
    return page
