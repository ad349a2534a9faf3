"""Applying: the form as it fills, files, offered answers, sending."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tests.cases.factories import PDF, REQUEST, Stage, attached
from tests.factories import PartyFactory, assistant, stranger
from tests.web.casework import fill, questions_on, revision_on
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.models import User
from yuanqu.cases import actions
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- applying ----------------------------------------------------------------------------


def test_everybody_reads_what_one_can_apply_for(visitor: Any, han: User):
    assert "Opinion, complaint or suggestion" in text_of(visitor.get("/apply/"))
    assert f"/apply/{REQUEST}/" in links_of(browser(han).get("/apply/"))


def test_beginning_opens_a_draft_in_the_name_that_was_chosen(han: User):
    page = browser(han).post(f"/apply/{REQUEST}/", {"applicant": str(han.party_id)})
    case = Case.objects.get()
    assert page.headers["Location"] == f"/cases/{case.pk}/edit/"
    assert (case.applicant_id, case.state) == (han.party_id, State.DRAFT)


def test_nobody_begins_in_the_name_of_somebody_else(han: User):
    company = PartyFactory.create()
    page = browser(han).post(f"/apply/{REQUEST}/", {"applicant": str(company.pk)})
    assert page.status_code == 422
    assert Case.objects.count() == 0


def test_a_draft_is_found_by_its_own_side_alone():
    stage = Stage()
    address = f"/cases/{stage.case.pk}/edit/"
    other = assistant(PartyFactory.create(), "chenjing", "陈静")
    found = [browser(one).get(address).status_code
             for one in (stage.li, other, stranger(), stage.wang)]  # fmt: skip
    assert found == [200, 404, 404, 404]


def test_saving_shows_the_questions_that_the_answers_ask_for():
    stage = Stage(REQUEST)
    assert questions_on(browser(stage.li).get(f"/cases/{stage.case.pk}/edit/")) == {
        "subject", "text", "contact", "phone",
    }  # fmt: skip
    page = fill(stage.li, stage.case, subject="complaint", text="夜间施工噪声很扰民。", save="yes")
    assert questions_on(page) == {
        "subject", "about", "happened_on", "loss", "text", "contact", "phone",
    }  # fmt: skip
    assert stage.reload().answers == {"subject": "complaint", "text": "夜间施工噪声很扰民。"}


def test_htmx_gets_the_questions_alone_where_others_are_shown_now_and_else_only_what_is_saved():
    stage = Stage(REQUEST)
    partial = fill(stage.li, stage.case, hx=True, subject="complaint")
    assert "<html" not in partial.content.decode()
    assert "happened_on" in questions_on(partial)
    assert revision_on(partial) == "1"
    saved = fill(stage.li, stage.case, hx=True, subject="complaint", loss="1,234.5")
    assert saved.headers["HX-Reswap"] == "none"
    assert questions_on(saved) == set()
    assert stage.reload().answers == {"subject": "complaint", "loss": 123450}


def test_what_is_unsound_stays_on_the_page_with_what_is_wrong_and_is_not_saved():
    stage = Stage(REQUEST)
    page = fill(stage.li, stage.case, subject="opinion", phone="no number", save="yes")
    assert page.status_code == 422
    assert "This is not written in the form that is asked for." in text_of(page)
    values = {tag.get("name"): tag.get("value") for _, tag in read(page).tags}
    assert values["answer-phone"] == "no number"
    assert stage.reload().answers == {"subject": "opinion"}


def test_a_page_that_somebody_saved_since_overwrites_nothing():
    stage = Stage(REQUEST)
    fill(stage.li, stage.case, subject="opinion", contact="李雷")
    late = fill(stage.li, stage.case, subject="opinion", contact="旧的一页", revision="0")
    assert late.status_code == 422
    assert "Somebody saved this draft after you opened it." in text_of(late)
    assert revision_on(late) == "0"
    assert stage.reload().answers["contact"] == "李雷"


def test_sending_an_incomplete_form_says_what_is_missing_and_sends_nothing():
    stage = Stage(REQUEST)
    page = fill(stage.li, stage.case, subject="complaint", send="yes")
    assert page.status_code == 422
    assert "Day on which it happened : This answer is needed." in text_of(page)
    assert stage.reload().state == State.DRAFT


def test_sending_gives_a_receipt_and_the_park_its_turn():
    stage = Stage(REQUEST)
    page = fill(stage.li, stage.case, subject="opinion", text="希望增加通勤班车班次。", send="yes")
    case = stage.reload()
    assert page.headers["Location"] == f"/cases/{case.pk}/"
    page = browser(stage.li).get(f"/cases/{case.pk}/")
    assert case.number in text_of(page)
    assert "It is the park's turn: the desk" in text_of(page)
    receipt = browser(stage.li).get(f"/cases/{case.pk}/letters/receipt/")
    assert receipt.content.startswith(b"%PDF")
    assert receipt.headers["Content-Disposition"].startswith("attachment")


def test_an_answer_once_given_is_offered_with_its_source_and_taken_by_a_button():
    stage = Stage(REQUEST)
    fill(stage.li, stage.case, subject="opinion", text="希望增加通勤班车班次。", contact="李雷",
         send="yes")  # fmt: skip
    number = stage.reload().number
    again = actions.open_draft(actor=stage.li, matter=REQUEST, applicant=stage.company)
    page = browser(stage.li).get(f"/cases/{again.pk}/edit/")
    assert f"Answered before: 李雷 ({number}, " in text_of(page)
    fill(stage.li, again, take="contact")
    assert Case.objects.get(pk=again.pk).answers == {"contact": "李雷"}


def test_nobody_is_offered_what_another_company_answered():
    stage = Stage(REQUEST)
    fill(stage.li, stage.case, subject="opinion", text="希望增加通勤班车班次。", contact="李雷",
         send="yes")  # fmt: skip
    company = PartyFactory.create()
    other = assistant(company, "chenjing", "陈静")
    draft = actions.open_draft(actor=other, matter=REQUEST, applicant=company)
    page = text_of(browser(other).get(f"/cases/{draft.pk}/edit/"))
    assert "Answered before" not in page
    assert "李雷" not in page


def attach(user: User, case: Case, name: str, content: bytes, field: str = "proof") -> Any:
    file = SimpleUploadedFile(name, content)
    return browser(user).post(f"/cases/{case.pk}/files/{field}/", {"file": file}, follow=True)


def test_a_file_is_attached_downloaded_and_taken_back():
    stage = Stage()
    assert "证明.pdf" in text_of(attach(stage.li, stage.case, "证明.pdf", PDF))
    file = f"/case-files/{attached(stage.case).pk}/"
    response = browser(stage.li).get(file)
    assert response.content == PDF
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")
    page = browser(stage.li).post(f"{file}remove/", follow=True)
    assert "证明.pdf" not in text_of(page)
    assert stage.case.attachments.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "field", "sentence"),
    [
        ("a.pdf", b"PK\x03\x04", "proof", "does not match"),
        ("a.txt", b"text", "proof", "This question takes files ending in .pdf .png .docx."),
        ("a.exe", b"MZ", "proof", "are not accepted"),
        ("a.pdf", PDF, "title", "The form has no question"),
        ("a.pdf", b"", "proof", "empty"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    name: str, content: bytes, field: str, sentence: str
):
    stage = Stage()
    assert sentence in text_of(attach(stage.li, stage.case, name, content, field))
    assert stage.case.attachments.count() == 0


def test_the_name_of_a_file_is_text_and_never_markup():
    stage = Stage()
    page = attach(stage.li, stage.case, "<img src=x>.pdf", PDF)
    assert "src=x" not in {key for _, tag in read(page).tags for key in tag}
    assert "<img" not in page.content.decode()


def test_a_draft_is_thrown_away():
    stage = Stage(REQUEST)
    page = browser(stage.li).post(f"/cases/{stage.case.pk}/discard/")
    assert page.headers["Location"] == "/cases/"
    assert Case.objects.count() == 0
