"""The curator's desk, the history of evaluation, and the box that other sites embed."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.assistant.engine import put_in_place
from tests.assistant.factories import QUESTION, document, evaluation, pack, private_pack
from tests.factories import PartyFactory, assistant
from tests.web.conftest import browser
from tests.web.pages import links_of, text_of
from yuanqu.accounts.models import User
from yuanqu.assistant.actions import ask, evaluate
from yuanqu.assistant.models import EvaluationRun, Turn
from yuanqu.knowledge.actions import QuestionDraft
from yuanqu.knowledge.models import Faq, Pack

pytestmark = pytest.mark.django_db
PARKING = "员工停车证去哪里办"


@pytest.fixture(autouse=True)
def engine(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in_place(monkeypatch, settings, tmp_path)


def asked_by_anybody(*questions: str) -> list[Turn]:
    client = browser()
    for question in questions:
        client.post("/ask/", {"q": question})
    return list(Turn.objects.order_by("asked_at"))


def test_unanswered_questions_wait_with_those_that_are_alike(wang: User):
    asked_by_anybody(PARKING, "请问员工停车证去哪儿办", "火星上有便利店吗")
    page = browser(wang).get("/ask/waiting/")
    said = text_of(page)
    assert "asked 2 times" in said
    assert said.index("停车证") < said.index("火星")


def test_what_is_answered_well_does_not_wait_and_what_is_called_wrong_does(wang: User):
    document(pack())
    client = browser()
    client.post("/ask/", {"q": QUESTION})
    assert "No question waits." in text_of(browser(wang).get("/ask/waiting/"))
    turn = Turn.objects.get()
    client.post(f"/ask/turns/{turn.pk}/feedback/", {"rating": "wrong", "note": "过期了"})
    assert "Wrong or out of date: 过期了" in text_of(browser(wang).get("/ask/waiting/"))


def test_curator_writes_an_entry_in_one_step_and_sees_the_question_answered(wang: User):
    held = pack()
    _first, second = asked_by_anybody(PARKING, "请问员工停车证去哪儿办")
    client = browser(wang)
    form = client.get(f"/ask/waiting/{second.pk}/")
    assert PARKING in form.content.decode()
    page = client.post(
        f"/ask/waiting/{second.pk}/",
        {
            "pack": str(held.pk),
            "question": PARKING,
            "variants": "请问员工停车证去哪儿办",
            "answer": "到物业前台办理。",
        },
        follow=True,
    )
    said = text_of(page)
    assert "This is how the question is answered now." in said
    assert "Answer written by the park" in said
    assert "到物业前台办理。" in said
    assert Faq.objects.get().written_by == wang
    assert "No question waits." in text_of(client.get("/ask/waiting/"))


def test_question_is_taken_off_the_list_without_an_entry(wang: User):
    turn, _other = asked_by_anybody("火星上有便利店吗", PARKING)
    browser(wang).post(f"/ask/waiting/{turn.pk}/settle/")
    said = text_of(browser(wang).get("/ask/waiting/"))
    assert "火星" not in said
    assert "停车证" in said


def test_entry_that_cannot_stand_is_shown_again_with_its_sentence(wang: User):
    pack()
    (turn,) = asked_by_anybody(PARKING)
    page = browser(wang).post(f"/ask/waiting/{turn.pk}/", {"question": "", "answer": ""})
    assert page.status_code == 422
    assert "Something needs your attention" in text_of(page)


def test_company_sees_what_was_asked_of_its_own_pack_alone(wang: User, han: User):
    company = PartyFactory.create()
    li = assistant(company)
    ask(asker=li, text="机密问题怎么办", pack=private_pack(company))
    (open_turn,) = [turn for turn in asked_by_anybody(PARKING) if turn.question == PARKING]
    own = text_of(browser(li).get("/ask/waiting/"))
    assert ("机密问题" in own, "停车证" in own) == (True, False)
    assert "机密问题" not in text_of(browser(wang).get("/ask/waiting/"))
    assert browser(li).get(f"/ask/waiting/{open_turn.pk}/").status_code == 404
    assert browser(han).get("/ask/waiting/").status_code == 404


def test_worklist_asks_the_database_as_often_with_one_question_as_with_three(
    wang: User, django_assert_num_queries: DjangoAssertNumQueries
):
    asked_by_anybody(PARKING)
    client = browser(wang)
    with django_assert_num_queries(12):
        client.get("/ask/waiting/")
    asked_by_anybody("火星上有便利店吗", "怎样预约会议室")
    with django_assert_num_queries(12):
        client.get("/ask/waiting/")


def test_evaluation_is_run_kept_and_accepted_on_pages(wang: User):
    held = pack()
    document(held)
    gold = (("rent", "入驻企业自签约之日起，前两年的房租减半收取。"),)
    evaluation(held, QuestionDraft("a", QUESTION, gold), QuestionDraft("b", "火星上有便利店吗"))
    client = browser(wang)
    said = text_of(client.post("/ask/evaluations/", {"pack": "park"}, follow=True))
    assert "The evaluation has run." in said
    first = EvaluationRun.objects.get()
    assert first.is_accepted
    evaluate(actor=wang, pack=held)
    second = EvaluationRun.objects.first()
    assert second is not None
    page = client.get(f"/ask/evaluations/{second.pk}/")
    assert "Not accepted" in text_of(page)
    assert "Right" in text_of(page)
    client.post(f"/ask/evaluations/{second.pk}/accept/")
    second.refresh_from_db()
    assert second.is_accepted


def test_evaluations_of_a_pack_are_for_whoever_keeps_it(han: User, wang: User):
    company = PartyFactory.create()
    li = assistant(company)
    held = private_pack(company)
    evaluation(held, QuestionDraft("a", "火星上有便利店吗"))
    run = evaluate(actor=li, pack=held)
    assert browser(li).get(f"/ask/evaluations/{run.pk}/").status_code == 200
    assert browser(wang).get(f"/ask/evaluations/{run.pk}/").status_code == 404
    assert browser(han).get("/ask/evaluations/").status_code == 404


def test_widget_answers_nobody_in_particular_without_cookies(visitor: Client, wang: User):
    held = pack(settings={"widget_hosts": ["www.example.org", "*.example.com"]})
    document(held)
    document(held, "inner", "内部规定：入驻企业的房租按密件收取。", access="officials")
    for client in (visitor, browser(wang)):
        client.cookies.pop("sessionid", None) if client is visitor else None
        page = client.post("/ask/widget/park/", {"q": QUESTION})
        said = text_of(page)
        assert "前两年的房租减半收取" in said
        assert "密件" not in said
        assert not page.cookies
        assert "X-Frame-Options" not in page
        policy = page["Content-Security-Policy"]
        assert "frame-ancestors www.example.org *.example.com" in policy
        assert "script-src 'self'" in policy
    assert Turn.objects.filter(conversation__asker=None, conversation__visitor="").count() == 2


@pytest.mark.parametrize("hosts", [None, [], "www.example.org", ["; script-src *"]])
def test_widget_of_a_pack_that_names_no_host_is_not_there(visitor: Client, hosts: object):
    pack(settings={"widget_hosts": hosts} if hosts is not None else {})
    assert visitor.get("/ask/widget/park/").status_code == 404


def test_widget_of_a_private_pack_is_not_there_for_its_owner_either():
    company = PartyFactory.create()
    private_pack(company)
    held = browser(assistant(company))
    assert held.get("/ask/widget/secret/").status_code == 404


def test_other_pages_may_be_framed_by_nobody(visitor: Client):
    page = visitor.get("/ask/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "/ask/waiting/" not in links_of(page)


def test_keeper_says_who_is_turned_to_and_who_may_embed_the_box(wang: User, visitor: Client):
    pack(settings={"intents": {"kept": True}})
    client = browser(wang)
    said = {"phone": "0512-6000-0000", "place_en": "Hall", "hosts": "www.example.org\n"}
    page = text_of(client.post("/ask/packs/park/", said, follow=True))
    assert 'iframe src="http://testserver/ask/widget/park/"' in page
    held = Pack.objects.get()
    assert held.settings["widget_hosts"] == ["www.example.org"]
    assert held.settings["intents"] == {"kept": True}
    assert visitor.get("/ask/widget/park/").status_code == 200
    refused = client.post("/ask/packs/park/", {"hosts": "www.example.org; script-src *"})
    assert (refused.status_code, Pack.objects.get().settings) == (422, held.settings)


def test_nobody_else_says_so(han: User):
    company = PartyFactory.create()
    private_pack(company)
    assert browser(han).get("/ask/packs/secret/").status_code == 404
    page = browser(assistant(company)).get("/ask/packs/secret/")
    assert "not open to everybody" in text_of(page)
