"""A refused action, said on the form that asked for it."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence

Done = TypeVar("Done")


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, be it nothing at all; None where one only looks."""
    return request.POST if request.method == "POST" else None


def attempt(form: BaseForm, action: Callable[[], Done]) -> Done | None:
    """Take the action; where it is refused, say so on the form and return nothing."""
    try:
        return action()
    except Refused as refusal:
        form.add_error(None, sentence(refusal.code, refusal.facts))
        return None


def taken(request: HttpRequest, action: Callable[[], object], done: str = "") -> bool:
    """Take the action of a bare button; where it is refused, say so on the page that follows."""
    try:
        action()
    except Refused as refusal:
        messages.error(request, sentence(refusal.code, refusal.facts))
        return False
    if done:
        messages.success(request, done)
    return True
