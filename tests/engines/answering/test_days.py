"""Dates of a running text, and which of them say the same."""

import pytest

from yuanqu.engines.answering.days import days
from yuanqu.engines.retrieval.alike import alike


def read(text: str) -> list[tuple[str, str]]:
    return [(day.name, day.bound.value) for day in days(alike(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020年2月10日", [("2020-2-10", "none")]),
        ("２０２０年２月１０日", [("2020-2-10", "none")]),
        ("二〇二〇年二月十日", [("2020-2-10", "none")]),
        ("2020-02-10", [("2020-2-10", "none")]),
        ("2020.2.10", [("2020-2-10", "none")]),
        ("2月10号", [("?-2-10", "none")]),
        ("2020年2月", [("2020-2-?", "none")]),
        ("2020年度", [("2020-?-?", "none")]),
        ("10日", [("?-?-10", "none")]),
        ("10日内", []),
        ("3月1日前", [("?-3-1", "until")]),
        ("截止日期为3月1日", [("?-3-1", "until")]),
        ("自3月1日起", [("?-3-1", "from")]),
        ("3月1日以后", [("?-3-1", "after")]),
        ("3月1日至3月10日", [("?-3-1", "from"), ("?-3-10", "until")]),
        ("2020年3月1日至10日", [("2020-3-1", "from"), ("2020-3-10", "until")]),
        ("2020—2022年", [("2020-?-?", "from"), ("2022-?-?", "until")]),
        ("2020年13月32日", []),
    ],
)
def test_a_date_is_read_with_its_bound(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("said", "stated", "years", "follows"),
    [
        ("2020年2月10日", "2020年2月10日", (), True),
        ("2月10日", "2020年2月10日", (), True),
        ("2020年2月10日", "2月10日", (), True),
        ("2020年2月10日", "2月10日", (2020,), True),
        ("2020年2月10日", "2月10日", (2019,), False),
        ("2020年2月", "2020年2月10日", (), True),
        ("2020年", "2020年2月10日", (), True),
        ("2020年2月前", "2020年2月10日前", (), False),
        ("10日", "2020年2月10日", (), False),
        ("10日", "10日", (), True),
        ("2月10日", "2月", (), False),
        ("2月1日", "2月10日", (), False),
        ("2021年", "2020年2月", (), False),
    ],
)
def test_a_date_follows_from_one_that_says_it(said, stated, years, follows):
    (first,), (second,) = days(said), days(stated)
    assert first.follows_from(second, frozenset(years)) == follows
