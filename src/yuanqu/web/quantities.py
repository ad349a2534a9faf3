"""Quantities as people write them: 超 2.5 万件, more than 25,000 patents.

Formatted once, here at the edge; inside, a quantity is an exact decimal (engines/quantities.py).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.ledger.kinds import Unit, all_units
from yuanqu.web.periods import language_of

QUALIFIERS = {
    Qualifier.EXACT: "",
    Qualifier.MORE_THAN: _("more than"),
    Qualifier.AT_LEAST: _("at least"),
    Qualifier.NEARLY: _("nearly"),
    Qualifier.ABOUT: _("about"),
    Qualifier.AT_MOST: _("at most"),
}
# 3.4567 万件 reads worse than 34,567 件: a scale is used where so many decimals are enough.
MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity in three parts, so that a page can set the number large."""

    before: str
    number: str
    after: str

    @property
    def is_sign(self) -> bool:
        """Whether what stands after belongs to the number without a space."""
        return self.after in {"%", "‰"}

    def __str__(self) -> str:
        glue = "" if self.is_sign else " "
        return f"{self.before} {self.number}{glue}{self.after}".strip()


def stated(quantity: Quantity, code: str) -> Stated:
    """The quantity in the language with this code, with the word for how exact it is."""
    language = language_of(code)
    unit = all_units()[quantity.unit]
    number, name = _scaled(quantity.value, unit, language)
    before, after = _around(unit, quantity, name, language)
    return Stated(before, number, after)


def _scaled(value: Decimal, unit: Unit, language: str) -> tuple[str, str]:
    for scale in unit.scales.get(language, ()):
        scaled = value.scaleb(-scale.power)
        if abs(scaled) >= 1 and _decimals(scaled) <= MOST_DECIMALS:
            return grouped(scaled.normalize()), scale.name
    name = unit.singular if language == "en" and value == 1 else ""
    return grouped(value), name or unit.names.in_language(language)


def _around(unit: Unit, quantity: Quantity, name: str, language: str) -> tuple[str, str]:
    word = QUALIFIERS[quantity.qualifier]
    before = gettext(str(word)) if word else ""
    pattern = unit.pattern
    if unit.at_most and quantity.qualifier == Qualifier.AT_MOST:
        before, pattern = "", unit.at_most  # 前 4 名 and "top 4" already say it
    if pattern is None:
        return before, name
    ahead, behind = pattern.in_language(language).split("{value}")
    return f"{before} {ahead.strip()}".strip(), behind.strip()


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def grouped(value: Decimal) -> str:
    """Plain digits, grouped by thousands, with the decimals as they were stated."""
    return f"{value:,f}"
