"""The sentence for a refusal, whichever app or engine it comes from."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts import wording as accounts_wording
from yuanqu.accounts.errors import Refused
from yuanqu.engines.verdicts import Verdict
from yuanqu.indicators import wording as indicators_wording
from yuanqu.ledger import wording as ledger_wording
from yuanqu.organizations import wording as organizations_wording

SENTENCES: dict[str, str | Promise] = {
    **accounts_wording.SENTENCES,
    **ledger_wording.SENTENCES,
    **organizations_wording.SENTENCES,
    **indicators_wording.SENTENCES,
    "period_malformed": _(
        "“%(text)s” is not a date we can read. Write 2024, 2024-08, 2024-Q3 or 2024-08-01."
    ),
    "period_out_of_range": _("There is no such date: “%(text)s”."),
    "period_end_before_start": _("The end %(end)s must come after the start %(start)s."),
    "quantity_out_of_range": _("This number is beyond what can be recorded."),
    "quantity_malformed": _("“%(text)s” is not a number."),
}

Done = TypeVar("Done")


def sentence_for(refusal: Refused | Verdict) -> str:
    """The refusal in the language of the page."""
    return str(SENTENCES[refusal.code]) % dict(refusal.facts)


def attempt(form: BaseForm, action: Callable[[], Done]) -> Done | None:
    """Take the action; where it is refused, say so on the form and return nothing."""
    try:
        return action()
    except Refused as refusal:
        form.add_error(None, sentence_for(refusal))
        return None
