"""Whoever speaks for an organization records facts about it on the web: they are claims."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import PartyFactory, UserFactory, assistant, park
from tests.organizations.factories import OrganizationFactory
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.models import Party, Role, User
from yuanqu.ledger.models import Fact
from yuanqu.organizations.models import Organization

pytestmark = pytest.mark.django_db

KIND = "/desk/record/organization.figure/"


@pytest.fixture
def company() -> Organization:
    park()
    return OrganizationFactory.create()


@pytest.fixture
def li(company: Organization) -> User:
    return assistant(company.party)


def filled_in(party: Party, **changes: Any) -> dict[str, Any]:
    """A company's output of 2023, as 李雷 fills it in."""
    return {
        "occurred": "2023",
        "role-subject": party.label,
        "qualifier": "exact",
        "number": "12",
        "power": "8",
        "unit": "CNY",
        "attribute-measure": "output",
        "legal_basis": "contract",
        "purposes": ["statistics"],
        "access": "parties",
        "evidence-TOTAL_FORMS": "1",
        "evidence-INITIAL_FORMS": "0",
        "evidence-0-title": "年度报告",
        "evidence-0-quote": "全年产值12亿元",
        "evidence-0-confidentiality": "public",
    } | changes


def value_of(client: Client, address: str, name: str) -> str | None:
    tags = read(client.get(address)).tags
    found = [each for tag, each in tags if tag == "input" and each.get("name") == name]
    return found[0].get("value")


def test_a_company_finds_the_way_from_its_own_page_and_records_a_claim(
    company: Organization, li: User
):
    client, way = browser(li), f"/desk/record/?for={company.pk}"
    assert way in links_of(client.get(f"/organizations/{company.pk}/"))
    page = client.get(way)
    assert "is a claim, with its evidence" in text_of(page)
    assert f"{KIND}?for={company.pk}" in links_of(page)
    assert value_of(client, f"{KIND}?for={company.pk}", "role-subject") == company.party.label
    made = client.post(KIND, filled_in(company.party))
    fact = Fact.objects.get(kind="organization.figure")
    assert made.headers["Location"] == f"/facts/{fact.pk}/"
    assert (fact.standing.standing, fact.recorded_by) == ("claimed", li.party)


def test_a_company_is_offered_only_what_it_can_say_of_itself(company: Organization, li: User):
    offered = links_of(browser(li).get("/desk/record/"))
    assert f"{KIND}?for={company.pk}" in offered
    assert not [link for link in offered if "figure.reported" in link or "ledger." in link]
    assert browser(li).get("/desk/record/figure.reported/").status_code == 404
    assert browser(li).get("/desk/").status_code == 404


def test_a_company_records_nothing_about_another(company: Organization, li: User):
    other = OrganizationFactory.create()
    client = browser(li)
    assert client.get(f"/desk/record/?for={other.pk}").status_code == 404
    assert client.get("/desk/record/?for=nonsense").status_code == 404
    page = client.get(f"/organizations/{other.pk}/")
    assert not [link for link in links_of(page) if "/desk/record/" in link]
    refused = client.post(KIND, filled_in(other.party))
    assert refused.status_code == 422
    assert "only about an organization that you speak for" in text_of(refused)
    assert not Fact.objects.filter(kind="organization.figure").exists()


@pytest.mark.parametrize(
    ("matters", "status"), [(("ledger.record",), 200), (("park.request",), 404)]
)
def test_the_page_asks_what_the_mandate_is_for(
    company: Organization, matters: tuple[str, ...], status: int
):
    li = UserFactory.create(username="lilei", display_name="李雷")
    grant_membership(
        actor=None, user=li, party=company.party, role=Role.ASSISTANT, authorized_for=matters
    )
    client = browser(li)
    assert client.get("/desk/record/").status_code == status
    assert client.get(KIND).status_code == status
    links = links_of(client.get(f"/organizations/{company.pk}/"))
    assert (f"/desk/record/?for={company.pk}" in links) is (status == 200)


def test_whoever_speaks_for_two_says_which(company: Organization, li: User):
    second = OrganizationFactory.create()
    grant_membership(actor=None, user=li, party=second.party, role=Role.ASSISTANT)
    client = browser(li)
    assert value_of(client, KIND, "role-subject") is None
    named = value_of(client, f"{KIND}?for={second.pk}", "role-subject")
    assert named == second.party.label
    assert PartyFactory.create().label != named


def test_an_official_comes_to_the_same_page_from_an_organization(wang: User, company: Organization):
    client = browser(wang)
    assert f"/desk/record/?for={company.pk}" in links_of(
        client.get(f"/organizations/{company.pk}/")
    )
    page = client.get(f"/desk/record/?for={company.pk}")
    assert f"/desk/record/figure.reported/?for={company.pk}" in links_of(page)
    assert "is a claim, with its evidence" not in text_of(page)
