"""What is read out of a question: likeness, negation, named days, danger."""

from datetime import date

import pytest
import yaml

from yuanqu.assistant.likeness import bare, decides_alike, grouped, likeness
from yuanqu.assistant.named_days import past_day
from yuanqu.assistant.urgent import FILE, danger_in, dangers
from yuanqu.assistant.wording import SENTENCES

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("2023年的房租怎么减", date(2023, 12, 31)),
        ("２０２３年房租", date(2023, 12, 31)),
        ("2024年2月的标准", date(2024, 2, 29)),
        ("2024-03-05 的标准", date(2024, 3, 5)),
        ("去年的房租", date(2025, 12, 31)),
        ("前年的房租", date(2024, 12, 31)),
        ("2026年的房租", None),  # not over yet
        ("2030年的房租", None),
        ("2024年13月", date(2024, 12, 31)),
        ("2023年2月30日", None),
        ("文号20231234怎么查", None),
        ("房租怎么减", None),
    ],
)
def test_past_day_is_the_last_of_the_period_that_is_named(question: str, day: date | None):
    assert past_day(question, TODAY) == day


def test_bare_question_has_no_politeness_and_no_signs():
    assert bare("請問，我想知道 ＡＢＣ房租怎么减？") == "abc房租怎么减"


def test_likeness_is_one_for_the_same_and_nothing_for_strangers():
    assert likeness("房租怎么减半", "请问房租怎么减半？") == 1.0
    assert likeness("房租怎么减半", "停车证去哪办") == 0.0
    assert likeness("", "！！") == 0.0


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("满2年可以申请吗", "满２年可以申请吗", True),
        ("满2年可以申请吗", "满3年可以申请吗", False),
        ("可以申请吗", "不可以申请吗", False),
        ("Can I apply", "Can I not apply", False),
    ],
)
def test_numbers_and_negations_decide(one: str, other: str, alike: bool):
    assert decides_alike(one, other) is alike


def test_groups_are_made_in_order_by_their_first_text():
    questions = ["停车证去哪里办", "火星有便利店吗", "员工停车证去哪里办"]
    assert grouped([(each, each) for each in questions], 0.5) == [
        ["停车证去哪里办", "员工停车证去哪里办"],
        ["火星有便利店吗"],
    ]


@pytest.mark.parametrize(
    "question",
    ["火灾保险怎么办理", "消防验收需要什么材料", "急救培训在哪里报名", "死亡证明怎么开", ""],
)
def test_question_about_a_matter_is_no_emergency(question: str):
    assert danger_in(question) is None


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("我 不 想 活 了", "despair"),
        ("我不想活瞭", "despair"),
        ("I want to DIE", "despair"),
        ("楼上起火了！", "fire"),
        ("救命啊", "medical"),
        ("有人持刀", "violence"),
    ],
)
def test_danger_is_told_however_it_is_written(question: str, code: str):
    found = danger_in(question)
    assert found is not None
    assert found.code == code


def test_every_danger_has_a_sentence_and_known_numbers():
    numbers = yaml.safe_load(FILE.read_text(encoding="utf-8"))["numbers"]
    assert set(numbers) == {"110", "119", "120", "12345", "12356"}
    for danger in dangers().values():
        assert danger.warning in SENTENCES
        assert {each.number for each in danger.numbers} <= set(numbers)
