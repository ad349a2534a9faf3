"""LEI and ROR, against python-stdnum and published numbers."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import lei as reference

from yuanqu.engines.identifiers import (
    LEI_CHARACTERS,
    ROR_ALPHABET,
    IdentifierError,
    lei,
    ror,
    ror_check_digits,
)

# Published: the London Stock Exchange's test entries and ROR's own documentation.
LEIS = ("213800KUD8LAJWSQ9D15", "5493001KJTIIGC8Y1R12", "HWUPKR0MPOU8FGXBT394")
RORS = ("03yrm5c26", "00f54p054", "02jx3x895")


@pytest.mark.parametrize("number", LEIS)
def test_a_published_lei_is_accepted_however_it_is_typed(number: str):
    assert lei(number) == lei(f" {number[:4]}-{number[4:].lower()} ") == number


@pytest.mark.parametrize("number", RORS)
def test_a_published_ror_is_accepted_with_and_without_its_address(number: str):
    assert ror(number) == ror(f"https://ror.org/{number.upper()} ") == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "lei.length"),
        ("213800KUD8LAJWSQ9D1", "lei.length"),
        ("213800KUD8LAJWSQ9D1é", "lei.character"),
        ("213800KUD8LAJWSQ9DA5", "lei.character"),
        ("213800KUD8LAJWSQ9D16", "lei.check_digit"),
        ("213800KUD8LAJWQS9D15", "lei.check_digit"),
    ],
)
def test_a_wrong_lei_is_refused(text: str, code: str):
    with pytest.raises(IdentifierError) as refused:
        lei(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "ror.length"),
        ("https://example.org/03yrm5c26", "ror.length"),
        ("13yrm5c26", "ror.character"),
        ("03yrl5c26", "ror.character"),
        ("03yrm5cx6", "ror.character"),
        ("03yrm5c27", "ror.check_digit"),
        ("03ymr5c26", "ror.check_digit"),
    ],
)
def test_a_wrong_ror_is_refused(text: str, code: str):
    with pytest.raises(IdentifierError) as refused:
        ror(text)
    assert refused.value.code == code


def accepted(text: str) -> bool:
    try:
        lei(text)
    except IdentifierError:
        return False
    return True


@given(
    st.text(st.sampled_from(sorted(LEI_CHARACTERS)), min_size=18, max_size=18),
    st.integers(0, 99),
)
def test_leis_agree_with_the_reference(body: str, check: int):
    number = f"{body}{check:02}"
    assert accepted(number) == reference.is_valid(number)


@given(st.text(st.sampled_from(ROR_ALPHABET), min_size=6, max_size=6), st.integers(0, 99))
def test_exactly_one_pair_of_check_digits_fits_a_ror(body: str, guess: int):
    first = f"0{body}"
    right = ror_check_digits(first)
    assert ror(first + right) == first + right
    if f"{guess:02}" != right:
        with pytest.raises(IdentifierError, match="check_digit"):
            ror(f"{first}{guess:02}")


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_refusal(text: str):
    for read in (lei, ror):
        with suppress(IdentifierError):
            assert read(text) == read(read(text))
