"""The words of each notice, in the language of whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from yuanqu.cases.definitions import matter_at
from yuanqu.cases.models import Case

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Words:
    """A notice as somebody reads it."""

    subject: str
    body: str
    facts: Mapping[str, str]


# For each notice its subject, and what it says. A short one, for a telephone, is the subject alone.
TEMPLATES: Mapping[str, tuple[Text, Text]] = {
    "submitted": (
        _("%(number)s was received: %(matter)s"),
        _("We received your application %(number)s (%(matter)s). The receipt lies with the case. "
          "We answer by %(due)s."),
    ),
    "corrections": (
        _("%(number)s needs corrections by %(due)s"),
        _("Something is missing in your application %(number)s (%(matter)s). The list is complete: "
          "you are asked only once. Please answer by %(due)s."),
    ),
    "accepted": (
        _("%(number)s was accepted"),
        _("We took up your application %(number)s (%(matter)s) and decide by %(due)s."),
    ),
    "publicity": (
        _("%(number)s is shown to the public"),
        _("Your application %(number)s (%(matter)s) is shown to the public before we decide. "
          "Objections are answered first."),
    ),
    "decided": (
        _("%(number)s was decided"),
        _("Your application %(number)s (%(matter)s) was decided. The decision and its reasons lie "
          "with the case."),
    ),
    "delivered": (
        _("The letter about %(number)s is ready"),
        _("The decision letter about %(number)s (%(matter)s) is ready to be taken from the case."),
    ),
    "withdrawn": (
        _("%(number)s was withdrawn"),
        _("The application %(number)s (%(matter)s) was withdrawn, as you asked."),
    ),
    "arrived": (
        _("%(number)s arrived: %(matter)s"),
        _("The application %(number)s (%(matter)s) arrived. It is due by %(due)s."),
    ),
    "corrected": (
        _("%(number)s was corrected"),
        _("The corrections of %(number)s (%(matter)s) arrived. It is due by %(due)s."),
    ),
    "taken_back": (
        _("%(number)s was taken back"),
        _("The applicant withdrew %(number)s (%(matter)s). Nothing is left to do."),
    ),
    "assigned": (
        _("%(number)s is with you now"),
        _("A colleague handed %(number)s (%(matter)s) to you. It is due by %(due)s."),
    ),
    "objection": (
        _("An objection to %(number)s"),
        _("Somebody objects to %(number)s (%(matter)s). It must be answered before the decision."),
    ),
    "objection_answered": (
        _("Your objection to %(number)s was answered"),
        _("Your objection to %(number)s (%(matter)s) was answered. The answer lies with it."),
    ),
    "contested": (
        _("%(number)s is not the only one of its kind"),
        _("Somebody else applied for the same as %(number)s (%(matter)s), or holds it already. "
          "Yours goes on; it is decided after the earlier ones, and the papers decide."),
    ),
    "overdue": (
        _("%(number)s is overdue since %(due)s"),
        _("The case %(number)s (%(matter)s) was due by %(due)s and is not done."),
    ),
}  # fmt: skip


def worded(template: str, case: Case, language: str, *, short: bool) -> Words:
    """The notice about this case. It holds a number and a matter, nothing of what was answered."""
    subject, body = TEMPLATES[template]
    matter = matter_at(case.matter, case.matter_version)
    facts = {
        "number": case.number,
        "matter": matter.names.in_language(language),
        "due": _day(case.due_on),
    }
    with override(language):
        said = str(subject) % facts
        return Words(said[:200], said if short else str(body) % facts, facts)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "-"
