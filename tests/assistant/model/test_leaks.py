"""Personal numbers are found however they are written; what only looks like one is not."""

import pytest

from yuanqu.assistant.model.leaks import hidden, leaked, personal, restricted


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "+86 138-1234-5678",
        "１３８１２３４５６７８",
        "138\u200b1234\u200b5678",
        "一三八一二三四五六七八",
        "幺三八 请拨 13812345678 13912345678",
    ],
)
def test_a_telephone_number_is_found_however_it_is_written(text):
    assert "13812345678" in personal(text)


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("11010519491231002X", True),
        ("110105 19491231 002x", True),
        ("110105194912310021", False),  # the check digit is wrong
        ("4111 1111 1111 1111", True),
        ("4111 1111 1111 1112", False),  # Luhn's sum is wrong
        ("someone@example.org", True),
        ("someone (at) example.org", True),
        ("0512-66680000", True),
        ("350000000元", False),
        ("苏园管〔2024〕3号", False),
        ("2020年2月10日", False),
        ("91320594MA1MD5XX00", False),
    ],
)
def test_a_number_is_personal_where_its_form_and_its_digits_are_right(text, is_personal):
    assert bool(personal(text)) == is_personal


def test_a_number_that_the_source_shows_may_be_said():
    assert not leaked("咨询电话 0512 66680000", ["电话：0512-66680000"])
    assert leaked("咨询电话 0512 66680001", ["电话：0512-66680000"])


@pytest.mark.parametrize("number", ["13812345678", "11010519491231002X", "a.b@example.org"])
def test_what_leaves_the_park_hides_numbers_and_keeps_the_question(number):
    told = hidden(f"我是{number}，房租怎么减免？")
    assert (number in told, "房租怎么减免" in told) == (False, True)


def test_a_question_without_such_numbers_stays_as_it_is():
    assert hidden("２０２６年３月１日前，貸款500万元？") == "２０２６年３月１日前，貸款500万元？"


@pytest.mark.parametrize(
    ("text", "is_restricted"),
    [
        ("本文件属于国家秘密。", True),
        ("机密★三年", True),
        ("企业应当对数据的机密性负责。", False),
        ("访问evil.com领取", True),
        ("访问www.sipac.gov.cn办理", False),
        ("<script>", True),
        ("面积＜300平方米", False),
        ("！[图](data:image/png;base64,x)", True),
    ],
)
def test_marks_markup_and_unknown_addresses_are_restricted(text, is_restricted):
    assert restricted(text, ["网址：www.sipac.gov.cn"]) == is_restricted
