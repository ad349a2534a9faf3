"""Telephone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.phones import normalized


@pytest.mark.parametrize(
    "written",
    ["13812345678", "138 1234 5678", "138-1234-5678", "+86 138 1234 5678", "0086 13812345678",
     "8613812345678", "(138)12345678"],
)  # fmt: skip
def test_a_mobile_number_of_china_is_one_however_it_is_written(written: str):
    assert normalized(written) == "+8613812345678"


@pytest.mark.parametrize("written", ["+1 415 555 0123", "001 415 555 0123"])
def test_a_foreign_number_needs_its_country(written: str):
    assert normalized(written) == "+14155550123"


@pytest.mark.parametrize(
    "written",
    ["", "12345", "12812345678", "138123456789", "wangfang", "+0123456", "a@b.c", "1381234567٨"],
)
def test_what_is_no_number_is_none(written: str):
    assert normalized(written) is None


@given(st.text())
def test_a_number_once_normalized_stays_so(text: str):
    number = normalized(text)
    assert number is None or normalized(number) == number
