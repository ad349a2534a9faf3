"""What templates may ask about what a tool answered."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Quantity
from yuanqu.engines.tools import Value
from yuanqu.web import quantities
from yuanqu.web.periods import day_in_words, period_in_words

register = template.Library()


@register.filter
def valued(value: Value) -> str:
    """A value of an entry in the words of the page."""
    language = get_language() or "zh-hans"
    match value:
        case Names():
            return value.in_language(language)
        case Quantity():
            return str(quantities.stated(value, language))
        case Period():
            return period_in_words(value, language)
        case str() | int():
            return str(value)
    return day_in_words(value, language)


@register.filter
def kept_name(title: Mapping[str, str]) -> str:
    """A title that a card kept, in this language."""
    return Names(title.get("zh", ""), title.get("en", "")).in_language(get_language() or "zh-hans")
