import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.text import folded, same, tidied, truncated


def test_folded_makes_width_case_and_space_alike() -> None:
    assert folded(" ＡＩ\u3000 Ｐark\t１２ \n") == "ai park 12"


def test_tidied_keeps_width_and_case_but_no_controls() -> None:
    assert tidied(" 思必驰\x00科技\r\n（ＡＩ）  A ") == "思必驰 科技 （ＡＩ） A"
    assert tidied("a\ud800b") == "a b"


def test_same_sees_through_spaces_inside_chinese_names() -> None:
    assert same("苏州 工业 园区（ＳＩＰ）", "苏州工业园区(sip)")
    assert not same("沛嘉医疗", "沛嘉医药")


def test_truncated_counts_its_ellipsis_and_drops_the_space_before_it() -> None:
    assert truncated("苏州工业园区", 4) == "苏州工…"
    assert truncated("苏州工业园区", 6) == "苏州工业园区"
    assert truncated("park of parks", 6) == "park…"
    assert (truncated("abc", 1), truncated("abc", 0), truncated("abc", -1)) == ("…", "", "")


def test_truncated_never_splits_an_accent_or_a_joined_emoji() -> None:
    assert truncated("ne\u0301e", 3) == "n…"
    assert truncated("ab👩\u200d🔬cd", 5) == "ab…"
    assert truncated("a👍🏽b", 3) == "a…"


@given(st.text(), st.integers(0, 40))
def test_truncated_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(truncated(text, limit)) <= limit


@given(st.text())
def test_folded_text_folds_to_itself(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert same(text, once)


@given(st.text())
def test_tidied_text_can_be_stored(text: str) -> None:
    tidy = tidied(text)
    assert tidied(tidy) == tidy
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in tidy)
