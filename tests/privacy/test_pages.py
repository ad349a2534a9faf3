"""The pages: rules for everybody; one's own data, consents, requests and log for each person."""

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import PartyFactory, UserFactory, assistant, official, stranger
from tests.privacy.factories import EMAIL, NAME, PHONE, asked, fact_about, held_everywhere, person
from tests.privacy.test_looks import look, restricted_fact
from tests.web.conftest import browser
from tests.web.pages import text_of
from yuanqu.accounts.models import User
from yuanqu.cases.models import Case
from yuanqu.privacy.access import consents
from yuanqu.privacy.actions import make_copies, note_facts
from yuanqu.privacy.models import EvidenceLook, PersonalCopy, Sight
from yuanqu.privacy.rules import all_rules

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_rules_are_public_and_complete(language: str):
    page = text_of(browser(language=language).get("/privacy/"))
    for rule in all_rules().values():
        for words in (rule.names, rule.what, rule.why):
            assert " ".join(words.in_language(language).split()) in page
        if rule.keep.days:
            assert str(rule.keep.days) in page
    assert page.count("个人信息保护法") + page.count("网络安全法") >= len(all_rules())


def test_my_data_shows_what_is_held_and_nobody_elses():
    user, _wang, _company = held_everywhere()
    page = text_of(browser(user).get("/privacy/mine/"))
    for own in (NAME, EMAIL, PHONE):
        assert own in page
    other = text_of(browser(stranger()).get("/privacy/mine/"))
    for foreign in (NAME, EMAIL, PHONE):
        assert foreign not in other


def test_a_person_makes_and_downloads_a_copy(django_capture_on_commit_callbacks):
    user = person()
    client = browser(user)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/privacy/copies/").status_code == 302
    copy = PersonalCopy.objects.get()
    answer = client.get(f"/privacy/copies/{copy.pk}/")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    assert json.loads(archive.read("personal-information.json"))["person"] == str(user.party_id)
    for nobody in (stranger(), official()):
        assert browser(nobody).get(f"/privacy/copies/{copy.pk}/").status_code == 404
    assert Client().get(f"/privacy/copies/{copy.pk}/").status_code == 302


def test_a_second_copy_on_one_day_is_refused_in_words():
    client = browser(person())
    client.post("/privacy/copies/")
    make_copies()
    client.post("/privacy/copies/")
    assert "Your last copy is from today." in text_of(client.get("/privacy/mine/"))
    assert PersonalCopy.objects.count() == 1


def test_withdrawing_takes_as_many_steps_as_giving():
    han = stranger()
    client, address = browser(han), "/privacy/consents/publication.name/"
    client.post(address, {"version": "1", "give": ""})
    assert consents(han, "publication.name")
    page = text_of(client.get("/privacy/consents/"))
    assert "Withdraw" in page
    client.post(address, {"version": "1", "withdraw": ""})
    assert not consents(han, "publication.name")
    assert "Not given" in text_of(client.get("/privacy/consents/"))


@pytest.mark.parametrize("version", ["", "x", "0", "2", "99999"])
def test_a_version_that_nobody_read_gives_no_consent(version: str):
    han = stranger()
    browser(han).post("/privacy/consents/publication.name/", {"version": version, "give": ""})
    assert not consents(han, "publication.name")


def test_a_consent_of_an_application_has_no_button_until_it_is_given():
    page = browser(stranger()).get("/privacy/consents/").content.decode()
    assert page.count('name="give"') == 1
    assert 'name="withdraw"' not in page


def test_starting_a_request_leads_to_its_form():
    user = person()
    answer = browser(user).post("/privacy/requests/privacy.explanation/")
    case = Case.objects.get()
    assert (case.applicant, case.matter, case.state) == (
        user.party, "privacy.explanation", "draft",
    )  # fmt: skip
    assert answer["Location"].endswith(f"/cases/{case.pk}/edit/")


def test_only_requests_of_this_sort_are_started_here():
    assert browser(person()).post("/privacy/requests/park.request/").status_code == 404
    refused = browser(person("甲", "a@example.org", "+8613812345670"))
    assert refused.post("/privacy/requests/privacy.nothing/")["Location"] == "/privacy/requests/"


@pytest.mark.parametrize("count", [1, 3])
def test_my_requests_take_the_same_queries_for_one_and_for_three(
    count: int, django_assert_num_queries
):
    user = person()
    for _number in range(count):
        asked(user, "privacy.explanation", {"question": "为何收集手机号？"})
        Case.objects.update(state="decided", outcome="approved", decided_at="2026-01-01T00:00Z")
    client = browser(user)
    with django_assert_num_queries(7):
        page = client.get("/privacy/requests/")
    assert text_of(page).count("JSSM-") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_takes_the_same_queries_for_one_look_and_for_three(
    count: int, django_assert_num_queries
):
    company, wang = PartyFactory.create(), official()
    li = assistant(company)
    restricted_fact(company, wang)
    for _number in range(count):
        look(wang, company)
    client = browser(li)
    with django_assert_num_queries(13):
        page = client.get(f"/privacy/looks/{company.pk}/")
    assert text_of(page).count("王芳") == count


def test_a_person_sees_who_looked_at_evidence_about_them():
    user, wang = person(), official()
    fact_about(user, wang)
    client = browser(wang)
    client.get(f"/facts/{user.party.roles.get().fact_id}/")
    page = text_of(browser(user).get("/privacy/looks/"))
    assert "王芳" in page
    assert NAME not in page.replace(f"{NAME} Log out", "")


def test_the_log_of_others_is_not_there():
    company, wang = PartyFactory.create(), official()
    restricted_fact(company, wang)
    for user in (stranger(), wang):
        assert browser(user).get(f"/privacy/looks/{company.pk}/").status_code == 404
    assert browser(wang).get(f"/privacy/looks/{uuid4()}/").status_code == 404


# --- every door notes what it shows ------------------------------------------------------


def noted(viewer: User, visit: Any) -> list[tuple[str, str]]:
    before = EvidenceLook.objects.count()
    client = browser(viewer)
    visit(client)
    new = EvidenceLook.objects.order_by("pk")[before:]
    return [(one.viewer.username, one.sight) for one in new]


def test_every_page_and_program_that_opens_restricted_evidence_is_noted():
    company, wang = PartyFactory.create(), official()
    li, zhou = assistant(company), official("zhoulan", "周岚")
    fact = restricted_fact(company, wang)
    piece = fact.evidence.get(confidentiality="restricted")
    page, program = f"/facts/{fact.pk}/", f"/api/v1/facts/{fact.pk}"
    assert noted(li, lambda client: client.get(page)) == [("lilei", "page")]
    assert noted(li, lambda client: client.get(program)) == [("lilei", "api")]
    assert noted(li, lambda client: client.get("/api/v1/facts")) == [("lilei", "api")]
    fetched = noted(li, lambda client: client.get(f"/evidence/{piece.pk}/file/"))
    assert fetched == [("lilei", "file")]
    corrected = noted(zhou, lambda client: client.get(f"/facts/{fact.pk}/correct/"))
    assert corrected == [("zhoulan", "page")]
    assert noted(stranger(), lambda client: client.get(page)) == []
    assert noted(stranger_named("b"), lambda client: client.get("/api/v1/facts")) == []


def stranger_named(name: str) -> User:
    return UserFactory.create(username=name)


def test_a_list_notes_the_first_piece_that_it_quotes():
    user, wang = person(), official()
    fact_about(user, wang)
    zhou = official("zhoulan", "周岚")
    assert noted(zhou, lambda client: client.get("/desk/")) == [("zhoulan", "page")]
    assert noted(zhou, lambda client: client.get("/facts/")) == []  # nothing is quoted there


def test_what_cannot_be_noted_is_not_shown(monkeypatch):
    user, wang = person(), official()
    fact = fact_about(user, wang)

    def fail(**_given: object) -> int:
        raise RuntimeError("the log is full")

    monkeypatch.setattr("yuanqu.web.looks.note_facts", fail)
    client = browser(wang)
    client.raise_request_exception = False
    assert client.get(f"/facts/{fact.pk}/").status_code == 500


def test_a_fact_is_noted_once_for_each_look():
    user, wang = person(), official()
    fact = fact_about(user, wang)
    assert note_facts(viewer=wang, facts=[fact, fact], sight=Sight.PAGE) == 1
