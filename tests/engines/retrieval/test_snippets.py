import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.retrieval.snippets import Part, marked, snippet

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("思必驰ＡAa，ﬁß园区 "), st.characters()), max_size=80
)
TERMS = st.lists(st.sampled_from(["思必", "必驰", "a", "fi", "ss", "园区", ","]), max_size=4)


def text_of(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


def matches(parts: tuple[Part, ...]) -> list[str]:
    return [part.text for part in parts if part.is_match]


def test_neighboring_pairs_are_marked_as_one() -> None:
    assert marked("由思必驰牵头", ["思必", "必驰"]) == (
        Part("由"),
        Part("思必驰", is_match=True),
        Part("牵头"),
    )


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("ＡＩ产业", ["ai"], ["ＡＩ"]),
        ("AI, rain, air", ["ai"], ["AI", "ai"]),
        ("ﬁne Straße", ["fi", "strasse"], ["ﬁ", "Straße"]),
        ("patents and patent", ["patent"], ["patent", "patent"]),
        ("a.b*c", ["b*c", "."], ["b*c"]),
        ("没有", ["思必"], []),
        ("空", [], []),
        ("空", [""], []),
    ],
)
def test_terms_are_found_as_they_were_written(
    text: str, terms: list[str], found: list[str]
) -> None:
    assert matches(marked(text, terms)) == found


def test_snippet_shows_the_stretch_with_most_different_terms() -> None:
    text = "园区。" * 60 + "国家生物药技术创新中心落户园区。" + "其他。" * 60
    parts = snippet(text, ["园区", "生物", "创新"], length=40)
    assert matches(parts)[-3:] == ["生物", "创新", "园区"]
    assert (parts[0], parts[-1]) == (Part("…"), Part("…"))
    assert len(text_of(parts)) == 42


def test_snippet_shows_the_beginning_where_nothing_is_found() -> None:
    assert snippet("一二三四五六", ["思必"], length=4) == (Part("一二三四"), Part("…"))
    assert snippet("", ["思必"]) == ()


def test_snippet_of_a_short_text_is_all_of_it() -> None:
    assert text_of(snippet("思必驰牵头", ["思必"])) == "思必驰牵头"


def test_snippet_of_a_huge_text_takes_no_long_time() -> None:
    assert len(text_of(snippet("思必驰，" * 25_000, ["思必", "必驰"]))) == 121


@given(TEXTS, TERMS)
def test_marking_loses_no_character(text: str, terms: list[str]) -> None:
    assert text_of(marked(text, terms)) == text


@given(TEXTS, TERMS, st.integers(1, 40))
def test_snippet_is_a_stretch_of_the_text_within_its_length(
    text: str, terms: list[str], length: int
) -> None:
    parts = snippet(text, terms, length)
    inner = text_of(parts).removeprefix("…").removesuffix("…")
    assert inner.strip("…") in text
    assert len(text_of(parts)) <= length + 2
