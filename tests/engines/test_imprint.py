"""What a document says of itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.imprint import Imprint, day_in, is_draft, read

RULES = """示例园区管理委员会文件
示园规〔2024〕3号
关于印发《示例园区创新奖励办法》的通知
各有关单位：
现将办法印发给你们，自2024年3月1日起施行，有效期3年。
示例园区管理委员会
2024年2月1日"""


def test_a_notice_states_title_issuer_number_and_days():
    assert read(RULES) == Imprint(
        title="关于印发《示例园区创新奖励办法》的通知",
        issuer="示例园区管理委员会",
        number="示园规〔2024〕3号",
        issued_on=date(2024, 2, 1),
        effective_from=date(2024, 3, 1),
        effective_to=date(2027, 2, 28),
    )


def test_labels_go_before_what_is_guessed():
    labels = "发文机关：示例局\n成文日期：2023-05-06\n文号：示〔2023〕 1 号"
    text = f"{labels}\n示例办法\n自发布之日起施行。"
    assert read(text) == Imprint(
        title="示例办法", issuer="示例局", number="示〔2023〕1号", issued_on=date(2023, 5, 6),
        effective_from=date(2023, 5, 6),
    )  # fmt: skip


def test_a_text_that_says_nothing_of_itself_is_left_so():
    assert read("大厅周一至周五开门。") == Imprint(title="大厅周一至周五开门。")
    assert read("") == Imprint()


def test_an_end_before_the_beginning_is_none():
    said = read("示例办法\n自2024年3月1日起施行，有效期至2023年1月1日。")
    assert (said.effective_from, said.effective_to) == (date(2024, 3, 1), None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年3月1日", date(2024, 3, 1)),
        ("二〇二四年十二月三十一日", date(2024, 12, 31)),
        ("二○二四年二月十日", date(2024, 2, 10)),
        ("2024/3/1", date(2024, 3, 1)),
        ("2024年2月30日", None),
        ("去年", None),
    ],
)
def test_a_day_is_read_in_digits_and_in_chinese(text: str, day: date | None):
    assert day_in(text) == day


def test_a_consultation_draft_is_told_by_its_title():
    assert is_draft("示例办法（征求意见稿）")
    assert not is_draft("示例办法")


@given(
    st.text(max_size=300) | st.text("自年月日起至有效期为一二三十〇0123456789 号局\n", max_size=200)
)
def test_any_text_is_read(text: str):
    said = read(text)
    if said.effective_from and said.effective_to:
        assert said.effective_from <= said.effective_to
