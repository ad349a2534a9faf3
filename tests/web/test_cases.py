"""A case on the web: who sees what of it, its moves, publicity and objections."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.cases.factories import REQUEST, Stage, attached
from tests.factories import PartyFactory, UserFactory, assistant, official, park, stranger
from tests.web.casework import fill, moves_on, revision_on
from tests.web.conftest import browser
from tests.web.pages import links_of, text_of
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.models import Role, User
from yuanqu.cases import actions
from yuanqu.cases.models import Case, Objection
from yuanqu.engines.workflow.states import Move, Outcome, State

pytestmark = pytest.mark.django_db

STATEMENT = "该企业不符合第三条规定。"


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- who sees what -----------------------------------------------------------------------


def test_a_case_is_seen_by_its_own_side_and_by_the_officials_of_its_matter():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    elsewhere = UserFactory.create(username="zhaoming", display_name="赵明")
    grant_membership(
        actor=None, user=elsewhere, party=park(), role=Role.OFFICIAL, authorized_for=(REQUEST,)
    )
    other = assistant(PartyFactory.create(), "chenjing", "陈静")
    people = (stage.li, stage.wang, elsewhere, other, stranger())
    for address in (
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/letters/receipt/",
        f"/case-files/{attached(case).pk}/",
    ):
        found = [browser(one).get(address).status_code for one in people]
        assert found == [200, 200, 404, 404, 404]
    assert browser().get(f"/cases/{case.pk}/").headers["Location"].startswith("/accounts/login/")
    for one in people[2:]:
        assert case.number not in text_of(browser(one).get("/cases/"))
        assert case.number not in text_of(browser(one).get("/inbox/"))


def test_officials_read_what_was_sent_and_not_what_is_still_being_changed():
    stage = Stage(REQUEST)
    stage.case = stage.fill()
    stage.make(Move.SUBMIT)
    actions.request_corrections(
        actor=stage.wang, case=stage.case, items=[actions.CorrectionDraft("请写明地点。", "text")]
    )
    fill(stage.li, stage.case, subject="suggestion", text="还没有写完的一句话。")
    address = f"/cases/{stage.case.pk}/"
    assert "还没有写完" in text_of(browser(stage.li).get(address))
    assert "还没有写完" not in text_of(browser(stage.wang).get(address))
    assert "建议延长图书馆的开放时间。" in text_of(browser(stage.wang).get(address))


def test_each_side_is_offered_its_own_moves():
    stage = Stage()
    address = f"/cases/{stage.at(State.SUBMITTED).pk}/"
    assert moves_on(browser(stage.wang).get(address)) == {"accept", "decline"}
    assert moves_on(browser(stage.li).get(address)) == {"withdraw"}
    stage.make(Move.ACCEPT)
    assert moves_on(browser(stage.zhou).get(address)) == {
        "start_review", "start_publicity", "decide",
    }  # fmt: skip
    assert "somebody else must decide it" in text_of(browser(stage.wang).get(address))


@pytest.mark.parametrize("move", ["accept", "decide", "archive", "submit", "no-such-move"])
def test_a_stranger_moves_nothing(han: User, move: str):
    case = Stage().at(State.SUBMITTED)
    posted = browser(han).post(f"/cases/{case.pk}/moves/{move}/", {"decide-reasons": "好"})
    assert posted.status_code == 404
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED


def test_the_applicant_cannot_decide():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    sent = {"decide-outcome": "approved", "decide-reasons": "好"}
    page = browser(stage.li).post(f"/cases/{case.pk}/moves/decide/", sent)
    assert page.status_code == 422
    assert stage.reload().state == State.ACCEPTED


# --- moves -------------------------------------------------------------------------------


def test_corrections_are_asked_once_and_answered_with_replies():
    stage = Stage(REQUEST)
    stage.fill()
    case = stage.make(Move.SUBMIT)
    sent = {"field-1": "text", "what-1": "请写明地点。", "field-2": "", "what-2": "请留联系方式。"}
    browser(stage.wang).post(f"/cases/{case.pk}/corrections/", sent)
    page = browser(stage.li).get(f"/cases/{case.pk}/")
    assert "What you want to say: 请写明地点。" in text_of(page)
    assert "It is the applicant's turn" in text_of(page)
    fill(stage.li, case, subject="suggestion", text="建议独墅湖图书馆延长开放时间。")
    client = browser(stage.li)
    client.post(
        f"/cases/{case.pk}/edit/",
        {
            "revision": revision_on(client.get(f"/cases/{case.pk}/edit/")),
            "answer-subject": "suggestion",
            "answer-text": "建议独墅湖图书馆延长开放时间。",
            "reply-1": "已写明。",
            "send": "yes",
        },
    )
    page = browser(stage.wang).get(f"/cases/{case.pk}/")
    assert "Reply: 已写明。" in text_of(page)
    assert "建议独墅湖图书馆延长开放时间。" in text_of(page)
    assert f"/cases/{case.pk}/corrections/" not in links_of(page)
    assert "That was done already." in text_of(page)


def test_an_empty_list_of_corrections_is_refused():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    page = browser(stage.wang).post(f"/cases/{case.pk}/corrections/", {"what-1": " "})
    assert page.status_code == 422
    assert stage.reload().state == State.SUBMITTED


def test_a_decision_is_told_with_its_reasons_and_delivered_as_a_letter():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    address = f"/cases/{case.pk}/"
    sent = {"decide-outcome": "approved", "decide-reasons": "材料齐全，符合条件。"}
    browser(stage.zhou).post(f"{address}moves/decide/", sent)
    page = text_of(browser(stage.li).get(address))
    assert "Approved 材料齐全，符合条件。 By 周岚" in page
    assert browser(stage.li).get(f"{address}letters/decision/").status_code == 404
    browser(stage.wang).post(f"{address}moves/deliver/")
    assert browser(stage.li).get(f"{address}letters/decision/").content.startswith(b"%PDF")
    browser(stage.wang).post(f"{address}moves/archive/")
    assert "This case is closed" in text_of(browser(stage.li).get(address))


def test_whoever_decides_second_is_told_who_decided():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    third = official("liuyang", "刘洋")
    actions.decide(actor=stage.zhou, case=case, outcome=Outcome.APPROVED, reasons="符合条件。")
    sent = {"decide-outcome": "rejected", "decide-reasons": "不符合条件。"}
    page = browser(third).post(f"/cases/{case.pk}/moves/decide/", sent)
    assert page.status_code == 422
    assert "周岚 decided this case on" in text_of(page)
    assert stage.reload().outcome == Outcome.APPROVED


def test_a_decision_without_reasons_changes_nothing():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    sent = {"decide-outcome": "approved", "decide-reasons": " "}
    page = browser(stage.zhou).post(f"/cases/{case.pk}/moves/decide/", sent)
    assert page.status_code == 422
    assert "This field is required." in text_of(page)
    assert stage.reload().state == State.ACCEPTED


def test_a_case_is_handed_to_a_colleague_and_taken_over():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    address = f"/cases/{case.pk}/"
    browser(stage.wang).post(f"{address}assign/", {"to": str(stage.zhou.pk)})
    page = browser(stage.wang).get(address)
    assert "This case sits with 周岚." in text_of(page)
    assert moves_on(page) == set()
    browser(stage.wang).post(f"{address}assign/", {"to": str(stage.wang.pk)})
    assert moves_on(browser(stage.wang).get(address)) == {"accept", "decline"}
    browser(stage.li).post(f"{address}assign/", {"to": ""})
    assert stage.reload().assignee == stage.wang


# --- publicity ---------------------------------------------------------------------------


def test_publicity_shows_what_the_matter_names_and_nothing_else(visitor: Any):
    stage = Stage()
    case = stage.at(State.PUBLICITY)
    page = text_of(visitor.get(f"/publicity/{case.pk}/"))
    assert case.answers["title"] in page
    assert stage.company.label in page
    for hidden in ("123,456.00", "0512-1234567", "证明.pdf", "李雷"):
        assert hidden not in page
    assert f"/publicity/{case.pk}/" in links_of(visitor.get("/publicity/"))


def test_a_case_that_is_not_in_publicity_is_not_found_there(visitor: Any):
    case = Stage().at(State.SUBMITTED)
    assert visitor.get(f"/publicity/{case.pk}/").status_code == 404
    assert case.number not in text_of(visitor.get("/publicity/"))


@pytest.mark.parametrize("name", ["", "  "])
def test_an_objection_without_a_name_is_refused(han: User, name: str):
    case = Stage().at(State.PUBLICITY)
    sent = {"name": name, "statement": STATEMENT}
    page = browser(han).post(f"/publicity/{case.pk}/", sent)
    assert page.status_code == 422
    assert "This field is required." in text_of(page)
    assert Objection.objects.count() == 0


def test_nobody_objects_without_logging_in(visitor: Any):
    case = Stage().at(State.PUBLICITY)
    page = visitor.post(f"/publicity/{case.pk}/", {"name": "韩梅", "statement": STATEMENT})
    assert page.headers["Location"].startswith("/accounts/login/")
    assert Objection.objects.count() == 0


def test_the_applicant_reads_that_somebody_objected_but_not_who_and_what(han: User):
    stage = Stage()
    case = stage.at(State.PUBLICITY)
    browser(han).post(f"/publicity/{case.pk}/", {"name": "韩梅", "statement": STATEMENT})
    theirs = text_of(browser(stage.li).get(f"/cases/{case.pk}/"))
    assert "Somebody objected." in theirs
    assert "韩梅" not in theirs
    assert STATEMENT not in theirs
    official_page = text_of(browser(stage.wang).get(f"/cases/{case.pk}/"))
    assert "韩梅" in official_page
    assert STATEMENT in official_page


def test_an_objection_is_answered_by_the_park_alone(han: User):
    stage = Stage()
    case = stage.at(State.PUBLICITY)
    browser(han).post(f"/publicity/{case.pk}/", {"name": "韩梅", "statement": STATEMENT})
    objection = Objection.objects.get()
    sent = {"upheld": "no", "answer": "经核对，符合第三条。"}
    address = f"/objections/{objection.pk}/answer/"
    assert browser(han).post(address, sent).status_code == 404
    browser(stage.li).post(address, sent)
    assert Objection.objects.get().answered_at is None
    browser(stage.wang).post(address, sent)
    objection = Objection.objects.get()
    assert (objection.upheld, objection.answer) == (False, "经核对，符合第三条。")


def test_a_decision_during_publicity_is_refused_until_its_last_day():
    stage = Stage()
    case = stage.at(State.PUBLICITY)
    page = browser(stage.zhou).get(f"/cases/{case.pk}/")
    assert "decide" not in moves_on(page)
    assert "The case is in publicity until" in text_of(page)
    sent = {"decide-outcome": "approved", "decide-reasons": "符合条件。"}
    assert browser(stage.zhou).post(f"/cases/{case.pk}/moves/decide/", sent).status_code == 422
    assert stage.reload().state == State.PUBLICITY
