"""What a token may be used for: `read`, `facts:read`, `cases:write`, and nothing implied.

A scope is a verb, or a concept and a verb. The verb alone covers every concept; writing does not
cover reading, so that a token that only files facts cannot read any.
"""

import re
from collections.abc import Iterable

SCOPE = re.compile(r"(?:[a-z][a-z_]*:)?(?:read|write)")
DEFAULT = ("read",)


def is_scope(text: str) -> bool:
    """Whether the text is a scope."""
    return SCOPE.fullmatch(text) is not None


def covers(granted: Iterable[str], asked: str) -> bool:
    """Whether what was granted allows what is asked, such as `facts:read`."""
    held = set(granted)
    return asked in held or asked.rpartition(":")[2] in held
