"""Other ways to ask: one word replaced, the longest, never said twice."""

from yuanqu.engines.answering.wordings import Synonyms, Wording, wordings

LICENSE = Synonyms(("营业执照", "执照", "企业设立登记"), 0.8)
QUEUE = Synonyms(("排队", "等候"), 0.5)


def test_the_longest_word_is_replaced():
    assert wordings("营业执照怎么办", [LICENSE]) == [Wording("企业设立登记怎么办", 0.8)]


def test_a_word_inside_another_is_not_said_twice():
    assert wordings("执照怎么办", [LICENSE]) == [Wording("企业设立登记怎么办", 0.8)]


def test_the_closest_come_first_and_three_at_most():
    many = Synonyms(("排队", "甲", "乙", "丙", "丁"), 0.4)
    found = wordings("营业执照要排队吗", [QUEUE, many, LICENSE])
    assert [each.weight for each in found] == [0.8, 0.5, 0.4]


def test_without_a_known_word_there_is_no_other_way():
    assert wordings("天气", [LICENSE, QUEUE]) == []
