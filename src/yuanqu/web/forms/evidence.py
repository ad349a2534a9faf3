"""Evidence for a fact: at least one piece, at most three on the form."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanqu.ledger.drafts import LONGEST_QUOTE, EvidenceDraft
from yuanqu.ledger.files import store_file
from yuanqu.ledger.models import Confidentiality
from yuanqu.web.forms.fields import PeriodField


class EvidenceForm(forms.Form):
    """One document: where it says so, in its own words."""

    title = forms.CharField(label=_("Title of the document"), max_length=300)
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    issued_on = PeriodField(
        label=_("Issued on"), required=False, help_text=_("For example 2024, 2024-08 or 2024-08-01")
    )
    quote = forms.CharField(
        label=_("Quotation"),
        required=False,
        max_length=LONGEST_QUOTE,
        help_text=_("The document's own words, at most 120 characters"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    address = forms.CharField(label=_("Address of the document"), max_length=500, required=False)
    file = forms.FileField(label=_("File"), required=False)
    confidentiality = forms.ChoiceField(
        label=_("Who may open the evidence"),
        choices=Confidentiality.choices,
        initial=Confidentiality.PUBLIC,
    )

    def draft(self) -> EvidenceDraft:
        """The evidence as written; its file is checked and stored. Raises `Refused`."""
        given = dict(self.cleaned_data)
        file, issued = given.pop("file"), given.pop("issued_on")
        given["confidentiality"] = Confidentiality(given["confidentiality"])
        return EvidenceDraft(
            **given,
            issued_on=issued.text if issued else "",
            file=store_file(file, file.name) if file else None,
        )


EvidenceFormSet = forms.formset_factory(
    EvidenceForm, extra=2, min_num=1, validate_min=True, max_num=3, absolute_max=6
)


def drafts_of(pieces: Iterable[EvidenceForm]) -> tuple[EvidenceDraft, ...]:
    """The pieces that were filled in, in order. Raises `Refused`."""
    return tuple(piece.draft() for piece in pieces if piece.cleaned_data.get("title"))
