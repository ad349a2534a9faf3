"""Text made comparable, and text made short."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
# Cc and Cs of Unicode: a lone surrogate cannot be encoded, so it can be neither stored nor sent.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Joiners, variation selectors, modifiers and marks belong to the character before them.
_JOINER = "\u200d"
ELLIPSIS = "…"


def tidied(text: str) -> str:
    """Return the text as it should be stored: NFC, one space for any run, no controls."""
    kept = unicodedata.normalize("NFC", _CONTROL.sub(" ", text))
    return _SPACE.sub(" ", kept).strip()


def folded(text: str) -> str:
    """Return the text as it is compared and searched: width, case and spaces made alike."""
    return tidied(unicodedata.normalize("NFKC", text).casefold())


def same(first: str, second: str) -> bool:
    """Tell whether two texts differ in nothing but width, case and spaces."""
    return folded(first).replace(" ", "") == folded(second).replace(" ", "")


def truncated(text: str, limit: int, ellipsis: str = ELLIPSIS) -> str:
    """Return at most `limit` characters, the ellipsis included, never half a cluster."""
    if len(text) <= limit:
        return text
    end = limit - len(ellipsis)
    while end > 0 and _continues(text[end - 1], text[end]):
        end -= 1
    return text[:end].rstrip() + ellipsis if end > 0 else ellipsis[: max(limit, 0)]


def _continues(previous: str, character: str) -> bool:
    """Tell whether a character belongs to the one before it (a close approximation)."""
    return (
        _JOINER in (previous, character)
        or unicodedata.category(character).startswith("M")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
