"""Numbers, periods and codes in the words of both languages."""

from datetime import date

import pytest
from django.utils import translation

from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.ledger.kinds import all_kinds
from yuanqu.web.periods import day_in_words, period_in_words
from yuanqu.web.quantities import stated
from yuanqu.web.words import all_words, word_for

MORE, LEAST, NEAR = Qualifier.MORE_THAN, Qualifier.AT_LEAST, Qualifier.NEARLY


@pytest.mark.parametrize(
    ("quantity", "zh", "en"),
    [
        (Quantity(3686, 8, "CNY"), "3,686 亿元", "368.6 billion yuan"),
        (Quantity(4111, 7, "CNY"), "411.1 亿元", "41.11 billion yuan"),
        (Quantity(4, 11, "CNY", LEAST), "至少 4,000 亿元", "at least 400 billion yuan"),
        (Quantity(516, -2, "percent"), "5.16%", "5.16%"),
        (Quantity(30, 0, "percent", NEAR), "近 30%", "nearly 30%"),
        (Quantity(4, 0, "rank", Qualifier.AT_MOST), "前 4 名", "top 4"),
        (Quantity(1, 0, "rank"), "第 1 名", "rank 1"),
        (Quantity(1700, 0, "organization", MORE), "超 1,700 家", "more than 1,700 organizations"),
        (Quantity(1, 0, "organization"), "1 家", "1 organization"),
        (Quantity(123456789, 0, "CNY"), "123,456,789 元", "123,456,789 yuan"),
        (Quantity(0, 0, "CNY"), "0 元", "0 yuan"),
        (Quantity(-25, 7, "CNY"), "-2.5 亿元", "-250 million yuan"),
    ],
)
def test_a_quantity_is_written_as_people_of_each_language_write_it(
    quantity: Quantity, zh: str, en: str
):
    with translation.override("zh-hans"):
        assert str(stated(quantity, "zh-hans")) == zh
    with translation.override("en"):
        assert str(stated(quantity, "en")) == en


def test_a_quantity_of_more_digits_than_fit_a_screen_is_still_exact():
    grouped = str(stated(Quantity(10**18, 30, "CNY"), "en")).partition(" ")[0]
    assert grouped.replace(",", "") == str(10**39)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2023", "2023 年", "2023"),
        ("2023-H1", "2023 年上半年", "first half of 2023"),
        ("2023-H2", "2023 年下半年", "second half of 2023"),
        ("2023-Q3", "2023 年第 3 季度", "Q3 2023"),
        ("2024-08", "2024 年 8 月", "August 2024"),
        ("2024-08-01", "2024 年 8 月 1 日", "August 1, 2024"),
        ("2024-09-01/2024-12-01", "2024 年 9 月至 11 月", "September to November 2024"),
        ("2022-12-01/2024-12-01", "2022 年 12 月至 2024 年 11 月",
         "December 2022 to November 2024"),
        ("2024-01-05/2024-01-09", "2024 年 1 月 5 日至 2024 年 1 月 8 日",
         "January 5, 2024 to January 8, 2024"),
    ],
)  # fmt: skip
def test_a_period_is_written_by_the_calendar_unit_it_fills(text: str, zh: str, en: str):
    with translation.override("zh-hans"):
        assert period_in_words(Period.parse(text), "zh-hans") == zh
    with translation.override("en"):
        assert period_in_words(Period.parse(text), "en") == en


def test_a_day_has_its_year_in_both_languages():
    with translation.override("en"):
        assert day_in_words(date(2024, 8, 1), "en") == "August 1, 2024"


def codes_of_kinds() -> set[tuple[str, str]]:
    """Every role, attribute and listed value of every kind that is installed."""
    found: set[tuple[str, str]] = set()
    for kind in all_kinds().values():
        found |= {("roles", role) for role in kind.roles}
        definitions = kind.attributes.get("$defs", {})
        for name, schema in kind.attributes.get("properties", {}).items():
            found.add(("attributes", name))
            listed = definitions.get(schema.get("$ref", "").rpartition("/")[2], schema)
            found |= {("values", value) for value in listed.get("enum", ())}
    return found


def test_every_code_of_every_kind_has_its_word():
    words = all_words()
    assert {code for code in codes_of_kinds() if code[1] not in words[code[0]]} == set()


def test_a_code_without_a_word_is_still_readable():
    assert word_for("values", "very_new_code", "zh-hans") == "very new code"
