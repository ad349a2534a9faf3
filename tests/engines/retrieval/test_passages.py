"""Sentences, tiles and windows: every offset exact, nothing lost, nothing too long."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.retrieval.alike import alike
from yuanqu.engines.retrieval.passages import (
    LONGEST_PASSAGE,
    Span,
    sentences,
    tiles,
    windows,
)

TEXTS = st.text(alphabet="园区企业可以申请，。；：、！？\n 2024年3月1日“”（）abc", max_size=900)


def test_a_sentence_ends_with_its_mark_and_the_quotation_it_closes():
    text = "园区说：“可以。”企业问：怎么办？等。"
    assert [text[a:b] for a, b in sentences(text)] == [
        "园区说：“可以。”", "企业问：怎么办？", "等。",
    ]  # fmt: skip


def test_space_around_a_sentence_is_not_its_own():
    assert sentences("  一。 \n　二。 ") == [Span(2, 4), Span(7, 9)]


def test_a_sentence_that_is_too_long_is_cut_at_a_pause():
    text = "甲" * 200 + "，" + "乙" * 200 + "。"
    assert [b - a for a, b in sentences(text)] == [201, 201]


def test_without_a_pause_it_is_cut_where_it_is_full():
    assert [b - a for a, b in sentences("甲" * 600)] == [250, 250, 100]


@given(TEXTS)
def test_sentences_keep_order_and_lose_nothing_but_space(text: str):
    found = sentences(text)
    assert all(0 < b - a <= LONGEST_PASSAGE for a, b in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    said = "".join(text[a:b] for a, b in found)
    assert "".join(said.split()) == "".join(text.split())


@given(TEXTS)
def test_tiles_hold_every_sentence_once(text: str):
    made = tiles(text)
    assert all(b - a <= LONGEST_PASSAGE for a, b in made)
    inside = [sum(a <= start and end <= b for a, b in made) for start, end in sentences(text)]
    assert set(inside) <= {1}


@given(TEXTS)
def test_windows_cannot_be_made_longer(text: str):
    parts = sentences(text)
    for first, last in windows(parts):
        assert parts[last].end - parts[first].start <= LONGEST_PASSAGE
        if last + 1 < len(parts):
            assert parts[last + 1].end - parts[first].start > LONGEST_PASSAGE


@given(st.text(max_size=200))
def test_alike_keeps_every_place(text: str):
    assert len(alike(text)) == len(text)


def test_alike_makes_width_case_and_way_of_writing_one():
    assert alike("ＡＢＣ２０２４落後產能") == "abc2024落后产能"
