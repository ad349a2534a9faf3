"""The reason that every decision on a fact needs."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why; it is kept with the fact for ever."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with the fact and shown with it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
