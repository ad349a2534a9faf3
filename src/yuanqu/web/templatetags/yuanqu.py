"""What templates may ask: domain values in the words of the page's language, and nothing else."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party, PartyKind
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.models import Case
from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Quantity
from yuanqu.indicators.definitions import Measured
from yuanqu.indicators.values import IndicatorValue
from yuanqu.ledger.models import Fact
from yuanqu.organizations.labels import HELD_LABELS, Label, label_of
from yuanqu.organizations.models import Organization
from yuanqu.privacy.purposes import all_purposes
from yuanqu.web import periods, quantities, statements, words
from yuanqu.web.measures import measure_names
from yuanqu.web.quantities import Stated

register = template.Library()
SORTS_OF_HIT = {
    "organization": _("Organization"),
    "fact": _("Fact"),
    "indicator": _("Indicator"),
    "passage": _("Passage"),
    "faq": _("Curated answer"),
}


@register.filter
def named(names: Names) -> str:
    """A name in two languages, in this one."""
    return names.in_language(_language())


@register.filter
def called(party: Party) -> str:
    """A party's label in this language."""
    return party.label_in(_language())


@register.filter
def known_as(party: Party, named: Mapping[UUID, str]) -> str:
    """A party's label; of a person the name, where they consent to be named, and else nothing."""
    if party.kind != PartyKind.PERSON:
        return called(party)
    return named.get(party.pk) or gettext("a person")


@register.filter
def in_role(role: str) -> str:
    """What a party's part in a fact is called."""
    return words.word_for("roles", role, _language())


@register.filter
def stated(quantity: Quantity | None) -> Stated | None:
    """A quantity in three parts: what stands before the number, the number, what stands after."""
    return quantities.stated(quantity, _language()) if quantity else None


@register.filter
def when(moment: Period | date | datetime | None) -> str:
    """A period, a day, or a moment in the park's time zone."""
    if moment is None:
        return ""
    if isinstance(moment, Period):
        return periods.period_in_words(moment, _language())
    if isinstance(moment, datetime):
        local = timezone.localtime(moment)
        return f"{periods.day_in_words(local.date(), _language())} {date_format(local, 'H:i')}"
    return periods.day_in_words(moment, _language())


@register.filter
def measured_when(value: IndicatorValue) -> str:
    """The period of an indicator's value; a state is said to be as of its day."""
    if value.definition.measured == Measured.POINT and value.period.is_day:
        return gettext("as of %(day)s") % {"day": when(value.period)}
    return when(value.period)


@register.filter
def headline(fact: Fact) -> str:
    """What a fact says in a few words."""
    language = _language()
    return statements.headline(fact, language, measure_names(language))


@register.filter
def kind(fact: Fact) -> str:
    """What sort of fact it is."""
    return kind_named(fact.kind)


@register.filter
def kind_named(code: str) -> str:
    """What facts of this kind are called."""
    return statements.kind_name(code, _language())


@register.filter
def recorder(fact: Fact, people: Mapping[UUID, str]) -> str:
    """Who recorded the fact: the name where the viewer may see it, else the opaque id's start."""
    known = people.get(fact.recorded_by_id) if people else None
    return known or gettext("person %(id)s") % {"id": str(fact.recorded_by_id)[:8]}


@register.filter
def labels(organization: Organization) -> list[Label]:
    """The labels that were fetched with an organization."""
    return [label_of(role) for role in getattr(organization.party, HELD_LABELS)]


@register.filter
def summary(organization: Organization) -> str:
    """What the register says of an organization in this language."""
    return organization.summary_in(_language())


@register.filter
def sort_of_hit(kind: str) -> str:
    """What sort of thing a search has found."""
    return str(SORTS_OF_HIT.get(kind, kind))


@register.filter
def request_named(case: Case) -> str:
    """What the matter of a request is called, in the version that it was opened under."""
    return matter_at(case.matter, case.matter_version).names.in_language(_language())


@register.filter
def consent_named(code: str) -> str:
    """What people consented to; the code where the purpose is no longer installed."""
    purpose = all_purposes().get(code)
    return purpose.names.in_language(_language()) if purpose else code


@register.filter
def widget(field: BoundField) -> str:
    """How a field is laid out: a single box to tick, several choices, or a label above it."""
    if isinstance(field.field.widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "labeled"


@register.filter
def control(field: BoundField) -> str:
    """The control itself. Its label stands above it, so a placeholder would say nothing more."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def of(table: Mapping[str, object], key: str) -> object:
    """The entry for a key, or nothing."""
    return table.get(key, "")


def _language() -> str:
    return get_language() or "zh-hans"
