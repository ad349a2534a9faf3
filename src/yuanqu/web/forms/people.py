"""The forms about people: a name, a key for programs, a mandate and its handing over."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.actions import MandateDraft
from yuanqu.accounts.actions.tokens import LONGEST_DAYS, USUAL_DAYS
from yuanqu.accounts.models import Party, PartyKind, Role, User
from yuanqu.accounts.wording import sentence
from yuanqu.cases.definitions import matters_in_force
from yuanqu.ledger.access import RECORDING

DAY = forms.DateInput(attrs={"type": "date"})
NOT_LATER = MaxValueValidator(date(2199, 12, 31))
SCOPES = (
    ("read", _("Read everything that I may open")),
    ("write", _("Do everything that I may do")),
    ("facts:read", _("Read facts")),
    ("facts:write", _("Claim, verify, correct and withdraw facts")),
    ("indicators:read", _("Read indicators")),
    ("organizations:read", _("Read the register of organizations")),
    ("search:read", _("Search")),
    ("ask:read", _("Read my questions and their answers")),
    ("ask:write", _("Ask, and say what I think of answers")),
    ("cases:read", _("Read cases and my inbox")),
    ("cases:write", _("Apply, and take the next step in cases")),
    ("webhooks:read", _("List webhooks")),
    ("webhooks:write", _("Set up and end webhooks")),
)


class NameForm(forms.Form):
    """The name by which others know one."""

    display_name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As officials and your organization know you."),
    )


class TokenForm(forms.Form):
    """What a key is for, what it may do, and how long."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("Such as: monthly report to head office."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"),
        choices=SCOPES,
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("How long it lasts"),
        coerce=int,
        choices=[
            (7, _("One week")),
            (30, _("30 days")),
            (USUAL_DAYS, _("90 days")),
            (180, _("Half a year")),
            (LONGEST_DAYS, _("A year")),
        ],
        initial=USUAL_DAYS,
    )


class PersonField(forms.CharField):
    """A person by their user name, which they read on their own page.

    Not by an address or a number: that one has an account would be told to whoever asks.
    """

    def __init__(self, **said: Any) -> None:
        about = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(
            max_length=60,
            widget=forms.TextInput(attrs=about),
            help_text=_("They find it under My account, and tell you."),
            **said,
        )

    def clean(self, value: Any) -> User:
        """Whoever has the name."""
        name = super().clean(value)
        person = User.objects.filter(username__iexact=name, is_active=True).first()
        if person is None:
            raise ValidationError(sentence("accounts.nobody_called", {"name": name}))
        return person


class MandateForm(forms.Form):
    """Whom to give which mandate, in which matters, from when until when."""

    person = PersonField(label=_("User name of the person"))
    role = forms.ChoiceField(label=_("As what"))
    matters = forms.MultipleChoiceField(
        label=_("For these matters alone; none chosen means all of them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first = forms.DateField(
        label=_("From"),
        required=False,
        widget=DAY,
        validators=[NOT_LATER],
        help_text=_("Empty: from now on."),
    )
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DAY,
        validators=[NOT_LATER],
        help_text=_("Empty: until it is ended."),
    )

    def __init__(self, party: Party, roles: Iterable[Role], posted: Any = None) -> None:
        """Offer these roles, and the matters in which one can act there today."""
        offered = [(role.value, role.label) for role in roles]
        usual = Role.ASSISTANT if Role.ASSISTANT in dict(offered) else offered[0][0]
        super().__init__(posted, initial={"role": usual})
        self.fields["role"].choices = offered  # type: ignore[attr-defined]
        self.fields["matters"].choices = _matters_at(party)  # type: ignore[attr-defined]

    def draft(self) -> MandateDraft:
        """The mandate; the last day belongs to it."""
        said = self.cleaned_data
        return MandateDraft(
            role=Role(said["role"]),
            authorized_for=tuple(said["matters"]),
            valid_from=_midnight(said["first"]),
            valid_to=_midnight(said["last"] and said["last"] + timedelta(days=1)),
        )


class HandoverForm(forms.Form):
    """To whom a mandate passes."""

    person = PersonField(label=_("User name of whoever takes it on"))


def _matters_at(party: Party) -> list[tuple[str, str]]:
    """Officials decide in every matter; an organization applies in those that are not personal."""
    in_force = matters_in_force(timezone.localdate())
    at_park, language = party.kind == PartyKind.PARK, get_language() or "zh-hans"
    named = [
        (matter.code, matter.names.in_language(language))
        for matter in in_force
        if at_park or party.kind in matter.applicants
    ]
    return named if at_park else [*named, (RECORDING, str(_("Recording facts")))]


def _midnight(day: date | None) -> datetime | None:
    """When the day begins in the park."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
