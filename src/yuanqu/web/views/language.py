"""The language of the pages, remembered for whoever is logged in."""

from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from yuanqu.accounts.actions import prefer_language
from yuanqu.accounts.models import User


def choose(request: HttpRequest) -> HttpResponseBase:
    """Set the language in this browser and, by POST, as the person's own."""
    if request.method == "POST" and isinstance(request.user, User):
        prefer_language(user=request.user, language=request.POST.get("language", ""))
    return set_language(request)
