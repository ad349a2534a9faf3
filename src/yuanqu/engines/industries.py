"""Industry codes of GB/T 4754-2017: their form, not the list of industries itself.

A code is a section letter alone or with its division (two digits), group (three) or class (four):
C, C27, C271, C2710.
"""

import re
import unicodedata
from types import MappingProxyType

# The divisions of each section, first and last (GB/T 4754-2017, table 1).
DIVISIONS = MappingProxyType(
    {
        "A": (1, 5),
        "B": (6, 12),
        "C": (13, 43),
        "D": (44, 46),
        "E": (47, 50),
        "F": (51, 52),
        "G": (53, 60),
        "H": (61, 62),
        "I": (63, 65),
        "J": (66, 69),
        "K": (70, 70),
        "L": (71, 72),
        "M": (73, 75),
        "N": (76, 79),
        "O": (80, 82),
        "P": (83, 83),
        "Q": (84, 85),
        "R": (86, 90),
        "S": (91, 96),
        "T": (97, 97),
    }
)
_FORM = re.compile(r"(?P<section>[A-T])(?:(?P<division>[0-9]{2})[0-9]{0,2})?")
_DIGITS = re.compile(r"[0-9]{2,4}")


class IndustryError(ValueError):
    """A code that cannot be; `code` is stable and `text` is what was given."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def industry_code(text: str) -> str:
    """Return the code in capitals, without spaces.

    Raises IndustryError `industry.malformed`, or `industry.other_section` where the division does
    not belong to the letter.
    """
    code = "".join(unicodedata.normalize("NFKC", text).upper().split())
    found = _FORM.fullmatch(code)
    if found is None:
        raise IndustryError("industry.malformed", text[:20])
    first, last = DIVISIONS[found["section"]]
    if found["division"] and not first <= int(found["division"]) <= last:
        raise IndustryError("industry.other_section", code)
    return code


def completed(text: str) -> str:
    """Return digits alone, as statistical forms write codes, with their letter: 2710 is C2710.

    What is not digits of a division that there is comes back as it was.
    """
    digits = "".join(unicodedata.normalize("NFKC", text).split())
    if not _DIGITS.fullmatch(digits):
        return text
    for letter, (first, last) in DIVISIONS.items():
        if first <= int(digits[:2]) <= last:
            return f"{letter}{digits}"
    return text


def parent_code(code: str) -> str:
    """Return the code that a code belongs to directly: C27 for C271; empty for a letter."""
    return code[:-2] if len(code) == 3 else code[:-1]
