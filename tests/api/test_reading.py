"""Lists, pages, indicators with lineage, and the shape of an error."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import colleague, figure, official
from tests.organizations.factories import OrganizationFactory
from yuanqu.ledger.actions import record_fact, verify_fact
from yuanqu.ledger.sealing import seal_pending

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_facts_takes_as_many_queries_for_one_as_for_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    wang = official()
    for _ in range(count):
        record_fact(actor=wang, draft=figure())
    Client().get("/api/v1/facts")
    with django_assert_num_queries(9):
        page = Client().get("/api/v1/facts").json()
    assert (page["total"], len(page["items"]), page["next"]) == (count, count, None)


def test_pages_follow_one_another():
    wang = official()
    for _ in range(3):
        record_fact(actor=wang, draft=figure())
    first = Client().get("/api/v1/facts?limit=2").json()
    second = Client().get(first["next"]).json()
    assert [len(first["items"]), len(second["items"])] == [2, 1]
    assert second["next"] is None
    assert len({fact["id"] for fact in first["items"] + second["items"]}) == 3


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "offset=-1", "party=x"])
def test_a_page_that_cannot_be_is_422(query: str):
    answer = Client().get(f"/api/v1/facts?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "api.invalid")


def test_an_indicator_opens_to_its_quotation():
    fact = record_fact(actor=official(), draft=figure())
    verify_fact(actor=colleague(), fact=fact, reason="与公报一致")
    seal_pending()
    opened = Client().get("/api/v1/indicators/gdp").json()
    assert opened["indicator"]["value"]["number"] == 10_000_000_000
    assert opened["indicator"]["facts"] == [str(fact.pk)]
    quotes = [p["quote"] for row in opened["lineage"] for f in row["facts"] for p in f["evidence"]]
    assert quotes == ["园区生产总值100亿元。"]


def test_an_unknown_indicator_is_404():
    assert Client().get("/api/v1/indicators/none").json()["code"] == "api.not_found"


def test_organizations_are_listed_and_opened():
    organization = OrganizationFactory.create()
    page = Client().get("/api/v1/organizations").json()
    assert [item["id"] for item in page["items"]] == [str(organization.pk)]
    one = Client().get(f"/api/v1/organizations/{organization.pk}").json()
    assert one["label"] == organization.party.label


@pytest.mark.parametrize("text", ["", "x" * 5000, "'; DROP TABLE", "<b>", "😀", "a AND ("])
def test_search_takes_any_text(text: str):
    assert Client().get("/api/v1/search", {"q": text}).status_code == 200


def test_the_sentence_follows_the_language():
    zh = Client(headers={"Accept-Language": "zh-CN"}).get("/api/v1/indicators/none").json()
    en = Client(headers={"Accept-Language": "en"}).get("/api/v1/indicators/none").json()
    assert zh["code"] == en["code"]
    assert en["message"] == "There is nothing here, or it is not for you to see."


def test_what_is_no_text_is_400():
    answer = Client().get("/api/v1/search", {"q": "\x00"})
    assert (answer.status_code, answer.json()["code"]) == (400, "api.unreadable")
