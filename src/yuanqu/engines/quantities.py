"""Exact quantities with a unit and with how firmly the source states them.

A qualifier bounds the true amount x by the stated amount n: `exact` x = n, `more_than` x > n,
`at_least` x >= n, `nearly` x < n and close, `at_most` x <= n, `about` only close.

What survives a sum is the strongest claim that is still true of it:

- `exact` changes nothing, and like with like stays;
- two lower bounds are a lower bound, strict as soon as one is strict
  (x > a and y >= b give x + y > a + b);
- two upper bounds are `at_most`: the closeness of `nearly` is lost beside a bound that
  promises none;
- a lower beside an upper bound, or anything beside `about`, bounds nothing: `about`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Self

MAX_DIGITS = 30
MAX_EXPONENT = 30
PERCENT = "percent"


class QuantityError(ValueError):
    """A quantity that cannot be; `code` is stable, `facts` are for the sentence."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = MappingProxyType(facts)


class Qualifier(StrEnum):
    """How the source states the amount."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    NEARLY = "nearly"
    ABOUT = "about"
    AT_MOST = "at_most"


LOWER = frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST})
UPPER = frozenset({Qualifier.NEARLY, Qualifier.AT_MOST})

# The bound on 1/x from the bound on a positive x. `nearly` is the one loss: an amount a little
# over n gives a share a little under, but `more_than` never promised "a little".
_OF_INVERSE = {
    Qualifier.EXACT: Qualifier.EXACT,
    Qualifier.MORE_THAN: Qualifier.AT_MOST,
    Qualifier.AT_LEAST: Qualifier.AT_MOST,
    Qualifier.NEARLY: Qualifier.MORE_THAN,
    Qualifier.AT_MOST: Qualifier.AT_LEAST,
    Qualifier.ABOUT: Qualifier.ABOUT,
}


def surviving(first: Qualifier, second: Qualifier) -> Qualifier:
    """Return the qualifier that is true of a sum; the module's text justifies each case."""
    if first == second or second == Qualifier.EXACT:
        return first
    if first == Qualifier.EXACT:
        return second
    pair = {first, second}
    if pair <= LOWER:
        return Qualifier.MORE_THAN
    return Qualifier.AT_MOST if pair <= UPPER else Qualifier.ABOUT


@dataclass(frozen=True, slots=True)
class Quantity:
    """`mantissa` x 10^`exponent` in the unit's base (CNY is yuan), exactly.

    Equality is of the record: 5.1 and 5.10 percent differ as stated; `compare` sees one amount.
    Raises QuantityError `quantity.out_of_range` beyond 30 digits or powers of ten.
    """

    mantissa: int
    exponent: int
    unit: str
    qualifier: Qualifier = Qualifier.EXACT

    def __post_init__(self) -> None:
        if abs(self.mantissa) >= 10**MAX_DIGITS or abs(self.exponent) > MAX_EXPONENT:
            raise QuantityError("quantity.out_of_range", unit=self.unit)

    @classmethod
    def of(cls, value: Decimal | int, unit: str, qualifier: Qualifier = Qualifier.EXACT) -> Self:
        """Return the quantity of a decimal number, which must be finite."""
        sign, digits, exponent = Decimal(value).as_tuple()
        if not isinstance(exponent, int):
            raise QuantityError("quantity.malformed", text=str(value))
        mantissa = int("".join(map(str, digits)))
        return cls(-mantissa if sign else mantissa, exponent, unit, qualifier)

    @property
    def value(self) -> Decimal:
        """The stated amount, exactly, whatever the decimal context."""
        sign = 1 if self.mantissa < 0 else 0
        digits = tuple(map(int, str(abs(self.mantissa))))
        return Decimal((sign, digits, self.exponent))

    @property
    def plain(self) -> str:
        """The amount in plain digits, never in scientific notation: 368600000000, 5.16."""
        return format(self.value, "f")

    @property
    def number(self) -> int | float | str:
        """The amount for JSON: it reads back as exactly this decimal.

        An integer where it is one, else the float whose shortest text is the amount, else
        (beyond a float's digits) that text.
        """
        value = self.value
        if value == value.to_integral_value():
            return int(value)
        nearest = float(value)
        return nearest if Decimal(repr(nearest)) == value else self.plain

    def normalized(self) -> Self:
        """Return the same amount without trailing zeros in the mantissa."""
        mantissa, exponent = self.mantissa, self.exponent
        if mantissa == 0:
            return replace(self, exponent=0)
        while mantissa % 10 == 0 and exponent < MAX_EXPONENT:
            mantissa, exponent = mantissa // 10, exponent + 1
        return replace(self, mantissa=mantissa, exponent=exponent)

    def compare(self, other: "Quantity") -> int:
        """Return -1, 0 or 1 as the stated amount is below, equal to or above the other's.

        Raises QuantityError `quantity.other_unit` when the units differ.
        """
        _same_unit(self, other)
        return (self.value > other.value) - (self.value < other.value)

    def reaches(self, threshold: "Quantity | Decimal | int") -> bool | None:
        """Tell whether the true amount is at least the threshold; None when nobody can know."""
        if isinstance(threshold, Quantity):
            _same_unit(self, threshold)
            if threshold.qualifier != Qualifier.EXACT:
                raise QuantityError("quantity.threshold_not_exact", unit=threshold.unit)
            threshold = threshold.value
        stated = self.value
        if self.qualifier == Qualifier.EXACT:
            return stated >= threshold
        if self.qualifier in LOWER and stated >= threshold:
            return True
        below = stated < threshold or (self.qualifier == Qualifier.NEARLY and stated == threshold)
        return False if self.qualifier in UPPER and below else None


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Add quantities of one unit exactly; the qualifier is the one that survives.

    Raises QuantityError `quantity.nothing_to_add` or `quantity.other_unit`.
    """
    terms = tuple(quantities)
    if not terms:
        raise QuantityError("quantity.nothing_to_add")
    result = terms[0]
    for term in terms[1:]:
        _same_unit(result, term)
        exponent = min(result.exponent, term.exponent)
        mantissa = result.mantissa * 10 ** (result.exponent - exponent)
        mantissa += term.mantissa * 10 ** (term.exponent - exponent)
        qualifier = surviving(result.qualifier, term.qualifier)
        result = Quantity(mantissa, exponent, result.unit, qualifier)
    return result


def ratio(
    numerator: Quantity, denominator: Quantity, *, unit: str = PERCENT, decimals: int = 2
) -> Quantity:
    """Divide to `decimals` places; in percent the quotient counts hundredths.

    A bound is rounded to its safe side, so that it stays true; an exact quotient that needed
    rounding is `about`. Raises QuantityError `quantity.zero_denominator`.
    """
    if denominator.mantissa == 0:
        raise QuantityError("quantity.zero_denominator", unit=denominator.unit)
    power = numerator.exponent - denominator.exponent + decimals + (2 if unit == PERCENT else 0)
    above = numerator.mantissa * 10 ** max(power, 0)
    below = denominator.mantissa * 10 ** max(-power, 0)
    if below < 0:
        above, below = -above, -below
    qualifier = _of_ratio(numerator, denominator)
    mantissa, rest = _rounded(above, below, qualifier)
    if rest and qualifier == Qualifier.EXACT:
        qualifier = Qualifier.ABOUT
    return Quantity(mantissa, -decimals, unit, qualifier)


def _of_ratio(numerator: Quantity, denominator: Quantity) -> Qualifier:
    if numerator.qualifier == Qualifier.EXACT and numerator.mantissa == 0:
        return Qualifier.EXACT
    qualifier = surviving(numerator.qualifier, _OF_INVERSE[denominator.qualifier])
    # Bounds turn round with the sign; one negative amount leaves no claim worth making.
    negative = numerator.mantissa < 0 or denominator.mantissa < 0
    return Qualifier.ABOUT if negative and qualifier != Qualifier.EXACT else qualifier


def _rounded(above: int, below: int, qualifier: Qualifier) -> tuple[int, int]:
    """Return above/below (below positive) as an integer with what was left over."""
    quotient, rest = divmod(above, below)
    if qualifier in UPPER:
        quotient += 1 if rest else 0
    elif qualifier not in LOWER and 2 * rest >= below:
        quotient += 1
    return quotient, rest


def _same_unit(first: Quantity, second: Quantity) -> None:
    if first.unit != second.unit:
        raise QuantityError("quantity.other_unit", expected=first.unit, found=second.unit)
