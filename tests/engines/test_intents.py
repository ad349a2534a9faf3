"""What people say, and what is understood of it."""

from datetime import date
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.intent_files import intents_from
from yuanqu.engines.intents import Hearing, IntentError, Understood, understood
from yuanqu.engines.spoken import day_said, number_said, period_said

ON = date(2026, 11, 23)
POLITE = ("请问", "你好", "帮我", "请", "please")
MEANINGS = {"gdp": "gdp", "地区生产总值": "gdp", "研发 强度": "rd"}


def intent(*patterns: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": "figures.read",
        "names": {"zh": "查指标", "en": "Look up a figure"},
        "tool": "read_indicator",
        "slots": {
            "indicator": {"sort": "choice"},
            "period": {"sort": "period"},
            "day": {"sort": "date"},
            "count": {"sort": "number", "parameter": "how_many"},
            "words": {"sort": "text"},
        },
        "patterns": list(patterns),
    } | changes


def heard(text: str, *patterns: str, **changes: Any) -> Understood | None:
    intents = intents_from({"intents": [intent(*patterns, **changes)]}).intents
    hearing = Hearing(ON, POLITE, lambda _tool, _parameter, words: MEANINGS.get(words))
    return understood(text, intents, hearing)


@pytest.mark.parametrize(
    "text",
    [
        "园区2023年GDP是多少",
        "请问园区 2023 年 GDP 是多少？",
        "你好，请问：园区２０２３年ｇｄｐ多少",
        "2023年的地区生产总值",
    ],
)
def test_width_case_spaces_courtesy_and_punctuation_do_not_matter(text: str):
    found = heard(text, "[园区][的]{period}[的]{indicator}[是|有][多少]")
    assert found == Understood(
        "figures.read", "read_indicator", {"period": "2023", "indicator": "gdp"}
    )


@pytest.mark.parametrize(
    "text",
    ["", "？？", "园区2023年天气是多少", "园区2023年GDP是多少，怎么算的", "园" * 300, "😀"],
)
def test_what_does_not_fit_as_a_whole_or_means_nothing_is_no_intent(text: str):
    assert heard(text, "[园区]{period}{indicator}[是][多少]") is None


def test_what_is_missing_is_left_out_and_fixed_arguments_stay():
    found = heard("查GDP", "查[{period}]{indicator}", arguments={"purpose": "publication"})
    assert found is not None
    assert found.arguments == {"purpose": "publication", "indicator": "gdp"}


def test_groups_may_hold_groups():
    pattern = "(我要|我想)(取(个|一个)号|排队)[谢谢]"
    assert heard("我想取一个号谢谢", pattern) is not None
    assert heard("我要排队", pattern) is not None
    assert heard("我要取号", pattern) is None


def test_a_slot_fills_the_parameter_that_it_names():
    found = heard("把灯调到三十五", "把灯调到{count}")
    assert found is not None
    assert found.arguments == {"how_many": 35}


def test_a_name_keeps_its_spaces():
    found = heard("find Innovent  Biologics", "find {words}")
    assert found is not None
    assert found.arguments == {"words": "innovent biologics"}


@pytest.mark.parametrize(
    "pattern",
    [
        "[园区",
        "园区]",
        "园区|全区",
        "{unknown}",
        "{period}{period}",
        "{words}{indicator}{x}",
        "{Day}",
    ],
)
def test_a_pattern_that_is_none_is_refused_by_name(pattern: str):
    with pytest.raises(IntentError, match=r"figures\.read"):
        intents_from({"intents": [intent(pattern)]})


@pytest.mark.parametrize(
    "pattern",
    [
        "[啊]" * 130 + "哦",
        "(啊|啊啊|啊啊啊)" * 35 + "哦",
        "[啊[啊[啊[啊[啊[啊]]]]]]" * 20 + "哦",
        "{a}啊{b}啊{c}啊{d}啊{e}哦",
    ],
)
def test_no_pattern_that_somebody_writes_makes_it_slow(pattern: str):
    slots = {name: {"sort": "text"} for name in "abcde"}
    started = process_time()
    assert heard("啊" * 200, pattern, slots=slots) is None
    assert process_time() - started < 2


@pytest.mark.parametrize(
    "read",
    [[], "x", {"intents": "x"}, {"intents": [None]}, {"intents": [{}]}, {"intents": [intent()]}],
)
def test_a_file_that_is_none_is_refused(read: Any):
    if not read:
        assert intents_from(read).intents == ()
    else:
        with pytest.raises(IntentError):
            intents_from(read)


@given(st.text(max_size=250))
def test_no_text_breaks_the_understanding(text: str):
    patterns = ("[园区][的]{period}[的]{indicator}[是|有][多少]", "{words}到{day}[的]{indicator}")
    assert heard(text, *patterns) is None or True


@given(st.text(max_size=60))
def test_no_pattern_does_more_than_be_refused(pattern: str):
    try:
        heard("园区2023年GDP是多少", pattern)
    except IntentError:
        return


def test_a_long_text_that_almost_fits_is_done_with_soon():
    found = heard("啊" * 199, "{words}的{indicator}是[多少]", "[园区]{words}到{indicator}了")
    assert found is None


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("2023年", "2023"), ("2023 年 第三季度", "2023-Q3"), ("2023年4季度", "2023-Q4"),
        ("2024年上半年", "2024-H1"), ("2024年8月", "2024-08"), ("2024年8月份", "2024-08"),
        ("2024-q2", "2024-Q2"), ("去年", "2025"), ("今年", "2026"), ("last year", "2025"),
        ("2024年13月", None), ("明年", None),
    ],
)  # fmt: skip
def test_a_period_is_read_as_it_is_said(words: str, period: str | None):
    assert period_said(words, ON) == period


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", "2026-11-23"), ("明天", "2026-11-24"), ("8月1日", "2026-08-01"),
        ("2024年8月1号", "2024-08-01"), ("2024-02-29", "2024-02-29"), ("2月30日", None),
        ("tomorrow", "2026-11-24"), ("哪天", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_said(words: str, day: str | None):
    assert day_said(words, ON) == day


@pytest.mark.parametrize(
    ("words", "number"),
    [("12", 12), ("三", 3), ("十", 10), ("十二", 12), ("三十", 30), ("三十五", 35), ("两", 2),
     ("百", None), ("十十", None), ("", None), ("²", None)],
)  # fmt: skip
def test_a_number_is_read_as_it_is_said(words: str, number: int | None):
    assert number_said(words) == number
