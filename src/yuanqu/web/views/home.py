"""The home page: one question box, the scoreboard, six doors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanqu.web.board import board
from yuanqu.web.doors import doors

FIGURES_OF_A_GROUP = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The park at a glance."""
    context = {"board": board(request.user, most=FIGURES_OF_A_GROUP), "doors": doors()}
    return render(request, "home/home.html", context)
