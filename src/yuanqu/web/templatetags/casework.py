"""What templates may ask about cases."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party
from yuanqu.cases.clocks import is_provisional
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.models import Case, CorrectionItem

register = template.Library()


@register.filter
def matter_name(case: Case) -> str:
    """What the case is about; the matter's code where it is not installed any more."""
    try:
        names = matter_at(case.matter, case.matter_version).names
    except Refused:
        return case.matter
    return names.in_language(get_language() or "zh-hans")


@register.filter
def is_overdue(case: Case) -> bool:
    """Whether somebody should have acted before today."""
    return case.due_on is not None and case.due_on < timezone.localdate()


@register.filter
def is_forecast(case: Case) -> bool:
    """Whether the due day lies in a year whose holidays are not known yet."""
    return case.due_on is not None and is_provisional(case.due_on)


@register.filter
def question_of(item: CorrectionItem, case: Case) -> str:
    """The question that an entry of the list of corrections is about; empty: the whole."""
    field = matter_at(case.matter, case.matter_version).form.by_code.get(item.field)
    return field.names.in_language(get_language() or "zh-hans") if field else ""


@register.filter
def applicant_name(case: Case) -> str:
    """Who applies, for whoever may open the case: an organization's label, a person's name."""
    return person_name(case.applicant) or case.applicant.label_in(get_language() or "zh-hans")


@register.filter
def person_name(party: Party | None) -> str:
    """The person behind a party."""
    user = getattr(party, "user", None)
    return str(user) if user else ""
