"""A sentence follows from its passages, or the verdict says what does not."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yuanqu.engines.answering.evidence import Cited
from yuanqu.engines.answering.support import supported

TITLE = "关于支持企业的通知"
SIZES = "对大型企业补贴50万元，对中小企业补贴30万元。"
RIGHTS = "企业可以申请A类补贴，个人不得申请A类补贴。"
START = "本办法自2020年2月10日起施行。"
PAPERS = "申请材料：\n1.营业执照；\n2.身份证；\n3.申请表。"
EXCEPT = "除外资企业外，园区企业均可申请。"
LATE = "未按期申报的，不予补贴。"
TERMS = "本市企业应当于2020年3月1日前提交申请材料，最高可获得3.5亿元贷款。"
PRIZES = "甲公司获得一等奖。乙公司获得二等奖。"
TAX = "对小微企业免征增值税。"
SHARE = "补贴比例原则上不超过30%。"
CLOSED = "下列企业不得申请：\n1.餐饮企业；\n2.娱乐企业。"
RENT = (
    "对承租国有资产类经营用房的中小企业，1个月房租免收、2个月房租减半。"
    "对租用其他经营用房的，鼓励业主为租户减免租金。"
)
NOTICE = "第六条 申请人应当自收到通知之日起10个工作日内提交补正材料；逾期不补正的，视为放弃申请。"
STAFF = "从业人员10人以上的企业，社会保险费率提高5个百分点。"

FOLLOWS = [
    (SIZES, "对大型企业补贴50万元。"),
    (SIZES, "对中小企业补贴三十万元"),
    (SIZES, "对中小企业补贴300000元，对大型企业补贴50万元。"),
    (SIZES, "對中小企業補貼３０萬元。"),
    (RIGHTS, "企业可以申请A类补贴。"),
    (RIGHTS, "个人不得申请A类补贴。"),
    (START, "本办法自2020年2月10日起施行。"),
    (START, "本办法2月10日起施行。"),
    (START, "本办法自二〇二〇年二月十日起施行。"),
    (START, "本办法自2020-02-10起施行。"),
    (PAPERS, "申请材料包括营业执照、身份证和申请表。"),
    (EXCEPT, "除外资企业外，园区企业均可申请。"),
    (LATE, "未按期申报的，不予补贴。"),
    (TERMS, "本市企业应于3月1日前提交申请材料。"),
    (TERMS, "本市企业最高可获得35000万元贷款。"),
    (TERMS, "本市企业最高可获得350000000元贷款。"),
    (PRIZES, "甲公司获得一等奖，乙公司获得二等奖。"),
    (TAX, "小微企业免征增值税。"),
    (SHARE, "补贴比例原则上不超过百分之三十。"),
    (CLOSED, "餐饮企业不得申请。"),
    (RENT, "中小企业承租国有资产类经营用房的，免收1个月房租，2个月房租减半。"),
    (RENT, "鼓励业主为租用其他经营用房的租户减免租金。"),
    (NOTICE, "申请人应当在收到通知之日起十个工作日内提交补正材料。"),
    (NOTICE, "逾期不补正的，视为放弃申请。"),
    (STAFF, "从业人员不少于10人的企业，社会保险费率提高五个百分点。"),
]

# What does not, and the code that says why.
FALSE = [
    # a number, a date or a unit
    (TERMS, "本市企业最高可获得3.6亿元贷款。", "support.number"),
    (TERMS, "本市企业最高可获得3.5万元贷款。", "support.number"),
    (TERMS, "本市企业最高可获得3.5亿美元贷款。", "support.number"),
    (NOTICE, "申请人应当在收到通知之日起10天内提交补正材料。", "support.number"),
    (NOTICE, "申请人应当在收到通知之日起1个工作日内提交补正材料。", "support.number"),
    (STAFF, "从业人员10人以上的企业，社会保险费率提高5%。", "support.number"),
    (START, "本办法自2020年2月1日起施行。", "support.date"),
    (START, "本办法自2021年2月10日起施行。", "support.date"),
    (START, "本办法自10日起施行。", "support.date"),
    (START, "本办法自2020年10月2日起施行。", "support.date"),
    # of something else
    (SIZES, "对大型企业补贴30万元。", "support.number"),
    (RENT, "2个月房租免收。", "support.number"),
    (PRIZES, "丙公司获得二等奖。", "support.words"),
    (PRIZES, "甲公司获得二等奖。", "support.words"),
    (PRIZES, "甲公司参加评选，获得二等奖。", "support.words"),
    (PAPERS, "申请材料包括户口簿。", "support.words"),
    (TAX, "小微企业免征消费税。", "support.words"),
    # a bound
    (TERMS, "本市企业应当于2020年3月1日后提交申请材料。", "support.bound"),
    (TERMS, "本市企业至少可获得3.5亿元贷款。", "support.bound"),
    (SHARE, "补贴比例原则上超过30%。", "support.bound"),
    (SHARE, "补贴比例原则上不低于30%。", "support.bound"),
    (STAFF, "从业人员10人以下的企业，社会保险费率提高5个百分点。", "support.bound"),
    (STAFF, "从业人员超过10人的企业，社会保险费率提高5个百分点。", "support.bound"),
    # turned round
    (LATE, "按期申报的，予以补贴。", "support.negation"),
    (LATE, "未按期申报的，并非不予补贴。", "support.negation"),
    (LATE, "未按期申报的，可以补贴。", "support.modality"),
    (TAX, "小微企业增值税。", "support.negation"),
    (TAX, "小微企业不免征增值税。", "support.negation"),
    (TAX, "小微企业应当征收增值税。", "support.words"),
    (NOTICE, "逾期补正的，视为放弃申请。", "support.negation"),
    (EXCEPT, "园区企业均可申请。", "support.scope"),
    (TAX, "对所有小微企业免征增值税。", "support.scope"),
    (TAX, "仅对小微企业免征增值税。", "support.scope"),
    (STAFF, "从业人员10人以上的企业，社会保险费率降低5个百分点。", "support.direction"),
    # swapped
    (RIGHTS, "个人可以申请A类补贴。", "support.modality"),
    (RIGHTS, "企业不得申请A类补贴。", "support.modality"),
    (RIGHTS, "企业应当申请A类补贴。", "support.modality"),
    (TERMS, "本市企业可以于3月1日前提交申请材料。", "support.modality"),
    (SHARE, "补贴比例不超过30%。", "support.modality"),
    (RENT, "业主应当为租户减免租金。", "support.modality"),
    (CLOSED, "餐饮企业可以申请。", "support.modality"),
    # nothing
    (TAX, "。", "support.empty"),
    (TAX, "🎉🎉", "support.empty"),
    ("", "小微企业免征增值税。", "support.uncited"),
]


@pytest.mark.parametrize(("passage", "sentence"), FOLLOWS)
def test_a_sentence_that_says_the_same_follows(passage: str, sentence: str):
    verdict = supported(sentence, [Cited(passage, TITLE)])
    assert (verdict.allowed, verdict.code) == (True, "")


@pytest.mark.parametrize(("passage", "sentence", "code"), FALSE)
def test_a_sentence_that_says_otherwise_does_not_and_the_code_says_why(
    passage: str, sentence: str, code: str
):
    verdict = supported(sentence, [Cited(passage, TITLE)])
    assert (verdict.allowed, verdict.code) == (False, code)


def test_the_verdict_names_what_is_wrong():
    assert supported("本市企业最高可获得3.6亿元贷款。", [Cited(TERMS)]).facts == {
        "number": "360000000 CNY"
    }
    assert supported("本办法自10日起施行。", [Cited(START)]).facts == {"date": "?-?-10"}
    assert supported("丙公司获得二等奖。", [Cited(PRIZES)]).facts == {"word": "丙"}


def test_a_year_that_the_passage_leaves_out_may_come_from_its_title():
    passage = Cited("申请应当于3月1日前提出。", "关于2026年度补贴申报的通知")
    assert supported("申请应当于2026年3月1日前提出。", [passage])
    assert not supported("申请应当于2025年3月1日前提出。", [passage])


def test_a_title_lends_no_subject_that_the_passage_says_something_else_of():
    passage = Cited("企业可以申请，个人不得申请。", "企业补贴办法")
    assert not supported("企业不得申请。", [passage])


def test_each_part_of_a_sentence_may_follow_from_another_passage():
    cited = [Cited(TAX), Cited(SIZES)]
    assert supported("小微企业免征增值税，对大型企业补贴50万元。", cited)
    assert not supported("小微企业免征增值税，对大型企业补贴50万元。", cited[:1])


def test_every_sentence_of_a_text_must_follow():
    assert supported("甲公司获得一等奖。乙公司获得二等奖。", [Cited(PRIZES)])
    assert not supported("甲公司获得一等奖。丙公司获得三等奖。", [Cited(PRIZES)])


def test_two_sentences_of_a_passage_are_not_joined_into_a_third():
    passage = "张三为甲公司法定代表人。李四为乙公司法定代表人。"
    assert not supported("张三为乙公司法定代表人。", [Cited(passage)])


def test_english_is_read_as_far_as_it_goes():
    passage = "Companies must apply by 2026-03-01. The grant is at most 500 EUR."
    assert supported("Companies must apply by 2026-03-01.", [Cited(passage)])
    assert not supported("Companies may apply by 2026-03-01.", [Cited(passage)])
    assert not supported("Companies must not apply by 2026-03-01.", [Cited(passage)])
    assert not supported("The grant is at least 500 EUR.", [Cited(passage)])


ODD = ["", "\u0000", *(one * 3000 for one in "不一1,"), "亿" * 3000 + "元", "1" + "亿" * 3000]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_gets_a_verdict_too(text: str):
    assert supported(text, [Cited(text)]).code in {"", "support.empty", "support.uncited"}
    assert not supported(text, [Cited(TAX)])


# --- properties --------------------------------------------------------------------------

WHO = st.sampled_from("园区企业 中小企业 高新技术企业 个体工商户 外资研发中心".split())
WHAT = st.sampled_from("申请房租减免 领取人才补贴 享受贷款贴息 办理延期申报 预约大型仪器".split())
HOW = st.sampled_from("可以 应当 不得 无需".split())
AMOUNTS = st.integers(min_value=1, max_value=9_999)
UNITS = st.sampled_from("元 万元 亿元 % 个工作日 人".split())
DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))
BOUNDS = st.sampled_from(["{}", "{}以上", "{}以下", "不超过{}", "不少于{}", "超过{}", "约{}"])


@given(WHO, HOW, WHAT, AMOUNTS, UNITS, BOUNDS)
def test_a_passage_supports_its_own_words(who, how, what, amount, unit, bound):
    sentence = f"{who}{how}{what}，标准为{bound.format(f'{amount}{unit}')}。"
    assert supported(sentence, [Cited(f"园区公告如下。{sentence}请相互转告。")])


@given(WHO, HOW, HOW, WHAT)
def test_another_modality_is_never_supported(who, how, other, what):
    assume(how != other)
    assert not supported(f"{who}{other}{what}。", [Cited(f"{who}{how}{what}。")])


@given(WHO, WHO, HOW, WHAT)
def test_another_subject_is_never_supported(who, other, how, what):
    assume(who != other)
    assert not supported(f"{other}{how}{what}。", [Cited(f"{who}{how}{what}。")])


@given(AMOUNTS, AMOUNTS, UNITS, UNITS)
def test_another_amount_is_never_supported(amount, other, unit, its):
    powers = {"元": 1, "万元": 10**4, "亿元": 10**8}
    kinds = "CNY" if unit in powers else unit, "CNY" if its in powers else its
    assume((amount * powers.get(unit, 1), kinds[0]) != (other * powers.get(its, 1), kinds[1]))
    assert not supported(f"补贴标准为{other}{its}。", [Cited(f"补贴标准为{amount}{unit}。")])


@given(AMOUNTS, st.sampled_from([("元", "万元", 4), ("万元", "亿元", 4), ("元", "亿元", 8)]))
def test_one_amount_in_two_units_is_one_amount(amount, units):
    small, large, power = units
    digits = f"{amount / 10**power:.8f}".rstrip("0")
    assert supported(f"补贴{digits}{large}。", [Cited(f"补贴{amount}{small}。")])
    assert supported(f"补贴{amount}{small}。", [Cited(f"补贴{digits}{large}。")])


@given(DATES, DATES)
def test_another_date_is_never_supported(day, other):
    passage = Cited(f"申请截止日期为{day.year}年{day.month}月{day.day}日。")
    sentence = f"申请截止日期为{other.year}年{other.month}月{other.day}日。"
    assert supported(sentence, [passage]).allowed == (day == other)


@given(AMOUNTS, BOUNDS, BOUNDS)
def test_another_bound_is_never_supported(amount, bound, other):
    same = [{"{}以上", "不少于{}"}, {"{}以下", "不超过{}"}]
    assume(bound != other and {bound, other} not in same)
    said, held = other.format(f"{amount}万元"), bound.format(f"{amount}万元")
    assert not supported(f"补贴{said}。", [Cited(f"补贴{held}。")])


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_makes_it_fail(sentence: str, passage: str):
    assert supported(sentence, [Cited(passage)]).code in {
        "",
        *(f"support.{why}" for why in "empty uncited words coverage date number bound".split()),
        *(f"support.{why}" for why in "negation modality scope direction".split()),
    }
