import json
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.quantities import (
    Qualifier,
    Quantity,
    QuantityError,
    ratio,
    surviving,
    total,
)

EXACT, MORE, LEAST, NEARLY, ABOUT, MOST = Qualifier
QUALIFIERS = st.sampled_from(Qualifier)
QUANTITIES = st.builds(
    Quantity, st.integers(-(10**12), 10**12), st.integers(-6, 9), st.just("CNY"), QUALIFIERS
)


def yuan(mantissa: int, exponent: int = 0, qualifier: Qualifier = EXACT) -> Quantity:
    return Quantity(mantissa, exponent, "CNY", qualifier)


def test_quantity_keeps_the_features_gross_product_exactly() -> None:
    product = yuan(3686, 8)
    assert (product.value, product.plain, product.number) == (
        Decimal(368600000000),
        "368600000000",
        368600000000,
    )


def test_quantity_value_does_not_depend_on_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 3
        assert yuan(123456789, -2).plain == "1234567.89"


@pytest.mark.parametrize(
    ("quantity", "written"),
    [
        (Quantity(516, -2, "percent"), "5.16"),
        (yuan(4111, 7), "41110000000"),
        (yuan(0, 5), "0"),
        (yuan(-5, -1), "-0.5"),
        (yuan(12345678901234567891, -2), '"123456789012345678.91"'),
    ],
)
def test_quantity_number_is_exact_in_json(quantity: Quantity, written: str) -> None:
    assert json.dumps(quantity.number) == written


def test_quantity_from_a_decimal_keeps_what_was_stated() -> None:
    assert Quantity.of(Decimal("74.80"), "percent") == Quantity(7480, -2, "percent")
    assert Quantity.of(-3, "item", ABOUT) == Quantity(-3, 0, "item", ABOUT)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_quantity_refuses_what_is_no_number(value: str) -> None:
    with pytest.raises(QuantityError) as caught:
        Quantity.of(Decimal(value), "CNY")
    assert caught.value.code == "quantity.malformed"


@pytest.mark.parametrize(("mantissa", "exponent"), [(10**30, 0), (-(10**30), 0), (1, 31), (1, -31)])
def test_quantity_refuses_sizes_that_nobody_counts(mantissa: int, exponent: int) -> None:
    with pytest.raises(QuantityError) as caught:
        yuan(mantissa, exponent)
    assert caught.value.code == "quantity.out_of_range"


def test_quantities_compare_by_amount_and_equal_by_record() -> None:
    assert yuan(510, -2).compare(yuan(51, -1)) == 0
    assert yuan(510, -2) != yuan(51, -1)
    assert yuan(510, -2).normalized() == yuan(51, -1)
    assert (yuan(1, 8).compare(yuan(99, 6)), yuan(99, 6).compare(yuan(1, 8))) == (1, -1)


def test_quantities_of_different_units_neither_compare_nor_add() -> None:
    percent = Quantity(5, 0, "percent")
    for attempt in (lambda: yuan(5).compare(percent), lambda: total([yuan(5), percent])):
        with pytest.raises(QuantityError) as caught:
            attempt()
        assert (caught.value.code, dict(caught.value.facts)) == (
            "quantity.other_unit",
            {"expected": "CNY", "found": "percent"},
        )


def test_total_of_nothing_is_an_error_and_not_zero() -> None:
    with pytest.raises(QuantityError) as caught:
        total([])
    assert caught.value.code == "quantity.nothing_to_add"


# The whole table: a row and a column each, the sum's qualifier where they meet.
TABLE = {
    EXACT: (EXACT, MORE, LEAST, NEARLY, ABOUT, MOST),
    MORE: (MORE, MORE, MORE, ABOUT, ABOUT, ABOUT),
    LEAST: (LEAST, MORE, LEAST, ABOUT, ABOUT, ABOUT),
    NEARLY: (NEARLY, ABOUT, ABOUT, NEARLY, ABOUT, MOST),
    ABOUT: (ABOUT, ABOUT, ABOUT, ABOUT, ABOUT, ABOUT),
    MOST: (MOST, ABOUT, ABOUT, MOST, ABOUT, MOST),
}


def test_surviving_qualifier_follows_the_written_table() -> None:
    computed = {row: tuple(surviving(row, column) for column in Qualifier) for row in Qualifier}
    assert computed == TABLE


def test_total_adds_exactly_across_powers_and_keeps_the_bound() -> None:
    assert total([yuan(3686, 8), yuan(516, -2, MORE)]) == yuan(36860000000516, -2, MORE)


@pytest.mark.parametrize(
    ("quantity", "threshold", "answer"),
    [
        (yuan(100), 100, True),
        (yuan(100), 101, False),
        (yuan(100, 0, MORE), 100, True),
        (yuan(100, 0, MORE), 101, None),
        (yuan(100, 0, LEAST), 90, True),
        (yuan(100, 0, NEARLY), 100, False),
        (yuan(100, 0, NEARLY), 99, None),
        (yuan(100, 0, MOST), 100, None),
        (yuan(100, 0, MOST), 101, False),
        (yuan(100, 0, ABOUT), 1, None),
        (yuan(100), yuan(1, 2), True),
    ],
)
def test_quantity_reaches_a_threshold_or_says_that_nobody_can_know(
    quantity: Quantity, threshold: int | Quantity, answer: bool | None
) -> None:
    assert quantity.reaches(threshold) is answer


def test_quantity_does_not_reach_a_vague_threshold() -> None:
    with pytest.raises(QuantityError) as caught:
        yuan(5).reaches(yuan(5, 0, ABOUT))
    assert caught.value.code == "quantity.threshold_not_exact"


@pytest.mark.parametrize(
    ("numerator", "denominator", "share"),
    [
        (yuan(1), yuan(4), Quantity(2500, -2, "percent", EXACT)),
        (yuan(1), yuan(3), Quantity(3333, -2, "percent", ABOUT)),
        (yuan(2, 0, MORE), yuan(3), Quantity(6666, -2, "percent", MORE)),
        (yuan(1, 0, NEARLY), yuan(3), Quantity(3334, -2, "percent", NEARLY)),
        (yuan(1), yuan(3, 0, MORE), Quantity(3334, -2, "percent", MOST)),
        (yuan(1), yuan(4, 0, NEARLY), Quantity(2500, -2, "percent", MORE)),
        (yuan(1, 0, MORE), yuan(4, 0, MORE), Quantity(2500, -2, "percent", ABOUT)),
        (yuan(0), yuan(4, 0, MORE), Quantity(0, -2, "percent", EXACT)),
        (yuan(-1, 0, MORE), yuan(4), Quantity(-2500, -2, "percent", ABOUT)),
        (yuan(-1), yuan(-4), Quantity(2500, -2, "percent", EXACT)),
    ],
)
def test_ratio_rounds_to_the_side_on_which_its_claim_stays_true(
    numerator: Quantity, denominator: Quantity, share: Quantity
) -> None:
    assert ratio(numerator, denominator) == share


def test_ratio_by_zero_is_an_error() -> None:
    with pytest.raises(QuantityError) as caught:
        ratio(yuan(1), yuan(0, 5))
    assert caught.value.code == "quantity.zero_denominator"


@given(QUANTITIES)
def test_quantity_number_reads_back_as_the_amount(quantity: Quantity) -> None:
    read = json.loads(json.dumps(quantity.number), parse_float=Decimal)
    assert Decimal(read) == quantity.value
    assert quantity.normalized().value == quantity.value


@given(st.lists(QUANTITIES, min_size=1, max_size=6))
def test_total_is_the_sum_of_fractions_in_any_order(quantities: list[Quantity]) -> None:
    result = total(quantities)
    assert Fraction(result.value) == sum(Fraction(each.value) for each in quantities)
    assert total(reversed(quantities)).value == result.value


@given(QUALIFIERS, QUALIFIERS, QUALIFIERS)
def test_surviving_qualifier_depends_on_neither_order_nor_grouping(
    first: Qualifier, second: Qualifier, third: Qualifier
) -> None:
    assert surviving(first, second) == surviving(second, first)
    assert surviving(surviving(first, second), third) == surviving(first, surviving(second, third))


@given(
    st.tuples(st.integers(1, 10**6), st.integers(0, 10**6), QUALIFIERS),
    st.tuples(st.integers(1, 10**6), st.integers(0, 10**6), QUALIFIERS),
)
def test_bounds_of_sum_and_ratio_hold_for_every_true_amount(
    first: tuple[int, int, Qualifier], second: tuple[int, int, Qualifier]
) -> None:
    (one, one_true), (two, two_true) = (witness(*first), witness(*second))
    assert holds(total([one, two]), one_true + two_true)
    assert holds(ratio(one, two, unit="one", decimals=6), one_true / two_true)


def witness(stated: int, apart: int, qualifier: Qualifier) -> tuple[Quantity, Fraction]:
    """A quantity and one true amount that its qualifier permits."""
    shift = Fraction(apart + 1, 10)
    true = {
        EXACT: Fraction(stated),
        MORE: stated + shift,
        LEAST: stated + Fraction(apart),
        NEARLY: stated - stated * shift / (shift + 1),
        ABOUT: stated * (1 + shift),
        MOST: Fraction(stated, apart + 1),
    }
    return yuan(stated, 0, qualifier), true[qualifier]


def holds(claim: Quantity, true: Fraction) -> bool:
    stated = Fraction(claim.value)
    return {
        EXACT: true == stated,
        MORE: true > stated,
        LEAST: true >= stated,
        NEARLY: true < stated,
        MOST: true <= stated,
        ABOUT: True,
    }[claim.qualifier]
