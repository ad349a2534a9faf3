"""A model may suggest a tool; our own code knows the tools, checks what it is given, and asks."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import stranger
from yuanqu.assistant.model import Chosen, Offered, choose
from yuanqu.assistant.tools.choosing import is_errand, wish_by_model

NOBODY = AnonymousUser()
LAMP = Offered("set_lamp", "设置灯。", {"type": "object", "properties": {}})


def test_a_tool_that_was_offered_is_chosen(model, purse):
    model.says({"tool": "set_lamp", "arguments": {"value": "on"}})
    assert choose("把灯打开", [LAMP], budget=purse) == Chosen("set_lamp", {"value": "on"})
    assert "set_lamp" in model.asked[-1]["messages"][0]["content"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"tool": "delete_everything", "arguments": {}}, "model.unknown_tool"),
        ({"tool": "set_lamp"}, "model.malformed"),
        ({"tool": "set_lamp", "arguments": "on"}, "model.malformed"),
        ({"tool": "set_lamp", "arguments": {}, "confirm": True}, "model.malformed"),
        ("set_lamp", "model.malformed"),
    ],
)
def test_anything_else_is_no_choice(model, purse, caplog, answer: Any, code: str):
    model.says(answer)
    assert choose("把灯打开", [LAMP], budget=purse) is None
    assert [one.code for one in caplog.records if hasattr(one, "code")] == [code]


def test_the_model_may_choose_nothing(model, purse):
    model.says({"tool": "", "arguments": {}})
    assert choose("灯是什么", [LAMP], budget=purse) is None


@pytest.mark.django_db
def test_words_that_no_rule_knows_are_understood(model, purse):
    model.says({"tool": "read_indicator", "arguments": {"indicator": "gdp", "period": "2023"}})
    wish = wish_by_model("帮我瞧瞧前几年那个经济总量，二〇二三年的", NOBODY, purse)
    assert wish is not None
    assert (wish.tool.name, wish.errors) == ("read_indicator", ())
    assert wish.arguments == {"indicator": "gdp", "period": "2023"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [
        {"tool": "delete_everything", "arguments": {}},
        {"tool": "open_application", "arguments": {"matter": "park.request"}},  # nobody logged in
        {"tool": "read_indicator", "arguments": {"indicator": "gdp", "as": "wangfang"}},
    ],
)
def test_what_was_not_offered_or_not_asked_is_dropped(model, purse, answer: Any):
    model.says(answer)
    assert wish_by_model("帮我看看", NOBODY, purse) is None


@pytest.mark.django_db
def test_arguments_that_cannot_be_are_asked_for(model, purse):
    model.says({"tool": "read_indicator", "arguments": {"indicator": "weather"}})
    wish = wish_by_model("帮我看看天气指标", NOBODY, purse)
    assert wish is not None
    assert [error.code for error in wish.errors] == ["forms.not_a_choice"]


@pytest.mark.django_db
def test_the_model_is_not_told_for_whom_somebody_acts(model, purse):
    hanmei = stranger()
    model.says({"tool": "open_application", "arguments": {"matter": "park.request"}})
    wish = wish_by_model("我想给园区提个建议", hanmei, purse)
    sent = str(model.asked[-1]["messages"])
    assert str(hanmei.party_id) not in sent
    assert '"applicant"' not in sent
    assert wish is not None
    assert wish.arguments == {"matter": "park.request", "applicant": str(hanmei.party_id)}


@pytest.mark.django_db
def test_a_plain_question_costs_no_request(model, purse):
    assert wish_by_model("高新技术企业认定条件", NOBODY, purse) is None
    assert model.asked == []


@pytest.mark.django_db
def test_without_a_model_there_are_the_rules_alone(settings, purse):
    settings.LLM_BASE_URL = ""
    assert wish_by_model("帮我看看 GDP", NOBODY, purse) is None


@pytest.mark.parametrize(("text", "it_is"), [("帮我取个号", True), ("Please book a room", True),
                                             ("什么是取证", False), ("", False)])  # fmt: skip
def test_an_errand_is_told_by_its_words(text: str, it_is: bool):
    assert is_errand(text) is it_is
