"""A fact to be recorded: one form for every kind, its fields driven by the kind's own file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.kinds import Kind, all_units
from yuanqu.ledger.models import Access, Fact, LegalBasis, Purpose
from yuanqu.web.forms.attributes import attribute_fields, attributes_from, in_pairs
from yuanqu.web.forms.evidence import EvidenceFormSet, drafts_of
from yuanqu.web.forms.fields import PartiesField, PeriodField
from yuanqu.web.forms.initial import POWERS, initial_about, initial_evidence, initial_of
from yuanqu.web.quantities import QUALIFIERS
from yuanqu.web.words import word_for


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together under one heading; each row stands on one line where it fits."""

    title: str
    rows: tuple[tuple[BoundField, ...], ...]


class RecordForm(forms.Form):
    """When, who, how much, what, and what it may be used for; the evidence is its own formset."""

    occurred = PeriodField(
        label=_("When"), help_text=_("For example 2024, 2024-08, 2024-Q3 or 2024-08-01")
    )
    legal_basis = forms.ChoiceField(
        label=_("Legal basis"), choices=LegalBasis.choices, initial=LegalBasis.PUBLIC_SOURCE
    )
    purposes = forms.MultipleChoiceField(
        label=_("May be used for"),
        choices=Purpose.choices,
        initial=[Purpose.PUBLICATION, Purpose.STATISTICS],
        widget=forms.CheckboxSelectMultiple,
    )
    access = forms.ChoiceField(
        label=_("Who may open it"), choices=Access.choices, initial=Access.PUBLIC
    )

    def __init__(
        self,
        request: HttpRequest,
        kind: Kind,
        fact: Fact | None = None,
        *,
        about: Party | None = None,
    ) -> None:
        """`fact` is the one to be corrected; `about` the organization that a new one speaks of."""
        posted, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        initial = initial_of(fact, kind) if fact else initial_about(about, kind)
        super().__init__(posted, files, initial=initial)
        self.kind = kind
        given = initial_evidence(fact) if fact else None
        self.evidence = EvidenceFormSet(posted, files, prefix="evidence", initial=given)
        language = get_language() or "zh-hans"
        self.roles = _role_fields(kind, language)
        self.quantity = _quantity_fields(kind, language)
        self.attributes = attribute_fields(kind, language)
        self.fields |= self.roles | self.quantity | self.attributes

    @property
    def sections(self) -> Iterator[Section]:
        """The fields in the order in which a person thinks of them."""
        happened = [["occurred"], *([role] for role in self.roles), list(self.quantity)]
        yield self._section(gettext("What happened"), happened)
        if self.attributes:
            yield self._section(gettext("Particulars"), in_pairs(self.attributes))
        yield self._section(gettext("Use"), [["legal_basis"], ["purposes"], ["access"]])

    def _section(self, title: str, rows: Iterable[Sequence[str]]) -> Section:
        return Section(title, tuple(tuple(self[name] for name in row) for row in rows if row))

    def is_valid(self) -> bool:
        """Whether the fact and its evidence are both filled in well."""
        return all([super().is_valid(), self.evidence.is_valid()])

    def draft(self) -> FactDraft:
        """The fact as written. Raises `Refused` where a file is not acceptable."""
        given = self.cleaned_data
        return FactDraft(
            kind=self.kind.code,
            occurred=given["occurred"],
            parties=tuple(
                PartyRole(party, role.removeprefix("role-"))
                for role in self.roles
                for party in given[role]
            ),
            evidence=drafts_of(self.evidence),
            quantity=_quantity(given),
            attributes=attributes_from(self.kind, given),
            legal_basis=LegalBasis(given["legal_basis"]),
            purposes=tuple(Purpose(code) for code in given["purposes"]),
            access=Access(given["access"]),
        )


def _role_fields(kind: Kind, language: str) -> dict[str, forms.Field]:
    return {
        f"role-{role}": PartiesField(
            label=word_for("roles", role, language),
            required=need == "required",
            help_text=_("Full name; several with a semicolon between"),
        )
        for role, need in kind.roles.items()
    }


def _quantity_fields(kind: Kind, language: str) -> dict[str, forms.Field]:
    if kind.quantity == "forbidden":
        return {}
    required = kind.quantity == "required"
    units = [unit for code, unit in all_units().items() if not kind.units or code in kind.units]
    named = [(unit.code, unit.names.in_language(language)) for unit in units]
    exactness = [(code, word or _("exactly")) for code, word in QUALIFIERS.items()]
    return {
        "qualifier": forms.ChoiceField(label=_("How exact"), choices=exactness),
        "number": forms.DecimalField(
            label=_("Number"), required=required, max_digits=18, widget=forms.TextInput
        ),
        "power": forms.ChoiceField(label=_("Counted in"), choices=POWERS),
        "unit": forms.ChoiceField(label=_("Unit"), choices=named),
    }


def _quantity(given: Mapping[str, Any]) -> Quantity | None:
    number: Decimal | None = given.get("number")
    if number is None:
        return None
    amount = Quantity.of(number, given["unit"], Qualifier(given["qualifier"]))
    return Quantity(
        amount.mantissa, amount.exponent + int(given["power"]), amount.unit, amount.qualifier
    )
