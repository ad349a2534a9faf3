"""Form fields of people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.wording import sentence
from yuanqu.engines.phones import normalized


class PhoneField(forms.CharField):
    """A telephone number as people write it; cleaned to E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        super().__init__(max_length=24, **kwargs)

    def clean(self, value: Any) -> str:
        """The number in one form; empty where none is required and none was given."""
        text = super().clean(value)
        if not text:
            return ""
        if (number := normalized(text)) is None:
            raise forms.ValidationError(sentence("accounts.not_a_number"), code="not_a_number")
        return number
