"""Numbers of a running text, whatever way they are written."""

from fractions import Fraction

import pytest

from yuanqu.engines.answering.figures import figures
from yuanqu.engines.retrieval.alike import alike


def read(text: str) -> list[tuple[Fraction, str, str]]:
    return [(one.value, one.unit, one.bound.value) for one in figures(alike(text))]


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("3.5亿元", 350_000_000, "CNY", "none"),
        ("35000万元", 350_000_000, "CNY", "none"),
        ("350,000,000元", 350_000_000, "CNY", "none"),
        ("三点五亿元", 350_000_000, "CNY", "none"),
        ("三亿五千万元", 350_000_000, "CNY", "none"),
        ("百分之五", 5, "percent", "none"),
        ("５％", 5, "percent", "none"),
        ("万分之五", Fraction(1, 20), "percent", "none"),
        ("四分之一", 25, "percent", "none"),
        ("两成", 20, "percent", "none"),
        ("5个百分点", 5, "point", "none"),
        ("两年", 24, "month", "none"),
        ("5千米", 5000, "meter", "none"),
        ("30MW", 30_000_000, "watt", "none"),
        ("第十二条", 12, "第条", "none"),
        ("100多家", 100, "count", "at_least"),
        ("10人（含）以上", 10, "person", "at_least"),
        ("不得低于30%", 30, "percent", "at_least"),
        ("最高不超过50万元", 500_000, "CNY", "at_most"),
        ("最高可获得50万元", 500_000, "CNY", "at_most"),
        ("50万元以下", 500_000, "CNY", "at_most"),
        ("10个工作日内", 10, "workday", "at_most"),
        ("未满18周岁", 18, "age", "less_than"),
        ("超过50万元", 500_000, "CNY", "more_than"),
        ("近30%", 30, "percent", "about"),
        ("17:00前", 0, "", "until"),
    ],
)
def test_a_number_is_read_with_unit_and_bound(text, value, unit, bound):
    assert read(text)[-1] == (value, unit, bound)


@pytest.mark.parametrize(
    "text", ["IL-17A", "一般纳税人", "统一办理", "一个项目", "十分重要", "成立"]
)
def test_what_is_no_number_is_not_read(text):
    assert read(text) == []


def test_a_number_beyond_all_measure_is_read_as_far_as_forty_digits():
    assert read("1" * 4000)[0][0] == int("1" * 40)
    assert read("1" + "亿" * 4000)[0][0] == 10**32
