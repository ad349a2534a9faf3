"""What pages about mandates and acts ask for."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext

from yuanqu.accounts.models import AccountEvent, ApiToken, Membership
from yuanqu.accounts.wording import all_sentences
from yuanqu.cases.definitions import all_versions
from yuanqu.ledger.access import RECORDING
from yuanqu.web.forms.people import SCOPES
from yuanqu.web.templatetags.yuanqu import when

register = template.Library()


@register.filter
def matters_named(mandate: Membership) -> list[str]:
    """The matters of a mandate by name; what is no installed matter keeps its code."""
    return [_matter(code) for code in mandate.authorized_for]


@register.filter
def end_named(end: datetime) -> str:
    """When something ends: at midnight its last day is named, for the moment is no part of it."""
    if timezone.localtime(end).time() != time.min:
        return when(end)
    return when(timezone.localdate(end) - timedelta(days=1))


@register.filter
def act_named(event: AccountEvent) -> str:
    """What was done; the code where its app is not installed any more."""
    return str(all_sentences().get(event.act, event.act))


@register.filter
def case_of(event: AccountEvent) -> str:
    """The id of the case that an act was about; empty where it was about something else."""
    if not event.act.startswith("cases."):
        return ""
    try:
        return str(UUID(event.reference))
    except ValueError:
        return ""


@register.filter
def scopes_named(token: ApiToken) -> list[str]:
    """What a key may do, in words."""
    words = dict(SCOPES)
    return [str(words.get(scope, scope)) for scope in token.scopes]


def _matter(code: str) -> str:
    if code == RECORDING:
        return gettext("Recording facts")
    versions = all_versions().get(code)
    return versions[-1].names.in_language(get_language() or "zh-hans") if versions else code
