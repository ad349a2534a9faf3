"""Text cut where its clauses begin; every property holds for any text."""

from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.retrieval.clauses import Clause, begins_clause, clauses, is_law
from yuanqu.engines.retrieval.passages import LONGEST_PASSAGE

LAW = """示例园区创新奖励办法
第一章　总则
第一条　为了促进创新，制定本办法。
第二条　本办法适用于园区企业。
第二章　奖励
第三条　申请奖励应当具备下列条件：
（一）在园区注册满一年；
（二）没有失信记录。
第四条　奖励按照第三条
第三条规定的条件发放。
第五条之一　本办法自2024年3月1日起施行。"""
NOTICE = """关于申报奖励的通知
一、申报条件
（一）在园区注册。
（二）守信经营。
二、申报材料。包括：
1.申请表；
2.执照。"""
MARKERS = [
    "第一章　总则",
    "第一条　",
    "一、",
    "（一）",
    "1.",
    "①",
    "甲",
    "。",
    "；",
    "\n",
    " ",
    "长" * 90,
]
TEXTS = st.lists(st.sampled_from(MARKERS), max_size=60).map("".join) | st.text(max_size=400)


def said(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Each passage's text with its headings and article."""
    return [(text[made.start : made.end], made.path, made.article) for made in clauses(text)]


def test_a_law_is_cut_at_its_articles_with_the_chapter_above():
    assert said(LAW) == [
        ("示例园区创新奖励办法", (), ""),
        ("第一章　总则\n第一条　为了促进创新，制定本办法。", ("第一章 总则",), "第一条"),
        ("第二条　本办法适用于园区企业。", ("第一章 总则",), "第二条"),
        (
            (
                "第二章　奖励\n第三条　申请奖励应当具备下列条件：\n（一）在园区注册满一年；\n"
                "（二）没有失信记录。"
            ),
            ("第二章 奖励",),
            "第三条",
        ),
        ("第四条　奖励按照第三条\n第三条规定的条件发放。", ("第二章 奖励",), "第四条"),
        ("第五条之一　本办法自2024年3月1日起施行。", ("第二章 奖励",), "第五条之一"),
    ]


def test_a_notice_is_cut_at_its_parts_and_small_ones_stand_together():
    assert said(NOTICE) == [
        ("关于申报奖励的通知", (), ""),
        (
            "一、申报条件\n（一）在园区注册。\n（二）守信经营。",
            ("一、申报条件", "（一）在园区注册"),
            "",
        ),
        ("二、申报材料。包括：\n1.申请表；\n2.执照。", ("二、申报材料",), ""),
    ]


def test_headings_of_the_file_stand_above_what_follows():
    text = "办理条件\n在园区注册。\n材料\n身份证。"
    assert clauses(text, [(0, 2), (12, 3)]) == [
        Clause(0, 11, ("办理条件",)),
        Clause(12, 19, ("办理条件", "材料")),
    ]


def test_a_long_clause_is_cut_at_its_sentences_and_its_parts_know_the_article():
    text = "第一条　" + "园区企业应当守信经营。" * 40 + "\n第二条　完。"
    made = clauses(text)
    assert [clause.article for clause in made] == ["第一条", "第一条", "第二条"]
    assert all(text[clause.end - 1] == "。" for clause in made)


def test_law_is_told_from_notices():
    assert is_law(LAW)
    assert not is_law(NOTICE)
    assert begins_clause("　第十二条 总则")
    assert not begins_clause("第十二条规定的奖励")
    assert not begins_clause("1.5万元")


@given(TEXTS)
def test_passages_stand_in_order_cover_the_text_and_are_short(text: str):
    made = clauses(text)
    covered = 0
    for clause in made:
        assert text[covered : clause.start].strip() == ""
        assert covered <= clause.start < clause.end <= len(text)
        assert clause.end - clause.start <= LONGEST_PASSAGE
        covered = clause.end
    assert text[covered:].strip() == ""


@given(TEXTS, st.integers(1, 60))
def test_any_length_that_is_asked_for_is_kept(text: str, longest: int):
    assert all(made.end - made.start <= longest for made in clauses(text, (), longest))


@given(TEXTS)
def test_no_passage_holds_two_articles(text: str):
    for made in clauses(text):
        lines = text[made.start : made.end].splitlines()
        assert sum(line.strip().startswith("第一条　") for line in lines) <= 1
