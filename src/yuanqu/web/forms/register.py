"""Feeding the register: files, sources, entries that are one, what an export is for."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.models import Party, PartyKind
from yuanqu.accounts.wording import sentence
from yuanqu.engines.industries import completed
from yuanqu.engines.uscc import normalized
from yuanqu.ledger.models import Purpose
from yuanqu.organizations.access import may_export
from yuanqu.organizations.actions import MergeDraft, SourceDraft
from yuanqu.organizations.importing.columns import HEADINGS, Column
from yuanqu.organizations.importing.exporting import Form
from yuanqu.organizations.models import (
    MergeCause,
    Organization,
    OrganizationKind,
    SourceKind,
)
from yuanqu.web.forms.evidence import EvidenceForm
from yuanqu.web.forms.fields import PartiesField

# The park is made when everything else is; no file and no source enters a second one.
KINDS = [("", _("The file says it in each row")), *OrganizationKind.choices[:-1]]
FORMS = [(Form.XLSX.value, _("Excel workbook (.xlsx)")), (Form.CSV.value, _("CSV, UTF-8"))]


class ImportForm(forms.Form):
    """A file of organizations."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, in UTF-8 or GB 18030 (GBK), with a line of headings"),
    )
    kind = forms.ChoiceField(label=_("Kind where a row gives none"), choices=KINDS, required=False)

    def clean_file(self) -> Any:
        """The file, unless it is too large to be looked at."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > settings.EVIDENCE_MAX_BYTES:
            most = str(settings.EVIDENCE_MAX_BYTES // 2**20)
            raise ValidationError(sentence("ledger.file_too_large", {"most": most}))
        return file


class MappingField(forms.CharField):
    """Headings of somebody else's and what they mean here, one pair a line."""

    widget = forms.Textarea(attrs={"rows": 4})
    default_error_messages = {
        "no_pair": _("Write in each line: their heading = our column. “%(line)s” is not so."),
        "no_column": _("We have no column “%(column)s”. There are: %(columns)s."),
    }

    def clean(self, value: Any) -> dict[str, str]:
        """Their heading → our column."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return dict(map(self._pair, lines))

    def _pair(self, line: str) -> tuple[str, str]:
        heading, sign, column = (part.strip() for part in line.replace("＝", "=").partition("="))
        if not (heading and sign and column):
            raise ValidationError(self.error_messages["no_pair"], "no_pair", {"line": line[:60]})
        known = {text: code for code, texts in HEADINGS.items() for text in (code, *texts[:2])}
        if column not in known:
            told = {"column": column[:60], "columns": ", ".join(map(str, Column))}
            raise ValidationError(self.error_messages["no_column"], "no_column", told)
        return heading, str(known[column])


class SourceForm(forms.Form):
    """Somebody else's list that is looked at from time to time."""

    name = forms.CharField(label=_("Name of the source"), max_length=100)
    kind = forms.ChoiceField(label=_("Reached by"), choices=SourceKind.choices)
    place = forms.CharField(
        label=_("Address or file"),
        max_length=500,
        help_text=_(
            "An https:// address on a host of YUANQU_PULL_HOSTS, or the name of a file in the "
            "folder “pulls” of YUANQU_HOME"
        ),
    )
    rows_at = forms.CharField(
        label=_("Where the list stands"), max_length=100, required=False,
        help_text=_("In an answer of JSON, such as data.items; empty where it is the whole answer"),
    )  # fmt: skip
    next_at = forms.CharField(
        label=_("Where the next page's address stands"), max_length=100, required=False,
        help_text=_("In an answer of JSON, such as links.next; empty where there is one page"),
    )  # fmt: skip
    mapping = MappingField(
        label=_("What their headings mean"), required=False,
        help_text=_(
            "One a line, such as: entName = name_zh. Headings that the import knows need none."
        ),
    )  # fmt: skip
    default_kind = forms.ChoiceField(
        label=_("Kind where a row gives none"), choices=KINDS, required=False
    )
    every_hours = forms.IntegerField(
        label=_("Hours between two pulls"), initial=24, min_value=1, max_value=24 * 31
    )

    def draft(self) -> SourceDraft:
        """The source as it was described."""
        given = dict(self.cleaned_data)
        return SourceDraft(**given | {"kind": SourceKind(given["kind"])})


class OrganizationField(PartiesField):
    """One organization, by its name, its credit code or the address of its page."""

    default_error_messages = {
        "unknown": _("No organization is called “%(name)s”. Write its full name as registered."),
        "several": _(
            "Several organizations are called “%(name)s”. Write the credit code, or the address of "
            "its page."
        ),
    }

    def clean(self, value: Any) -> Organization:  # type: ignore[override]
        """The entry that is meant."""
        text = forms.CharField.clean(self, value).strip()
        party = self._by_page(text) or self._by_number(text) or self._party(text)
        entry = Organization.objects.filter(pk=party.pk).select_related("party").first()
        if entry is None:
            raise ValidationError(self.error_messages["unknown"], "unknown", {"name": text[:60]})
        return entry

    def _by_page(self, text: str) -> Party | None:
        for piece in reversed(text.rstrip("/").split("/")):
            try:
                return Party.objects.exclude(kind=PartyKind.PERSON).filter(pk=UUID(piece)).first()
            except ValueError:
                continue
        return None

    def _by_number(self, text: str) -> Party | None:
        numbered = Organization.objects.filter(identifiers__value=normalized(text))
        found = numbered.select_related("party").first()
        return found.party if found else None


class MergeForm(EvidenceForm):
    """Two entries that are one; the evidence may stay empty."""

    kept = OrganizationField(
        label=_("Entry that is kept"), help_text=_("Name, credit code, or address of its page")
    )
    merged = OrganizationField(
        label=_("Entry that is merged into it"),
        help_text=_("Name, credit code, or address of its page"),
    )
    cause = forms.ChoiceField(label=_("Cause"), choices=MergeCause.choices)
    happened_on = forms.DateField(
        label=_("Since when it is so"), required=False, widget=forms.DateInput({"type": "date"}),
        help_text=_("The day of the absorption, or of finding the duplicate; empty: today"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept in the ledger and everybody can read it. Name no person."),
    )  # fmt: skip
    field_order = ("kept", "merged", "cause", "happened_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False

    @property
    def merging(self) -> Iterator[BoundField]:
        """The fields about the merging."""
        return (self[name] for name in self.field_order)

    @property
    def proving(self) -> Iterator[BoundField]:
        """The fields about the evidence, which may stay empty."""
        return (self[name] for name in self.fields if name not in self.field_order)

    @property
    def has_evidence_errors(self) -> bool:
        """Whether something is wrong with the evidence, so that its fields are to be shown."""
        return bool(set(self.errors) - set(self.field_order))

    def merge(self) -> MergeDraft:
        """What was filled in. Raises `Refused` where a file is not acceptable."""
        given = self.cleaned_data
        mine = {name: given.pop(name) for name in self.field_order}
        return MergeDraft(
            cause=MergeCause(mine["cause"]),
            reason=mine["reason"],
            happened_on=mine["happened_on"],
            evidence=(self.draft(),) if given["title"] else (),
        )


class ExportForm(forms.Form):
    """What the register is exported for, and as what."""

    purpose = forms.ChoiceField(
        label=_("What it is for"), choices=Purpose.choices, widget=forms.RadioSelect,
        initial=Purpose.PUBLICATION,
    )  # fmt: skip
    form = forms.ChoiceField(
        label=_("File"), choices=FORMS, widget=forms.RadioSelect, initial=Form.XLSX
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        """Only the purposes for which this person may have it are offered."""
        super().__init__(*args, **kwargs)
        offered = [(p.value, p.label) for p in Purpose if may_export(viewer, p)]
        self.fields["purpose"].choices = offered  # type: ignore[attr-defined]


class IndustryForm(forms.Form):
    """An industry by its code; digits alone are enough."""

    industry = forms.CharField(
        label=_("Industry code"), max_length=20, required=False,
        help_text=_("GB/T 4754-2017, such as C2710; empty where it is not known"),
    )  # fmt: skip

    def clean_industry(self) -> str:
        """The code with the letter that its digits belong to."""
        return completed(self.cleaned_data["industry"])
