import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.quantities import Qualifier, Quantity, QuantityError
from yuanqu.engines.stated import stated_quantity

EXACT, MORE, LEAST, NEARLY, ABOUT, MOST = Qualifier


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        # As the feature states them (reference source of the demonstration park).
        ("达3686亿元", Quantity(3686, 8, "CNY", EXACT)),
        ("411.1亿元", Quantity(4111, 7, "CNY", EXACT)),
        ("达5.16%", Quantity(516, -2, "percent", EXACT)),
        ("超2.5万件", Quantity(25, 3, "piece", MORE)),
        ("约1.2万件", Quantity(12, 3, "piece", ABOUT)),
        ("突破 4000 亿元", Quantity(4000, 8, "CNY", LEAST)),
        ("首次突破千亿元", Quantity(1, 11, "CNY", LEAST)),
        ("逾亿元", Quantity(1, 8, "CNY", MORE)),
        ("逾 3 亿元", Quantity(3, 8, "CNY", MORE)),
        ("近30%", Quantity(30, 0, "percent", NEARLY)),
        ("近40家", Quantity(40, 0, "organization", NEARLY)),
        ("100多位", Quantity(100, 0, "person", LEAST)),
        ("10多个", Quantity(10, 0, "unit", LEAST)),
        ("前四", Quantity(4, 0, "rank", MOST)),
        ("16家", Quantity(16, 0, "organization", EXACT)),
        # Other ways to write the same.
        ("前4名", Quantity(4, 0, "rank", MOST)),
        ("４名", Quantity(4, 0, "person", EXACT)),
        ("1,234家", Quantity(1234, 0, "organization", EXACT)),
        ("１，２３４家", Quantity(1234, 0, "organization", EXACT)),
        ("一亿三千万元", Quantity(130000000, 0, "CNY", EXACT)),
        ("两千零八家", Quantity(2008, 0, "organization", EXACT)),
        ("十五项", Quantity(15, 0, "item", EXACT)),
        ("十多个", Quantity(1, 1, "unit", LEAST)),
        ("100多万元", Quantity(100, 4, "CNY", LEAST)),
        ("30家以上", Quantity(30, 0, "organization", LEAST)),
        ("不超过8个月", Quantity(8, 0, "month", MOST)),
        ("约100多家", Quantity(100, 0, "organization", ABOUT)),
        ("-0.5%", Quantity(-5, -1, "percent", EXACT)),
    ],
)
def test_stated_quantity_reads_amount_unit_and_qualifier(text: str, quantity: Quantity) -> None:
    assert stated_quantity(text) == quantity


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "quantity.malformed"),
        ("多", "quantity.malformed"),
        ("超", "quantity.malformed"),
        ("数十家", "quantity.malformed"),
        ("3三家", "quantity.malformed"),
        ("1万亿亿亿亿元", "quantity.out_of_range"),
        ("9" * 40 + "元", "quantity.out_of_range"),
        ("三亿", "quantity.unknown_unit"),
        ("1,23家", "quantity.unknown_unit"),
        ("3<b>家</b>", "quantity.unknown_unit"),
    ],
)
def test_stated_quantity_refuses_what_it_cannot_read(text: str, code: str) -> None:
    with pytest.raises(QuantityError) as caught:
        stated_quantity(text)
    assert caught.value.code == code


def test_stated_quantity_takes_units_from_its_caller() -> None:
    assert stated_quantity("近3万吨", {"吨": "tonne"}) == Quantity(3, 4, "tonne", NEARLY)


@given(st.text(alphabet="超逾突破近约前多余0123456789.,十百千万亿两三元%家 -", max_size=20))
def test_stated_quantity_raises_nothing_but_its_own_error(text: str) -> None:
    try:
        quantity = stated_quantity(text)
    except QuantityError:
        return
    assert quantity.unit in {"CNY", "percent", "organization", "rank"}


@given(
    st.integers(0, 10**6),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["超", "突破", "近", ""]),
)
def test_stated_quantity_reads_what_was_composed(number: int, scale: str, word: str) -> None:
    quantity = stated_quantity(f"{word}{number}{scale}元")
    qualifier = {"超": MORE, "突破": LEAST, "近": NEARLY, "": EXACT}[word]
    assert quantity == Quantity(number, {"": 0, "万": 4, "亿": 8}[scale], "CNY", qualifier)
