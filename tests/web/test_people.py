"""One's own account, and what one objected to."""

from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from tests.cases.factories import Stage
from tests.factories import PartyFactory, UserFactory, assistant, stranger
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.models import AccountEvent, Role, User
from yuanqu.cases import actions
from yuanqu.engines.workflow.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- my account --------------------------------------------------------------------------


def test_the_name_in_the_header_leads_to_the_account(han: User):
    tags = read(browser(han).get("/")).tags
    assert ("a", {"href": "/me/"}) in tags
    assert "/me/" not in links_of(browser().get("/"))


def test_the_account_says_who_one_is_with_addresses_masked():
    mei = UserFactory.create(username="hanmei", display_name="韩梅", email="hanmei@example.org")
    page = text_of(browser(mei).get("/me/"))
    assert "h***@example.org" in page
    assert "hanmei@" not in page
    assert "Second factor Off" in page
    assert "You act for yourself alone." in page


def test_the_account_says_for_whom_one_acts_and_in_which_matters():
    company, other = PartyFactory.create(label="示例科技"), PartyFactory.create(label="示例研究院")
    li = UserFactory.create(username="lilei")
    grant_membership(
        actor=None, user=li, party=company, role=Role.ASSISTANT, authorized_for=("park.request",)
    )
    grant_membership(actor=None, user=li, party=other, role=Role.ADMINISTRATOR)
    response = browser(li).get("/me/")
    page = text_of(response)
    assert "Opinion, complaint or suggestion" in page or "park.request" not in page
    assert "Administrator" in page
    assert {f"/organizations/{p.pk}/people/" for p in (company, other)} <= set(links_of(response))


@pytest.mark.parametrize("count", [1, 3])
def test_the_account_asks_the_database_as_often_for_one_place_as_for_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    li = assistant(PartyFactory.create())
    for _ in range(count - 1):
        grant_membership(actor=None, user=li, party=PartyFactory.create(), role=Role.ASSISTANT)
    client = browser(li)
    with django_assert_num_queries(10):
        page = client.get("/me/")
    assert text_of(page).count("in all matters") == count


def test_one_changes_the_own_name_and_the_log_holds_neither(han: User):
    client = browser(han)
    done = client.post("/me/name/", {"display_name": "  韩梅梅 "}, follow=True)
    assert "Your name is changed." in text_of(done)
    han.refresh_from_db()
    assert han.display_name == "韩梅梅"
    event = AccountEvent.objects.get(act="accounts.renamed")
    assert (event.actor, event.subject, event.reference) == (han, han, "")


@pytest.mark.parametrize("name", ["", "   ", "长" * 61])
def test_a_name_that_is_none_is_refused(han: User, name: str):
    assert browser(han).post("/me/name/", {"display_name": name}).status_code == 422
    han.refresh_from_db()
    assert han.display_name == "韩梅"


# --- my objections -----------------------------------------------------------------------


def test_one_reads_the_own_objection_and_its_answer_and_nobody_elses():
    stage, mei = Stage(), stranger()
    case = stage.at(State.PUBLICITY)
    assert "You have objected to nothing." in text_of(browser(mei).get("/me/objections/"))
    objection = actions.object_to(
        actor=mei, case=case, name="韩梅", statement="同一项目去年已获支持。"
    )
    page = browser(mei).get("/me/objections/")
    assert "同一项目去年已获支持。" in text_of(page)
    assert "Waits for an answer" in text_of(page)
    assert f"/publicity/{case.pk}/" in links_of(page)
    actions.answer_objection(
        actor=stage.zhou, objection=objection, upheld=False, answer="经核查，并非同一项目。"
    )
    answered = text_of(browser(mei).get("/me/objections/"))
    assert "Not upheld" in answered
    assert "经核查，并非同一项目。" in answered
    assert "同一项目" not in text_of(browser(stage.li).get("/me/objections/"))


@pytest.mark.parametrize("count", [1, 3])
def test_objections_ask_the_database_as_often_for_one_as_for_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    mei = stranger()
    for _ in range(count):
        case = Stage().at(State.PUBLICITY)
        actions.object_to(actor=mei, case=case, name="韩梅", statement="有异议。")
    client = browser(mei)
    with django_assert_num_queries(7):
        page = client.get("/me/objections/")
    assert text_of(page).count("有异议。") == count
