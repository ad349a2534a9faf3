"""The matters of a mandate: dotted codes, of which a shorter one covers all that begin with it."""

import re
from collections.abc import Iterable

MATTER = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)*")


def is_matter(text: str) -> bool:
    """Whether the text is a matter's code, such as `cases` or `cases.claim`."""
    return len(text) <= 60 and MATTER.fullmatch(text) is not None


def covered(authorized_for: Iterable[str], matter: str) -> bool:
    """Whether a mandate for these matters holds for this one; no matter named means every one."""
    named = list(authorized_for)
    return not named or any(matter == each or matter.startswith(f"{each}.") for each in named)
