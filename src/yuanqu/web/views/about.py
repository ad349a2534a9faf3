"""What these pages are, how to read them, and how far they are accessible."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The page about the pages."""
    return render(request, "about/about.html")
