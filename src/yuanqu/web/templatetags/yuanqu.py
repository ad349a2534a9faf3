"""What templates may ask: domain values in the words of the page's language, and nothing else."""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from yuanqu.accounts.models import Party
from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Quantity
from yuanqu.web import periods, quantities, words
from yuanqu.web.quantities import Stated

register = template.Library()


@register.filter
def named(names: Names) -> str:
    """A name in two languages, in this one."""
    return names.in_language(_language())


@register.filter
def called(party: Party) -> str:
    """A party's label in this language."""
    return party.label_in(_language())


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
def of(table: Mapping[str, object], key: str) -> object:
    """The entry for a key, or nothing."""
    return table.get(key, "")


def _language() -> str:
    return get_language() or "zh-hans"
