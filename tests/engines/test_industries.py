"""The form of industry codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.industries import (
    DIVISIONS,
    IndustryError,
    completed,
    industry_code,
    parent_code,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [("C", "C"), (" c 27 ", "C27"), ("C271", "C271"), ("Ｃ２７１０", "C2710"), ("T97", "T97")],
)
def test_a_code_of_any_depth_is_accepted(text: str, code: str):
    assert industry_code(text) == code


@pytest.mark.parametrize("text", ["", "27", "C2", "C27100", "U99", "C-27", "'; DROP TABLE x"])
def test_what_is_no_code_is_refused(text: str):
    with pytest.raises(IndustryError) as refused:
        industry_code(text)
    assert refused.value.code == "industry.malformed"


@given(st.sampled_from(sorted(DIVISIONS)), st.integers(0, 99))
def test_a_division_belongs_to_one_section(letter: str, division: int):
    first, last = DIVISIONS[letter]
    if first <= division <= last:
        assert industry_code(f"{letter}{division:02}") == f"{letter}{division:02}"
    else:
        with pytest.raises(IndustryError, match="other_section"):
            industry_code(f"{letter}{division:02}")


def test_the_sections_cover_every_division_once():
    covered = [
        division for first, last in DIVISIONS.values() for division in range(first, last + 1)
    ]
    assert covered == list(range(1, 98))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2710", "C2710"),
        ("01", "A01"),
        ("０１１", "A011"),
        ("C27", "C27"),
        ("98", "98"),
        ("x", "x"),
    ],
)
def test_digits_alone_are_given_their_letter(text: str, code: str):
    assert completed(text) == code


@pytest.mark.parametrize(
    ("code", "parent"), [("C2710", "C271"), ("C271", "C27"), ("C27", "C"), ("C", "")]
)
def test_a_code_belongs_to_the_one_before_its_last_step(code: str, parent: str):
    assert parent_code(code) == parent
