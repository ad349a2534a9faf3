"""Text made comparable character by character, so that every offset stays what it was.

Width, case and the two ways of writing Chinese make no difference in a search; but an answer is
quoted by its place, so a fold that lengthens or shortens the text would point beside it.
"""

import unicodedata
from functools import cache

from opencc import OpenCC

FIRST_HAN, LAST_HAN = 0x3400, 0x9FFF


def alike(text: str) -> str:
    """The text, as long as before: full width as half, capitals as small, 繁體 as 简体."""
    return text.translate(_table())


@cache
def _table() -> "_Table":
    return _Table()


class _Table(dict[int, str]):
    """Folds each character when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self._simplify = OpenCC("t2s").convert

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).casefold()
        if FIRST_HAN <= code <= LAST_HAN:
            folded = self._simplify(character)
        self[code] = folded if len(folded) == 1 else character
        return self[code]
