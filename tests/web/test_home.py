"""The home page: a question box, the scoreboard, six doors."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import figure, park
from tests.organizations.factories import verified
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.models import User
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.sealing import seal_pending

pytestmark = pytest.mark.django_db


def more_than_100_billion() -> None:
    verified(figure(quantity=Quantity(1000, 8, "CNY", Qualifier.MORE_THAN)))
    seal_pending()


def test_home_shows_a_verified_figure_with_its_word_period_and_source(visitor: Client):
    more_than_100_billion()
    page = visitor.get("/")
    said = text_of(page)
    assert "more than 100 billion yuan" in said
    assert "Gross domestic product 2023 Source [1]" in said.replace(
        "more than 100 billion yuan ", ""
    )
    assert "示例公报" in said
    assert "/indicators/gdp/" in links_of(page)


def test_home_writes_the_same_figure_in_chinese():
    more_than_100_billion()
    assert "超 1,000 亿元" in text_of(browser(language="zh-CN").get("/"))


def test_home_counts_no_claim_that_nobody_has_verified(visitor: Client, wang: User):
    record_fact(actor=wang, draft=figure())
    seal_pending()
    assert "10 billion" not in text_of(visitor.get("/"))
    assert "示例公报" not in text_of(visitor.get("/"))


def test_home_says_which_doors_are_still_shut(visitor: Client):
    park()
    page = visitor.get("/")
    said = text_of(page)
    assert [sign for sign in "问办享策揭链" if sign in said] == list("问办享策揭链")
    assert said.count("Not open yet") == 4
    assert "Open" in said
    assert "Applications are open" in said


def test_home_has_one_heading_and_a_labeled_question_box(visitor: Client):
    tags = read(visitor.get("/")).tags
    assert [tag for tag, _ in tags].count("h1") == 1
    boxes = {found["id"] for tag, found in tags if tag == "input" and found.get("type") == "search"}
    labels = {found["for"] for tag, found in tags if tag == "label"}
    assert boxes == {"q"}
    assert boxes <= labels


def test_home_of_an_empty_database_says_what_to_do(visitor: Client):
    said = text_of(visitor.get("/"))
    assert "A park without a name yet" in said
    assert "No figure yet" in said


def test_home_asks_the_database_as_often_with_one_figure_as_with_three(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    verified(figure())
    seal_pending()
    with django_assert_num_queries(6):
        visitor.get("/")
    verified(figure(attributes={"measure": "public_budget_revenue"}))
    verified(figure(attributes={"measure": "emerging_industry_output"}))
    seal_pending()
    with django_assert_num_queries(6):
        visitor.get("/")


def test_home_of_an_official_asks_the_database_at_most_twelve_times(
    wang: User, django_assert_num_queries: DjangoAssertNumQueries
):
    verified(figure())
    seal_pending()
    client = browser(wang)
    with django_assert_num_queries(12):
        client.get("/")
