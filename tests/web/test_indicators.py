"""The scoreboard, and an indicator's page: its definition, its facts, its history."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import evidence, figure
from tests.indicators.factories import claimed, gdp, known
from tests.web.pages import links_of, read, text_of
from yuanqu.engines.quantities import Qualifier

pytestmark = pytest.mark.django_db


def two_years() -> None:
    """The figure of 2023, known in March 2024, and that of 2024, known a year later."""
    quote = evidence(quote="2023年近90亿元")
    known(gdp(90, "2023", qualifier=Qualifier.NEARLY, evidence=(quote,)), on=date(2024, 3, 1))
    known(gdp(100, "2024"), on=date(2025, 3, 1))


def test_an_indicator_shows_value_definition_facts_and_quotation(visitor: Client):
    two_years()
    page = visitor.get("/indicators/gdp/")
    said = text_of(page)
    assert "Gross domestic product 10 billion yuan 2024" in said
    assert "园区生产总值100亿元。" in said
    assert "The latest verified figure as its source states it" in said
    assert "It belongs to another period. Facts: 1" in said


def test_an_indicator_tells_its_history_without_javascript(visitor: Client):
    two_years()
    page = visitor.get("/indicators/gdp/")
    assert "2024 10 billion yuan 1 2023 nearly 9 billion yuan 1" in text_of(page)
    sources = [found.get("src") for tag, found in read(page).tags if tag == "script"]
    assert [source for source in sources if source and "echarts" in source] != []


def test_a_page_with_one_period_loads_no_chart(visitor: Client):
    known(figure(), on=date(2024, 6, 1))
    page = visitor.get("/indicators/gdp/")
    sources = [found.get("src") or "" for tag, found in read(page).tags if tag == "script"]
    assert [source for source in sources if "echarts" in source] == []
    assert "A chart appears once two periods are known." in text_of(page)


def test_an_indicator_as_known_earlier_shows_what_was_known_then(visitor: Client):
    two_years()
    said = text_of(visitor.get("/indicators/gdp/?as_of=2024-04-01"))
    assert "Gross domestic product nearly 9 billion yuan 2023" in said
    assert "园区生产总值100亿元。" not in said


def test_a_claim_is_left_out_and_said_to_be(visitor: Client):
    claimed(figure(), on=date(2024, 6, 1))
    said = text_of(visitor.get("/indicators/gdp/"))
    assert "No figure yet" in said
    assert "It is claimed and not verified yet. Facts: 1" in said


@pytest.mark.parametrize("address", ["/indicators/nonsense/", "/indicators/gdp/?as_of=1900-01-01"])
def test_what_no_definition_says_is_not_found(visitor: Client, address: str):
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("day", ["", "yesterday", "2024-13-45", "9" * 40])
def test_the_scoreboard_takes_a_day_that_makes_no_sense_for_today(visitor: Client, day: str):
    known(figure(), on=date(2024, 6, 1))
    page = visitor.get("/scoreboard/", {"as_of": day})
    assert page.status_code == 200
    assert "10 billion yuan" in text_of(page)


def test_the_scoreboard_of_an_earlier_day_leads_to_indicators_of_that_day(visitor: Client):
    two_years()
    page = visitor.get("/scoreboard/?as_of=2024-04-01")
    assert "nearly 9 billion yuan" in text_of(page)
    assert "/indicators/gdp/?as_of=2024-04-01" in links_of(page)


def test_the_scoreboard_asks_the_database_as_often_with_one_figure_as_with_three(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    known(figure(), on=date(2024, 6, 1))
    with django_assert_num_queries(6):
        visitor.get("/scoreboard/")
    for measure in ("public_budget_revenue", "emerging_industry_output"):
        known(figure(attributes={"measure": measure}), on=date(2024, 6, 1))
    with django_assert_num_queries(6):
        visitor.get("/scoreboard/")
