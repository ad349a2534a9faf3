"""One sentence for each code, found once for every door.

Each app keeps its own `SENTENCES` in its `wording.py`; they are gathered from the installed apps,
so that no lower app imports a higher one.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "accounts.officials_only": _(
        "Only an official of the park may do this. Ask one, or log in as one."
    ),
    "accounts.not_your_own": _("Only the person whose account it is may do this."),
    "accounts.not_logged_in": _("Log in first; then you can do this."),
}


@lru_cache(maxsize=1)
def all_sentences() -> Mapping[str, str | Promise]:
    """Every code of every installed app, with its untranslated sentence."""
    gathered: dict[str, str | Promise] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("yuanqu.") and find_spec(f"{app.name}.wording"):
            gathered |= import_module(f"{app.name}.wording").SENTENCES
    return gathered


def sentence(code: str, facts: Mapping[str, str] | None = None) -> str:
    """The sentence for a refusal in the active language, with its facts filled in."""
    return str(all_sentences()[code]) % dict(facts or {})
