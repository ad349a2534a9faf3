"""The small forms around a case: reasons, corrections, objections, decisions, standing in."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Membership, PartyKind, Role, User
from yuanqu.cases.actions import CorrectionDraft
from yuanqu.cases.definitions import Matter, matters_in_force
from yuanqu.engines.workflow.states import Outcome

PIECES = 8
REASONS = forms.Textarea(attrs={"rows": 4})


class DecisionForm(forms.Form):
    """Approve or reject, and why."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(Outcome.APPROVED.value, _("Approve")), (Outcome.REJECTED.value, _("Reject"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(label=_("Reasons"), widget=REASONS, max_length=3000)


class ReasonsForm(forms.Form):
    """Why a case is declined or taken back."""

    reasons = forms.CharField(label=_("Reasons"), widget=REASONS, max_length=3000)


class OptionalReasonsForm(forms.Form):
    """Why a case is taken back, where one wants to say."""

    reasons = forms.CharField(label=_("Reasons"), widget=REASONS, max_length=3000, required=False)


class CorrectionsForm(forms.Form):
    """The one list of corrections: each entry about one question, or about the whole."""

    def __init__(self, matter: Matter, language: str, posted: Any = None) -> None:
        """As many rows as a list usually has; empty ones count for nothing."""
        super().__init__(posted)
        named = [(field.code, field.names.in_language(language)) for field in matter.form.fields]
        for place in range(1, PIECES + 1):
            self.fields[f"field-{place}"] = forms.ChoiceField(
                label=_("Question"), required=False, choices=[("", _("The whole")), *named]
            )
            self.fields[f"what-{place}"] = forms.CharField(
                label=_("What is missing or wrong"),
                required=place == 1,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The entries, each a question and what is wrong with it."""
        return [(self[f"field-{n}"], self[f"what-{n}"]) for n in range(1, PIECES + 1)]

    def items(self) -> list[CorrectionDraft]:
        """The entries that say something."""
        read = self.cleaned_data
        return [
            CorrectionDraft(what=read[f"what-{n}"], field=read[f"field-{n}"])
            for n in range(1, PIECES + 1)
            if read[f"what-{n}"]
        ]


class ObjectionForm(forms.Form):
    """A signed objection: the full name stands for the signature; anonymous ones are not taken."""

    name = forms.CharField(
        label=_("Your full name, as your signature"), max_length=60,
        help_text=_("An objection without a name cannot be taken up."),
    )  # fmt: skip
    statement = forms.CharField(
        label=_("What you object to, and why"), widget=forms.Textarea(attrs={"rows": 6}),
        max_length=3000,
    )  # fmt: skip


class ObjectionAnswerForm(forms.Form):
    """The answer to an objection."""

    upheld = forms.ChoiceField(
        label=_("The objection is"),
        choices=[("yes", _("upheld")), ("no", _("not upheld"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Answer"), widget=REASONS, max_length=3000)


class OfficialField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague: an official of the park."""

    def __init__(self, **said: Any) -> None:
        """Whoever holds the role now."""
        held = Membership.objects.filter(party__kind=PartyKind.PARK, role=Role.OFFICIAL)
        officials = User.objects.filter(is_active=True, pk__in=held.values("user"))
        super().__init__(officials.order_by("display_name", "username"), **said)


class AssignForm(forms.Form):
    """Hand a case to a colleague, or back to the desk."""

    to = OfficialField(label=_("Colleague"), required=False, empty_label=_("Back to the desk"))


class StandInForm(forms.Form):
    """Who stands in, from when to when; for some matters, or for all."""

    colleague = OfficialField(label=_("Colleague"))
    valid_from = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    valid_to = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    matters = forms.MultipleChoiceField(
        label=_("For these matters alone; none chosen means all of yours"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A substitute during an absence acts in all of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        today = matters_in_force(timezone.localdate())
        named = [(matter.code, matter.names.in_language(language)) for matter in today]
        self.fields["matters"].choices = named  # type: ignore[attr-defined]

    def interval(self) -> tuple[datetime, datetime]:
        """The half-open interval."""
        return self.cleaned_data["valid_from"], self.cleaned_data["valid_to"]


class NoticeForm(forms.Form):
    """By which channels one wants notices, and when to be left in peace."""

    email = forms.BooleanField(label=_("By e-mail"), required=False)
    sms = forms.BooleanField(label=_("By text message"), required=False)
    wecom = forms.BooleanField(label=_("By WeCom"), required=False)
    wecom_id = forms.CharField(label=_("WeCom account"), required=False, max_length=64)
    quiet_from = forms.TimeField(
        label=_("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    quiet_to = forms.TimeField(label=_("until"), widget=forms.TimeInput(attrs={"type": "time"}))
