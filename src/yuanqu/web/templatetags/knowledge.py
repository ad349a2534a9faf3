"""What the pages of documents ask for."""

import re

from django import template
from django.utils.translation import get_language, gettext

from yuanqu.accounts.wording import sentence
from yuanqu.knowledge.models import Faq, Version
from yuanqu.web.periods import day_in_words

register = template.Library()
_HAN = re.compile("[\u4e00-\u9fff]")


@register.filter
def days_in_force(thing: Version | Faq) -> str:
    """From the first to the last day in force, as far as they are known."""
    language = get_language() or "zh-hans"
    begins, ends = thing.effective_from, thing.effective_to
    first = day_in_words(begins, language) if begins else ""
    last = day_in_words(ends, language) if ends else ""
    if first and last:
        return gettext("from %(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return gettext("from %(first)s on") % {"first": first}
    return gettext("until %(last)s") % {"last": last}


@register.filter
def written_in(text: str) -> str:
    """The language of a text, for reading it aloud: Chinese where it has Chinese characters."""
    return "zh-Hans" if _HAN.search(text[:2_000]) else "en"


@register.filter
def why_not_read(version: Version) -> str:
    """Why the file could not be read."""
    return sentence(version.error, version.error_facts)
