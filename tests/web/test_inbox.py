"""The inbox, decisions in batches, standing in, notices."""

from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from tests.cases.factories import REQUEST, Stage
from tests.factories import stranger
from tests.web.conftest import browser
from tests.web.pages import read, text_of
from yuanqu.cases import actions
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- inbox -------------------------------------------------------------------------------


def test_the_inbox_says_what_is_due_from_whom_and_the_header_how_much():
    stage = Stage()
    case = stage.at(State.CORRECTION_REQUESTED)
    page = text_of(browser(stage.li).get("/inbox/"))
    assert case.number in page
    assert "my organization's" in page
    assert "Inbox 1 waiting" in page
    assert "Nothing waits for you." in text_of(browser(stage.wang).get("/inbox/"))


def test_what_is_overdue_is_said_in_words():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    Case.objects.filter(pk=case.pk).update(due_on="2026-01-05")
    page = text_of(browser(stage.wang).get("/inbox/"))
    assert "Overdue since January 5, 2026" in page
    assert "Overdue: 1" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_the_database_as_often_for_one_as_for_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    stages = [Stage() for _ in range(count)]
    for stage in stages:
        stage.at(State.SUBMITTED)
    client = browser(stages[0].wang)
    with django_assert_num_queries(8):
        page = client.get("/inbox/")
    assert text_of(page).count("on the desk") == count


@pytest.mark.parametrize("count", [1, 3])
def test_my_cases_ask_the_database_as_often_for_one_as_for_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    stage = Stage(REQUEST)
    for _ in range(count):
        actions.open_draft(actor=stage.li, matter=REQUEST, applicant=stage.company)
    client = browser(stage.li)
    with django_assert_num_queries(9):
        client.get("/cases/")


def test_several_cases_are_decided_alike_and_each_refusal_is_named():
    ready, early = Stage(), Stage()
    decided, refused = ready.at(State.ACCEPTED), early.at(State.SUBMITTED)
    sent = {
        "case": [str(decided.pk), str(refused.pk), "no id"],
        "outcome": "approved",
        "reasons": "均符合条件。",
    }
    page = text_of(browser(ready.zhou).post("/inbox/decide/", sent, follow=True))
    assert f"{decided.number} is decided." in page
    assert f"{refused.number}: " in page
    assert (ready.reload().state, early.reload().state) == (State.DECIDED, State.SUBMITTED)


def test_only_officials_decide_several():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    sent = {"case": [str(case.pk)], "outcome": "approved", "reasons": "好"}
    assert browser(stage.li).post("/inbox/decide/", sent).status_code == 404
    assert stage.reload().state == State.ACCEPTED


# --- standing in, notices ----------------------------------------------------------------


def test_an_official_lets_a_colleague_act_and_takes_it_back():
    stage = Stage()
    sent = {
        "colleague": str(stage.zhou.pk),
        "valid_from": "2026-01-01T08:00",
        "valid_to": "2099-01-01T08:00",
        "delegation": "yes",
    }
    browser(stage.wang).post("/stand-ins/", sent)
    page = browser(stage.wang).get("/stand-ins/")
    assert "周岚 acts for 王芳" in text_of(page)
    ends = [tag["action"] for _, tag in read(page).tags if "end" in (tag.get("action") or "")]
    assert browser(stage.li).post(str(ends[0])).status_code == 404
    browser(stage.wang).post(str(ends[0]))
    assert "Nobody stands in for anybody." in text_of(browser(stage.wang).get("/stand-ins/"))


def test_an_absence_that_ends_before_it_begins_is_refused():
    stage = Stage()
    sent = {
        "colleague": str(stage.zhou.pk),
        "valid_from": "2099-01-02T08:00",
        "valid_to": "2099-01-01T08:00",
        "absence": "yes",
    }
    page = browser(stage.wang).post("/stand-ins/", sent)
    assert page.status_code == 422
    assert "The end must come after the start" in text_of(page)


def test_each_person_reads_their_own_notices_and_says_how_to_be_told():
    stage = Stage()
    stage.li.email = "lilei@example.com"
    stage.li.save()
    case = stage.at(State.SUBMITTED)
    assert case.number in text_of(browser(stage.li).get("/me/notices/"))
    assert case.number not in text_of(browser(stranger()).get("/me/notices/"))
    sent = {"sms": "on", "quiet_from": "21:00", "quiet_to": "08:00"}
    page = browser(stage.li).post("/me/notices/", sent)
    assert page.status_code == 422
    assert "Verify your telephone number first" in text_of(page)
