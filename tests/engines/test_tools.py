"""What a tool asks, as a form and as a JSON Schema."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from yuanqu.engines.forms.schema import Choice, Field, Kind, Limits
from yuanqu.engines.names import Names
from yuanqu.engines.tools import Entry, Offer, Tool, ToolAnswer, schema

GDP = Offer("gdp", Names("地区生产总值", "Gross domestic product"), ("生产总值",))


def tool(**changes: Any) -> Tool:
    said: dict[str, Any] = {
        "name": "read_indicator",
        "title": Names("查指标", "Look up a figure"),
        "description": Names("读数。", "Reads a figure."),
        "concept": "indicators",
        "fields": (
            Field("indicator", Kind.CHOICE, Names("指标", "Indicator"), required=True),
            Field("most", Kind.INTEGER, Names("最多", "At most"), limits=Limits(least=1, most=5)),
            Field("words", Kind.TEXT, Names("词", "Words"), hint=Names("任意", "Any"),
                  limits=Limits(longest=9)),
        ),
        "offers": {"indicator": lambda _viewer: [GDP]},
        "run": lambda _viewer: ToolAnswer(),
    }  # fmt: skip
    return Tool(**said | changes)


def test_the_schema_says_what_the_form_takes():
    assert schema(tool().form(None), "en") == {
        "type": "object",
        "properties": {
            "indicator": {
                "type": "string",
                "title": "Indicator",
                "enum": ["gdp"],
                "description": "gdp: Gross domestic product",
            },
            "most": {"type": "integer", "title": "At most", "minimum": 1, "maximum": 5},
            "words": {"type": "string", "title": "Words", "description": "Any", "maxLength": 9},
        },
        "required": ["indicator"],
        "additionalProperties": False,
    }
    Draft202012Validator.check_schema(schema(tool().form(None), "zh-hans"))


def test_the_choices_are_those_of_whoever_asks():
    asked = tool(offers={"indicator": lambda viewer: [GDP] if viewer else []})
    assert asked.form("somebody").fields[0].choices == (Choice("gdp", GDP.names),)
    assert asked.form(None).fields[0].choices == ()


@pytest.mark.parametrize(
    ("words", "is_it"),
    [("GDP", True), ("ｇｄｐ", True), ("生产 总值", True), ("gross domestic product", True),
     ("总值", False), ("", False)],
)  # fmt: skip
def test_a_choice_is_known_by_any_of_its_names(words: str, is_it: bool):
    assert GDP.is_called(words) is is_it


@pytest.mark.parametrize("changes", [{"name": "read figure"}, {"name": "X"},
                                     {"offers": {"other": lambda _viewer: []}}])  # fmt: skip
def test_a_tool_that_could_not_be_called_is_refused(changes: dict[str, Any]):
    with pytest.raises(ValueError, match=r"tool|offers"):
        tool(**changes)


def test_the_scope_follows_from_what_it_does():
    assert tool().scope == "indicators:read"
    assert tool(is_writing=True).scope == "indicators:write"


def test_an_answer_shows_a_bounded_part_and_counts_the_whole():
    many = ToolAnswer.of(Entry(str(number)) for number in range(150))
    assert (len(many.entries), many.total, many.is_empty) == (100, 150, False)
    assert ToolAnswer.of([]).is_empty
