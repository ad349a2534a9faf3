"""The unified social credit code of an organization (统一社会信用代码), GB 32100-2015.

Eighteen characters: registering authority (1), kind of organization (1), division of GB/T 2260
(6 digits), organization code of GB 11714-1997 (9), check character (1).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

# GB 32100-2015, table 1: no I, O, S, V or Z, which are mistaken for digits and for U.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# GB 11714-1997: the check character is a digit or X, from base-36 values of eight characters.
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LENGTH = 18


class CreditCodeError(ValueError):
    """A code that cannot be; `code` is stable, `facts` are for the sentence."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(facts)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code whose characters and check character are right."""

    text: str

    def __post_init__(self) -> None:
        _require_length(self.text, LENGTH)
        _require_characters(self.text)
        if check_character(self.text[:17]) != self.text[17]:
            raise CreditCodeError("uscc.check_digit", text=self.text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code as people type it.

        Raises CreditCodeError `uscc.length`, `uscc.character` or `uscc.check_digit`.
        """
        return cls(normalized(text))

    @property
    def authority(self) -> str:
        """The registering authority and the kind of organization, two characters."""
        return self.text[:2]

    @property
    def division(self) -> str:
        """The six digits of the administrative division (GB/T 2260)."""
        return self.text[2:8]

    @property
    def organization_code(self) -> str:
        """The nine characters of the organization code, without its customary hyphen."""
        return self.text[8:17]

    @property
    def has_valid_organization_code(self) -> bool:
        """Whether that part passes GB 11714's own check.

        A reason to look twice and not an error: GB 32100 checks the whole code once.
        """
        return organization_check_character(self.text[8:16]) == self.text[16]

    def __str__(self) -> str:
        return self.text


def normalized(text: str) -> str:
    """Return half-width capitals without spaces or hyphens; lengths are left to the check."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(folded.split()).replace("-", "").replace("\u200b", "")


def check_character(first17: str) -> str:
    """Return the 18th character for seventeen valid ones (GB 32100-2015, section 6)."""
    values = map(ALPHABET.index, first17)
    weighted = sum(value * weight for value, weight in zip(values, WEIGHTS, strict=True))
    return ALPHABET[-weighted % 31]


def complete(first17: str) -> CreditCode:
    """Return the code that begins with these seventeen characters.

    Raises CreditCodeError `uscc.length` or `uscc.character`.
    """
    text = normalized(first17)
    _require_length(text, LENGTH - 1)
    _require_characters(text)
    return CreditCode(text + check_character(text))


def organization_check_character(first8: str) -> str:
    """Return the ninth character of an organization code (GB 11714-1997)."""
    values = (int(character, 36) for character in first8)
    weighted = sum(
        value * weight for value, weight in zip(values, ORGANIZATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-weighted % 11]


def _require_length(text: str, length: int) -> None:
    if len(text) != length:
        raise CreditCodeError("uscc.length", expected=str(length), found=str(len(text)))


def _require_characters(text: str) -> None:
    for position, character in enumerate(text, start=1):
        allowed = ALPHABET[:10] if 3 <= position <= 8 else ALPHABET
        if character not in allowed:
            raise CreditCodeError("uscc.character", position=str(position), character=character)
