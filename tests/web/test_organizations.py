"""The register's list and an organization's page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import evidence, figure
from tests.organizations.factories import CREDIT_CODE, OrganizationFactory, label, verified
from tests.web.conftest import browser
from tests.web.pages import links_of, text_of
from yuanqu.accounts.models import User
from yuanqu.engines.periods import Period
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.models import Access
from yuanqu.organizations.models import Organization

pytestmark = pytest.mark.django_db


def address(organization: Organization) -> str:
    return f"/organizations/{organization.pk}/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(
    visitor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for organization in OrganizationFactory.create_batch(count):
        label(organization.party)
    with django_assert_num_queries(5):
        visitor.get("/organizations/")


def test_the_list_is_narrowed_by_words_kind_cluster_and_label(visitor: Client):
    ours = OrganizationFactory.create(zh="百例生物有限公司", cluster="biomedicine")
    other = OrganizationFactory.create(zh="示例实验室", kind="laboratory")
    label(ours.party)
    for query in ("text=百例", "kind=company", "cluster=biomedicine", "label=high_tech_enterprise"):
        links = links_of(visitor.get(f"/organizations/?{query}"))
        assert address(ours) in links
        assert address(other) not in links


def test_the_list_is_cut_into_pages_that_keep_the_filter(visitor: Client):
    OrganizationFactory.create_batch(21)
    page = visitor.get("/organizations/?kind=company")
    assert "1 to 20 of 21" in text_of(page)
    assert "?kind=company&page=2" in links_of(page)


def test_an_empty_list_leads_back_to_all(visitor: Client):
    page = visitor.get("/organizations/?text=没有这家")
    assert "No organization fits what you chose." in text_of(page)
    assert links_of(page).count("/organizations/") == 3


def test_a_page_shows_names_number_labels_and_what_is_recorded(visitor: Client):
    ours = OrganizationFactory.create(zh="百例生物有限公司", en="Baili", credit_code=CREDIT_CODE)
    fact = label(ours.party)
    page = visitor.get(address(ours))
    said = text_of(page)
    for shown in ("Baili", "百例生物有限公司", CREDIT_CODE, "High-tech enterprise", "2023"):
        assert shown in said
    assert f"/facts/{fact.pk}/" in links_of(page)


def test_a_page_names_those_it_works_with(visitor: Client):
    ours, theirs = OrganizationFactory.create_batch(2)
    used = FactDraft(
        kind="instrument.used",
        occurred=Period.parse("2024"),
        parties=(PartyRole(ours.party, "user"), PartyRole(theirs.party, "provider")),
        attributes={
            "instrument": {"zh": "显微镜", "en": "microscope"},
            "purposes": [{"zh": "成像", "en": "imaging"}],
        },
        evidence=(evidence(),),
    )
    verified(used)
    page = visitor.get(address(ours))
    assert address(theirs) in links_of(page)
    assert "Instrument used Provider 1" in text_of(page)


def test_a_page_hides_what_a_stranger_may_not_open(wang: User, han: User):
    ours = OrganizationFactory.create()
    draft = figure(ours.party, evidence=(evidence(quote="内部数据"),), access=Access.OFFICIALS)
    fact = record_fact(actor=wang, draft=draft)
    hidden, shown = browser(han).get(address(ours)), browser(wang).get(address(ours))
    assert f"/facts/{fact.pk}/" not in links_of(hidden)
    assert "No fact names this organization yet." in text_of(hidden)
    assert f"/facts/{fact.pk}/" in links_of(shown)


def test_suggestions_are_given_to_htmx_alone(visitor: Client):
    OrganizationFactory.create(zh="百例生物有限公司")
    query = "/organizations/names/?role-holder=别家；百例"
    assert visitor.get(query).status_code == 302
    suggested = visitor.get(query, headers={"hx-request": "true"})
    assert suggested.content.decode().strip() == '<option value="百例生物有限公司"></option>'
