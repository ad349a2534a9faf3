"""Fields that read what the ledger keeps: periods, parties, words in two languages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party, PartyKind
from yuanqu.accounts.wording import sentence
from yuanqu.engines.periods import Period, PeriodError

Words = dict[str, str]


class PeriodField(forms.CharField):
    """A day, month, quarter, year or range, as `Period.parse` reads it."""

    def clean(self, value: Any) -> Period | None:
        """The period, or None where the field may stay empty."""
        text = super().clean(value)
        try:
            return Period.parse(text) if text else None
        except PeriodError as error:
            raise ValidationError(sentence(error.code, error.facts)) from error


class PartiesField(forms.CharField):
    """Parties by their names, several with a semicolon between."""

    default_error_messages = {
        "unknown": _("No organization is called “%(name)s”. Write its full name as registered."),
        "several": _("Several organizations are called “%(name)s”. Write the full name."),
    }

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """With suggestions from the register while one types, where JavaScript runs."""
        bound = super().get_bound_field(form, field_name)
        names = f"{bound.auto_id}_names"
        self.widget.attrs |= {
            "list": names,
            "hx-get": reverse("organization_names"),
            "hx-trigger": "input changed delay:300ms",
            "hx-target": f"#{names}",
        }
        return bound

    def clean(self, value: Any) -> tuple[Party, ...]:
        """The parties, in the order written."""
        text = super().clean(value).replace("；", ";")
        return tuple(self._party(name.strip()) for name in text.split(";") if name.strip())

    def _party(self, name: str) -> Party:
        named = Q(label__iexact=name) | Q(label_en__iexact=name)
        found = list(Party.objects.filter(named).exclude(kind=PartyKind.PERSON)[:2])
        if len(found) != 1:
            code = "several" if found else "unknown"
            raise ValidationError(self.error_messages[code], code, {"name": name[:60]})
        return found[0]


class WordLinesField(forms.CharField):
    """A list of words in two languages: one a line, Chinese | English."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {
        "one_language": _("Write each line in both languages: Chinese | English."),
    }

    def clean(self, value: Any) -> list[Words]:
        """The words of each line that is not empty."""
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        return [self._words(line) for line in lines]

    def _words(self, line: str) -> Words:
        zh, bar, en = (part.strip() for part in line.replace("｜", "|").partition("|"))
        if not (zh and bar and en):
            raise ValidationError(self.error_messages["one_language"], "one_language")
        return {"zh": zh, "en": en}
