"""Who may act for an organization, on the pages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.accounts.cast import holding
from tests.factories import PartyFactory, UserFactory, assistant, park
from tests.web.conftest import browser
from tests.web.pages import links_of, text_of
from yuanqu.accounts.access import may_act_for
from yuanqu.accounts.actions import end_membership, grant_membership
from yuanqu.accounts.models import Membership, Party, Role, User
from yuanqu.organizations.actions import register_organization
from yuanqu.organizations.drafts import NameDraft, OrganizationDraft, Profile
from yuanqu.organizations.models import OrganizationKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Party:
    return PartyFactory.create(label="示例科技")


@pytest.fixture
def boss(company: Party) -> User:
    return holding(Role.ADMINISTRATOR, company, "boss")


def people_of(party: Party) -> str:
    return f"/organizations/{party.pk}/people/"


def mandate_of(user: User) -> str:
    return f"/mandates/{user.memberships.get().pk}/"


# --- giving ------------------------------------------------------------------------------


def test_an_administrator_gives_a_mandate_for_a_matter_and_a_time(
    company: Party, boss: User, han: User
):
    today = timezone.localdate()
    said = {
        "person": "HanMei",
        "role": "assistant",
        "matters": ["park.request"],
        "first": str(today),
        "last": str(today + timedelta(days=6)),
    }
    page = browser(boss).post(people_of(company), said, follow=True)
    assert "The mandate is given." in text_of(page)
    given = han.memberships.get()
    assert (given.party, given.role, given.authorized_for) == (
        company, Role.ASSISTANT, ["park.request"],
    )  # fmt: skip
    assert given.valid_to is not None
    assert timezone.localtime(given.valid_to).isoformat()[:16] == f"{today + timedelta(7)}T00:00"
    assert may_act_for(han, company, "park.request").allowed
    assert may_act_for(han, company, "organization.claim").code == "accounts.another_matter"


def test_a_mandate_that_begins_later_does_not_hold_yet(company: Party, boss: User, han: User):
    first = timezone.localdate() + timedelta(days=3)
    said = {"person": "hanmei", "role": "assistant", "first": str(first)}
    page = browser(boss).post(people_of(company), said, follow=True)
    assert "To come" in text_of(page)
    assert not may_act_for(han, company, "park.request").allowed
    assert may_act_for(han, company, "park.request", at=timezone.now() + timedelta(days=4)).allowed


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": "nobody-at-all"},
        {"person": ""},
        {"person": "hanmei@example.org"},  # an address would tell who has an account
        {"role": "official"},
        {"role": ""},
        {"matters": ["no.such.matter"]},
        {"first": "2199-01-01", "last": "2198-01-01"},
        {"last": "2020-01-01"},
        {"last": "9999-12-31"},
        {"first": "not a day"},
        {"person": "boss"},  # nobody gives a role to themselves
    ],
)
def test_what_is_not_sound_gives_nothing(
    company: Party, boss: User, han: User, wrong: dict[str, object]
):
    User.objects.filter(pk=han.pk).update(email="hanmei@example.org")
    before = Membership.objects.count()
    said = {"person": "hanmei", "role": "assistant"} | wrong
    assert browser(boss).post(people_of(company), said).status_code == 422
    assert Membership.objects.count() == before


def test_an_organization_is_not_offered_what_only_people_apply_for(company: Party, wang: User):
    offered = [
        set(browser(who).get(people_of(party)).context["form"].fields["matters"].widget.choices)
        for who, party in ((wang, company), (holding(Role.SECURITY), park()))
    ]
    at_company, at_park = ({code for code, _name in choices} for choices in offered)
    assert "park.request" in at_company & at_park
    assert "privacy.access" in at_park - at_company


# --- seeing ------------------------------------------------------------------------------


def test_an_assistant_sees_the_own_mandate_alone_and_gives_none(company: Party, boss: User):
    li, mei = assistant(company), assistant(company, "meimei", "韩梅梅")
    client = browser(li)
    page = client.get(people_of(company))
    assert "李雷" in text_of(page)
    assert "韩梅梅" not in text_of(page)
    assert "Give a mandate" not in text_of(page)
    assert links_of(page).count(mandate_of(li)) == 1
    assert client.post(people_of(company), {"person": "meimei"}).status_code == 404
    assert client.get(mandate_of(mei)).status_code == 404


def test_addresses_of_members_are_masked(company: Party, boss: User):
    mei = UserFactory.create(username="meimei", display_name="韩梅梅", email="mei@example.org")
    grant_membership(actor=boss, user=mei, party=company, role=Role.ASSISTANT)
    page = text_of(browser(boss).get(people_of(company)))
    assert "m***@example.org" in page
    assert "mei@" not in page


def test_an_official_gives_an_organizations_mandates_but_sees_no_others_at_the_park(
    company: Party, wang: User, zhou: User, han: User
):
    client = browser(wang)
    client.post(people_of(company), {"person": "hanmei", "role": "administrator"})
    assert may_act_for(han, company, "park.request").allowed
    here = client.get(people_of(park()))
    assert "王芳" in text_of(here)
    assert "周岚" not in text_of(here)


def test_the_security_administrator_gives_the_parks_roles_and_no_official_then(
    wang: User, han: User
):
    security = holding(Role.SECURITY, park(), "security")
    said = {"person": "hanmei", "role": "official"}
    assert browser(wang).post(people_of(park()), said).status_code == 404
    assert browser(security).post(people_of(park()), said).status_code == 302
    assert han.memberships.get().role == Role.OFFICIAL


# --- handing over and ending -------------------------------------------------------------


def test_a_mandate_is_handed_over_and_the_former_holder_loses_it(
    company: Party, boss: User, han: User
):
    li = assistant(company)
    page = browser(boss).post(mandate_of(li), {"person": "hanmei"}, follow=True)
    assert "The mandate is handed over." in text_of(page)
    assert may_act_for(han, company, "park.request").allowed
    assert may_act_for(li, company, "park.request").code == "accounts.mandate_ended"


def test_whoever_hands_over_the_own_administration_keeps_the_history_alone(
    company: Party, boss: User, han: User
):
    client = browser(boss)
    address = mandate_of(boss)
    page = client.post(address, {"person": "hanmei"}, follow=True)
    assert page.status_code == 200
    assert "Give a mandate" not in text_of(page)
    assert client.post(address, {"person": "boss"}).status_code == 404


def test_a_mandate_is_ended_by_who_gives_it_and_laid_down_by_who_holds_it(
    company: Party, boss: User
):
    li, mei = assistant(company), assistant(company, "meimei", "韩梅梅")
    assert browser(mei).post(f"{mandate_of(li)}end/").status_code == 404
    browser(boss).post(f"{mandate_of(li)}end/")
    browser(mei).post(f"{mandate_of(mei)}end/")
    assert [may_act_for(each, company, "cases").code for each in (li, mei)] == [
        "accounts.mandate_ended"
    ] * 2


def test_what_has_ended_offers_nothing_to_do(company: Party, boss: User):
    li = assistant(company)
    end_membership(actor=boss, membership=li.memberships.get())
    page = text_of(browser(boss).get(mandate_of(li)))
    assert "There is nothing that you can change about it." in page
    assert "End it now" not in page


# --- who acted ---------------------------------------------------------------------------


def test_an_administrator_sees_who_acted_an_assistant_only_themselves(company: Party, boss: User):
    li, mei = assistant(company), assistant(company, "meimei", "韩梅梅")
    end_membership(actor=boss, membership=mei.memberships.get())
    address = f"/organizations/{company.pk}/acts/"
    page = text_of(browser(boss).get(address))
    assert "Mandate ended: 韩梅梅" in page
    assert "by boss" in page
    assert "韩梅梅" not in text_of(browser(li).get(address))


def test_the_organizations_page_leads_its_own_people_and_officials_there(wang: User, han: User):
    named = OrganizationDraft(Profile(OrganizationKind.COMPANY), (NameDraft("示例科技有限公司"),))
    organization = register_organization(actor=wang, draft=named)
    address, way = f"/organizations/{organization.pk}/", people_of(organization.party)
    li = assistant(organization.party)
    shown = [way in links_of(browser(who).get(address)) for who in (None, han, li, wang)]
    assert shown == [False, False, True, True]


# --- how much it asks --------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_database_as_often_for_one_as_for_three(
    count: int, company: Party, boss: User, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(count):
        now, before = (UserFactory.create(username=f"{word}{number}") for word in ("now", "gone"))
        for person in (now, before):
            grant_membership(actor=boss, user=person, party=company, role=Role.ASSISTANT)
        end_membership(actor=boss, membership=before.memberships.get())
    client = browser(boss)
    with django_assert_num_queries(15):
        page = text_of(client.get(people_of(company)))
    assert page.count("now") >= count
    with django_assert_num_queries(11):
        client.get(f"/organizations/{company.pk}/acts/")
