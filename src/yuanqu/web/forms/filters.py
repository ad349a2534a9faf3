"""Narrowing a list: every field may stay empty, and what makes no sense narrows nothing."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanqu.ledger.kinds import all_kinds
from yuanqu.ledger.models import StandingChoice
from yuanqu.organizations.models import Cluster, OrganizationKind
from yuanqu.organizations.queries import label_choices

# Parts of another fact's story, and not facts that stand for themselves.
SETTLING_KINDS = (
    "ledger.verification", "ledger.dispute", "ledger.withdrawal", "ledger.erasure",
)  # fmt: skip


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of fact that stands for itself, by name."""
    language = get_language() or "zh-hans"
    shown = [kind for code, kind in all_kinds().items() if code not in SETTLING_KINDS]
    return sorted(
        ((kind.code, kind.names.in_language(language)) for kind in shown), key=lambda c: c[1]
    )


class FilterForm(forms.Form):
    """A form in the address: a choice that does not exist is dropped, not refused."""

    use_required_attribute = False

    def chosen(self) -> dict[str, Any]:
        """What was chosen, by field, with an empty text for what was not."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class FactFilter(FilterForm):
    """Facts by kind and standing."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)  # choices follow the language
    standing = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", _("All")), *StandingChoice.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *kind_choices()]  # type: ignore[attr-defined]


class OrganizationFilter(FilterForm):
    """Organizations by words in their names and numbers, kind, cluster and label."""

    text = forms.CharField(label=_("Name or number"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *OrganizationKind.choices]
    )
    cluster = forms.ChoiceField(
        label=_("Cluster"), required=False, choices=[("", _("All")), *Cluster.choices]
    )
    label = forms.ChoiceField(label=_("Label"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        held = [(label.code, label.names.in_language(language)) for label in label_choices()]
        self.fields["label"].choices = [("", _("All")), *held]  # type: ignore[attr-defined]


class DayFilter(FilterForm):
    """A day, as of which something was known."""

    as_of = forms.DateField(
        label=_("As known on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
