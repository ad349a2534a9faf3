"""Cases on the web: applying, the case as each person sees it, its moves, publicity, the inbox."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries, Settings

from tests.cases.factories import PDF, REQUEST, Stage, attached
from tests.factories import PartyFactory, UserFactory, assistant, official, park, stranger
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
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


def moves_on(page: Any) -> set[str]:
    """The moves that the page offers."""
    found = [tag.get("action") or "" for name, tag in read(page).tags if name == "form"]
    return {action.split("/")[4] for action in found if "/moves/" in action}


def revision_on(page: Any) -> str:
    tags = [tag for name, tag in read(page).tags if tag.get("name") == "revision"]
    return str(tags[0]["value"])


def questions_on(page: Any) -> set[str]:
    """The codes of the questions that the page asks."""
    names = {tag.get("name") or "" for _, tag in read(page).tags}
    return {name.removeprefix("answer-") for name in names if name.startswith("answer-")}


def fill(user: User, case: Case, hx: bool = False, **answers: str) -> Any:
    """Post the form as the browser does, or as HTMX does."""
    client, address = browser(user), f"/cases/{case.pk}/edit/"
    extra = {"revision": revision_on(client.get(address))}
    sent = {name if name in {"send", "take", "revision"} else f"answer-{name}": value
            for name, value in answers.items()}  # fmt: skip
    return client.post(address, extra | sent, headers={"hx-request": "true"} if hx else {})


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
    page = fill(
        stage.li, stage.case, subject="complaint", text="夜间施工噪声扰民严重。", save="yes"
    )
    assert questions_on(page) == {
        "subject", "about", "happened_on", "loss", "text", "contact", "phone",
    }  # fmt: skip
    assert stage.reload().answers == {"subject": "complaint", "text": "夜间施工噪声扰民严重。"}


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
    page = fill(
        stage.li, stage.case, subject="opinion", text="希望增加通勤班车的班次。", send="yes"
    )
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
    fill(stage.li, stage.case, subject="opinion", text="希望增加通勤班车的班次。", contact="李雷",
         send="yes")  # fmt: skip
    number = stage.reload().number
    again = actions.open_draft(actor=stage.li, matter=REQUEST, applicant=stage.company)
    page = browser(stage.li).get(f"/cases/{again.pk}/edit/")
    assert f"Answered before: 李雷 ({number}, " in text_of(page)
    fill(stage.li, again, take="contact")
    assert Case.objects.get(pk=again.pk).answers == {"contact": "李雷"}


def test_nobody_is_offered_what_another_company_answered():
    stage = Stage(REQUEST)
    fill(stage.li, stage.case, subject="opinion", text="希望增加通勤班车的班次。", contact="李雷",
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


# --- who sees what -----------------------------------------------------------------------


def test_a_case_is_seen_by_its_own_side_and_by_the_officials_of_its_matter():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    elsewhere = UserFactory.create(username="zhaoming", display_name="赵明")
    grant_membership(
        actor=None, user=elsewhere, party=park(), role=Role.OFFICIAL, authorized_for=[REQUEST]
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
    with django_assert_num_queries(11):
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
