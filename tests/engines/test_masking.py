"""Personal data as screens show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.masking import masked_email, masked_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8613812345678", "138****5678"),
        ("+14155550123", "+14****23"),
        ("+85212345678", "+85****78"),
        ("110", "****"),
        ("", "****"),
    ],
)
def test_a_number_shows_its_ends(number: str, shown: str):
    assert masked_phone(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("someone@example.org", "s***@example.org"),
        ("a@example.org", "a***@example.org"),
        ("nothing", "***"),
        ("@example.org", "***"),
    ],
)
def test_an_address_shows_its_first_letter_and_its_host(address: str, shown: str):
    assert masked_email(address) == shown


@given(st.from_regex(r"\+[1-9]\d{7,14}", fullmatch=True))
def test_a_masked_number_never_shows_more_than_seven_digits(number: str):
    assert sum(letter.isdigit() for letter in masked_phone(number)) <= 7
