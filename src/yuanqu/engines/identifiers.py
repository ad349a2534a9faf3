"""Numbers that organizations carry beside the credit code: LEI and ROR, with their check digits."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

LEI_LENGTH = 20
LEI_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
ROR_LENGTH = 9
# Crockford's base 32: no i, l, o or u, which are mistaken for digits or make words.
ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ROR_ADDRESSES = ("https://ror.org/", "http://ror.org/", "ror.org/")


class IdentifierError(ValueError):
    """A number that cannot be; `code` is stable, `facts` are for the sentence."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(facts)


def lei(text: str) -> str:
    """Return a legal entity identifier (ISO 17442) in capitals, without spaces or hyphens.

    Raises IdentifierError `lei.length`, `lei.character` or `lei.check_digit`.
    """
    number = _compact(text).replace("-", "").upper()
    _require_length("lei", number, LEI_LENGTH)
    _require_characters("lei", number[:18], LEI_CHARACTERS)
    _require_characters("lei", number[18:], frozenset("0123456789"), start=19)
    # ISO 7064, MOD 97-10: letters count as 10 to 35, and the whole leaves 1.
    if int("".join(str(int(character, 36)) for character in number)) % 97 != 1:
        raise IdentifierError("lei.check_digit", text=number)
    return number


def ror(text: str) -> str:
    """Return the nine characters of a ROR, also when its whole address is given.

    Raises IdentifierError `ror.length`, `ror.character` or `ror.check_digit`.
    """
    number = _compact(text).lower()
    for address in ROR_ADDRESSES:
        number = number.removeprefix(address)
    _require_length("ror", number, ROR_LENGTH)
    _require_characters("ror", number[:1], frozenset("0"))
    _require_characters("ror", number[:7], frozenset(ROR_ALPHABET))
    _require_characters("ror", number[7:], frozenset("0123456789"), start=8)
    if ror_check_digits(number[:7]) != number[7:]:
        raise IdentifierError("ror.check_digit", text=number)
    return number


def ror_check_digits(first7: str) -> str:
    """Return the two check digits for seven valid characters (ISO 7064, MOD 97-10)."""
    value = 0
    for character in first7:
        value = value * 32 + ROR_ALPHABET.index(character)
    return f"{98 - value * 100 % 97:02}"


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _require_length(scheme: str, number: str, length: int) -> None:
    if len(number) != length:
        raise IdentifierError(f"{scheme}.length", expected=str(length), found=str(len(number)))


def _require_characters(scheme: str, part: str, allowed: frozenset[str], start: int = 1) -> None:
    for position, character in enumerate(part, start):
        if character not in allowed:
            raise IdentifierError(
                f"{scheme}.character", position=str(position), character=character
            )
