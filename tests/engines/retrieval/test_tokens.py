import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.retrieval.tokens import (
    LONGEST_TOKEN,
    MOST_TOKENS,
    characters,
    pairs,
    wanted,
    whole_name,
    words,
)

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("苏州工业园区有多少的ＡＩ．-_ab1 "), st.characters(codec="utf-8")
    ),
    max_size=60,
)


def test_chinese_is_cut_into_words_and_the_words_inside_them() -> None:
    assert words("苏州工业园区") == ["苏州", "工业", "园区", "工业园", "苏州工业园区"]


def test_chinese_is_cut_into_pairs_that_overlap() -> None:
    assert pairs("思必驰，药") == ["思必", "必驰", "药"]
    assert characters("思必驰 AI") == ["思", "必", "驰"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("IL-17A", ["il-17a", "il", "17a"]),
        ("５.１６％", ["5.16", "5", "16"]),
        ("AISpeech Co., Ltd.", ["aispeech", "co", "ltd"]),
        ("91110000600037341L", ["91110000600037341l"]),
        ("companies' patents, boxes and buses", ["company", "patent", "box", "and", "buse"]),
        ("status class analysis gas", ["status", "class", "analysis", "gas"]),
        ("snake_case--x", ["snake_case", "snake", "case", "x"]),
        ("🎉 ...", []),
    ],
)
def test_latin_words_and_numbers_stay_whole(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens
    assert pairs(text) == tokens


def test_whole_name_ignores_width_case_and_spaces() -> None:
    assert whole_name(" 思必驰 （ＡＩ） ") == whole_name("思必驰(ai)") == "思必驰(ai)"


def test_wanted_leaves_out_what_only_a_question_has() -> None:
    asked = wanted("请问园区有哪些生物医药企业？")
    assert asked.words == ("园区", "生物", "医药", "生物医药", "企业")
    assert "哪些" not in asked.pairs
    assert wanted("How many companies are in the park?").words == ("company", "park")


def test_wanted_keeps_a_query_that_is_nothing_but_a_question() -> None:
    assert (wanted("什么").words, wanted("the").pairs) == (("什么",), ("the",))


@pytest.mark.parametrize(
    ("query", "prefix"),
    [
        ("aispe", "aispe"),
        ("思必驰 aispe", "aispe"),
        ("aispe 思必驰", ""),
        ("ai", ""),
        ("思必驰", ""),
    ],
)
def test_wanted_takes_the_last_latin_word_for_one_just_begun(query: str, prefix: str) -> None:
    assert wanted(query).prefix == prefix


@pytest.mark.parametrize(("count", "least"), [(1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (10, 4)])
def test_longer_queries_must_be_met_in_more_places(count: int, least: int) -> None:
    query = " ".join(f"word{number}" for number in range(count))
    assert (len(wanted(query).pairs), wanted(query).least_pairs) == (count, least)


def test_wanted_marks_single_characters_only_where_nothing_longer_was_asked() -> None:
    assert wanted("药").marks == ("药",)
    assert all(len(term) > 1 for term in wanted("新药的审批").marks)


def test_wanted_reads_no_more_than_two_hundred_characters() -> None:
    assert wanted("苏州" * 100 + "思必驰") == wanted("苏州" * 100)
    assert wanted("\ufdfa" * 10_000).name == wanted("\ufdfa" * 20_000).name


@given(TEXTS)
def test_tokens_are_short_folded_and_without_spaces(text: str) -> None:
    for token in (*words(text), *pairs(text), *characters(text)):
        assert 0 < len(token) <= LONGEST_TOKEN
        assert not any(character.isspace() for character in token)


@given(TEXTS)
def test_wanted_is_bounded_and_empty_only_without_tokens(text: str) -> None:
    asked = wanted(text)
    assert len(asked.words) <= MOST_TOKENS
    assert len(asked.pairs) <= MOST_TOKENS
    assert asked.is_empty is (not pairs(text))
    assert 1 <= asked.least_pairs <= max(len(asked.pairs), 1)


@given(TEXTS)
def test_text_is_found_by_itself(text: str) -> None:
    assert set(wanted(text).pairs) <= set(pairs(text)) | set(characters(text))
