import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as reference

from yuanqu.engines.uscc import (
    ALPHABET,
    CreditCode,
    CreditCodeError,
    complete,
    normalized,
    organization_check_character,
)

VALID = "91110000600037341L"
FIRST_17 = st.tuples(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)


def test_credit_code_opens_to_its_parts() -> None:
    code = CreditCode.parse(VALID)
    assert (str(code), code.authority, code.division, code.organization_code) == (
        VALID,
        "91",
        "110000",
        "600037341",
    )
    assert code.has_valid_organization_code


@pytest.mark.parametrize(
    "typed",
    [
        " 91110000600037341l ",
        "９１１１００００６０００３７３４１Ｌ",
        "9111 0000 6000 3734 1L",
        "91110000-60003734-1-L",
    ],
)
def test_credit_code_is_read_as_people_type_it(typed: str) -> None:
    assert CreditCode.parse(typed).text == VALID


@pytest.mark.parametrize(
    ("typed", "code", "facts"),
    [
        ("", "uscc.length", {"expected": "18", "found": "0"}),
        (VALID[:17], "uscc.length", {"expected": "18", "found": "17"}),
        (VALID + "0", "uscc.length", {"expected": "18", "found": "19"}),
        ("9" * 10_000, "uscc.length", {"expected": "18", "found": "10000"}),
        ("91110000600O37341L", "uscc.character", {"position": "12", "character": "O"}),
        ("9111A000600037341L", "uscc.character", {"position": "5", "character": "A"}),
        ("91110000６0003734园L", "uscc.character", {"position": "17", "character": "园"}),
        ("91110000600037341M", "uscc.check_digit", {"text": "91110000600037341M"}),
        ("91110000600037314L", "uscc.check_digit", {"text": "91110000600037314L"}),
    ],
)
def test_credit_code_error_says_what_is_wrong_and_where(
    typed: str, code: str, facts: dict[str, str]
) -> None:
    with pytest.raises(CreditCodeError) as caught:
        CreditCode.parse(typed)
    assert (caught.value.code, dict(caught.value.facts)) == (code, facts)


def test_complete_adds_the_check_character() -> None:
    assert complete(VALID[:17]).text == VALID


def test_complete_refuses_what_is_not_seventeen_characters() -> None:
    with pytest.raises(CreditCodeError) as caught:
        complete(VALID)
    assert caught.value.code == "uscc.length"


@pytest.mark.parametrize(
    ("first8", "check"), [("60003734", "1"), ("D2143569", "X"), ("00000000", "0")]
)
def test_organization_check_character_covers_digits_x_and_zero(first8: str, check: str) -> None:
    assert organization_check_character(first8) == check


def test_credit_code_may_hold_a_doubtful_organization_code() -> None:
    doubtful = complete("91110000600037342")
    assert not doubtful.has_valid_organization_code


@given(FIRST_17)
def test_completed_code_is_valid_by_the_reference_too(first17: str) -> None:
    code = complete(first17).text
    assert CreditCode.parse(code).text == code
    assert reference.is_valid(code) or not code[:8].isdigit()


@given(FIRST_17, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_changed_character_is_always_found(first17: str, at: int, other: str) -> None:
    code = complete(first17).text
    changed = code[:at] + other + code[at + 1 :]
    if changed == code:
        return
    with pytest.raises(CreditCodeError):
        CreditCode.parse(changed)


@given(st.text(max_size=20))
def test_credit_code_agrees_with_the_reference_on_any_text(text: str) -> None:
    code = normalized(text)
    try:
        CreditCode.parse(text)
    except CreditCodeError:
        assert not reference.is_valid(code)
