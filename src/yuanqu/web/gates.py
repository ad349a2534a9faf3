"""Who may open which views."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from yuanqu.accounts.access import is_official
from yuanqu.accounts.models import User

Given = ParamSpec("Given")


class OfficialRequest(HttpRequest):
    """A request whose person is known to be an official of the park."""

    user: User


View = Callable[Concatenate[OfficialRequest, Given], HttpResponse]


def for_officials(
    view: View[Given],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """Open to officials alone: others find nothing there, and who is nobody yet may log in."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Given.args, **given: Given.kwargs) -> HttpResponse:
        if not request.user.is_authenticated and request.method == "GET":
            return redirect_to_login(request.get_full_path())
        if not is_official(request.user):
            raise Http404
        return view(request, *args, **given)  # type: ignore[arg-type]

    return gated
