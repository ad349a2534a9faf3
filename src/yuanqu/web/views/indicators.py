"""The scoreboard and each indicator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def scoreboard(request: HttpRequest) -> HttpResponse:
    """All groups."""
    return render(request, "indicators/scoreboard.html")


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One."""
    return render(request, "indicators/indicator.html")
