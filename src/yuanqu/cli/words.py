"""Sentences of the command line, in the shell's language, from the catalog of the screens.

Python's own gettext reads the catalog, so a message can be given before Django is set up, also the
one that says why Django cannot be set up.
"""

import gettext as catalogs
import os
from pathlib import Path

LOCALE = Path(__file__).parents[1] / "locale"
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order in which POSIX asks them


def language() -> str:
    """`zh-hans` where the shell speaks Chinese, else `en`."""
    locale = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    return "zh-hans" if locale.lower().startswith("zh") else "en"


def gettext(message: str) -> str:
    """The message in the shell's language."""
    if language() == "en":
        return message
    return catalogs.translation("django", LOCALE, ["zh_Hans"], fallback=True).gettext(message)
