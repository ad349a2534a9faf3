"""The home page: one question box, the scoreboard, six doors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanqu.web.doors import doors


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The park at a glance."""
    return render(request, "home/home.html", {"doors": doors()})
