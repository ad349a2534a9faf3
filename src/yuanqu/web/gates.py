"""Who may open which views."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from yuanqu.accounts.access import is_official
from yuanqu.accounts.models import User
from yuanqu.cases.mandates import Mandates
from yuanqu.cases.queries import InboxCounts

Given = ParamSpec("Given")


class PersonRequest(HttpRequest):
    """A request of somebody who is logged in.

    A view that has read them leaves `mandates` and `inbox_counts` here for the frame of the page.
    """

    user: User
    mandates: Mandates | None
    inbox_counts: InboxCounts


View = Callable[Concatenate[PersonRequest, Given], HttpResponse]
Gated = Callable[Concatenate[HttpRequest, Given], HttpResponse]


def for_people(view: View[Given]) -> Gated[Given]:
    """Open to whoever is logged in; others may log in first, and post nothing until then."""

    def gated(request: HttpRequest, /, *args: Given.args, **given: Given.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **given)  # type: ignore[arg-type]
        if request.method == "GET":
            return redirect_to_login(request.get_full_path())
        raise Http404

    update_wrapper(gated, view)
    return gated


def for_officials(view: View[Given]) -> Gated[Given]:
    """Open to officials alone: whoever else is logged in finds nothing there."""

    def gated(request: PersonRequest, /, *args: Given.args, **given: Given.kwargs) -> HttpResponse:
        if not is_official(request.user):
            raise Http404
        return view(request, *args, **given)

    update_wrapper(gated, view)
    return for_people(gated)
