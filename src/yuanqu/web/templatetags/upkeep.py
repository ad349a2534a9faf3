"""What the self-check's page says of jobs, in the words of its language."""

from datetime import time, timedelta

from django import template
from django.utils.translation import get_language, gettext

from yuanqu.web.words import word_for

register = template.Library()
MINUTE, HOUR = 60, 3600


@register.filter
def job_named(code: str) -> str:
    """What a job does, by its code."""
    return word_for("jobs", code, get_language() or "zh-hans")


@register.filter
def rhythm(when: timedelta | time) -> str:
    """When a job comes: the time of day, or how long from one start to the next."""
    if isinstance(when, time):
        return gettext("every day at %(at)s") % {"at": f"{when:%H:%M}"}
    seconds = int(when.total_seconds())
    if seconds % HOUR == 0:
        return gettext("every %(count)s h") % {"count": seconds // HOUR}
    if seconds % MINUTE == 0:
        return gettext("every %(count)s min") % {"count": seconds // MINUTE}
    return gettext("every %(count)s s") % {"count": seconds}
