"""The six doors of the park, and which of them are open yet."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Door:
    """A way into the park; without an address it is still shut, and says so."""

    sign: str
    name: str
    purpose: str
    state: str
    url: str = ""


def doors() -> tuple[Door, ...]:
    """The doors in their order, in the language of the page."""
    shut = _("Not open yet")
    return (
        Door(
            "问",
            _("Ask"),
            _("Put a question to the park and get an answer with its sources."),
            _("Open"),
            reverse("ask"),
        ),
        Door(
            "办",
            _("Hall"),
            _("Apply once and follow your case. Taking a number at the counter comes later."),
            _("Applications are open"),
            reverse("matters"),
        ),
        Door("享", _("Instruments"), _("Find and book the instruments that are shared."), shut),
        Door("策", _("Policies"), _("See which support you qualify for, and how much."), shut),
        Door("揭", _("Challenges"), _("Publish a technical need and find who solves it."), shut),
        Door("链", _("Consortia"), _("Form a consortium and count its outcomes once."), shut),
    )
