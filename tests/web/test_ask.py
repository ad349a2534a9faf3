"""The ask pages: three bands, with and without HTMX, what is kept, what is deleted."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.assistant.engine import put_in_place
from tests.assistant.factories import QUESTION, document, entry, pack, private_pack
from tests.factories import PartyFactory, assistant
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.models import User
from yuanqu.assistant.models import Conversation, Feedback, Turn

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def engine(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in_place(monkeypatch, settings, tmp_path)


def asked(client: Client, text: str = QUESTION, **more: str) -> str:
    """Post a question without JavaScript; the address that one lands on."""
    response = client.post("/ask/", {"q": text} | more)
    assert response.status_code == 302
    return str(response["Location"])


def test_question_is_answered_on_a_page_of_its_own_with_its_source(visitor: Client):
    version = document(pack(), issuer="示例园区管委会", document_number="示管〔2024〕1号")
    page = visitor.get(asked(visitor))
    said = text_of(page)
    assert "Answer from the sources" in said
    assert "示例园区管委会" in said
    assert "示管〔2024〕1号" in said
    assert "第二条 入驻企业自签约之日起，前两年的房租减半收取。" in said
    assert (
        "<mark>第二条 入驻企业自签约之日起，前两年的房租减半收取。</mark>" in page.content.decode()
    )
    assert any(link.startswith(f"/documents/{version.pk}/?at=") for link in links_of(page))


def test_htmx_gets_the_answer_as_a_part_of_the_page(visitor: Client):
    document(pack())
    part = visitor.post("/ask/", {"q": QUESTION}, headers=HTMX)
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith("<article")
    assert "Go on asking" in text_of(part)


def test_home_has_the_box_that_answers_in_place(visitor: Client):
    boxes = [found for tag, found in read(visitor.get("/")).tags if tag == "form"]
    ours = [form for form in boxes if form.get("hx-post") == "/ask/"]
    assert [(form["method"], form["action"], form["hx-target"]) for form in ours] == [
        ("post", "/ask/", "#answer")
    ]


def test_question_in_the_address_is_answered_and_not_kept(visitor: Client):
    document(pack())
    said = text_of(visitor.get("/ask/", {"q": QUESTION}))
    assert "Answer from the sources" in said
    assert not Turn.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write a question first."),
        ("🤔🤔", "There are no words in this question."),
        ("长" * 10_000, "This question has 10000 characters; at most 1000 are read."),
    ],
)
def test_what_is_no_question_is_told_so(visitor: Client, text: str, sentence: str):
    page = visitor.post("/ask/", {"q": text})
    assert page.status_code == 422
    assert sentence in text_of(page)
    part = visitor.post("/ask/", {"q": text}, headers=HTMX)
    assert (part.status_code, sentence in text_of(part)) == (200, True)


def test_markup_in_a_question_is_shown_as_text(visitor: Client):
    content = visitor.get(asked(visitor, "<img src=x onerror=alert(1)>房租")).content.decode()
    assert "<img src=x" not in content
    assert "&lt;img src=x" in content


def test_refusal_hands_over_to_a_person(visitor: Client):
    desk = {"desk": {"phone": "0512-6000-0000", "place_en": "Hall, ground floor"}}
    held = pack(settings=desk)
    page = visitor.get(asked(visitor, "火星上有没有便利店", pack=held.slug))
    said = text_of(page)
    assert "Not in my sources" in said
    assert "0512-6000-0000" in said
    assert "Hall, ground floor" in said
    assert "/apply/park.request/" in links_of(page)


def test_closest_passages_say_that_they_need_checking(visitor: Client):
    document(pack())
    said = text_of(visitor.get(asked(visitor, "企业提交申请时带什么颜色的墨水笔")))
    assert "Closest passages: please check" in said
    assert "Answer from the sources" not in said


def test_draft_is_labelled_on_the_page(visitor: Client):
    document(pack(), status="draft")
    said = text_of(visitor.get(asked(visitor)))
    assert "Draft for comments (征求意见稿), not in force" in said
    assert "Closest passages: please check" in said


def test_expired_source_says_so(visitor: Client):
    from datetime import date

    document(pack(), effective_from=date(2020, 1, 1), effective_to=date(2024, 6, 30))
    said = text_of(visitor.get(asked(visitor, f"2023年{QUESTION}")))
    assert "You asked about the past" in said
    assert "Not in force any more" in said


def test_curated_answer_is_shown_as_one(visitor: Client):
    held = pack()
    entry(held, QUESTION, "减半。\n请到招商中心申请。")
    said = text_of(visitor.get(asked(visitor)))
    assert "Answer written by the park" in said
    assert "请到招商中心申请。" in said


def test_somebody_in_danger_gets_numbers_and_nothing_else(visitor: Client):
    page = visitor.get(asked(visitor, "我不想活了"))
    said = text_of(page)
    assert [link for link in links_of(page) if link.startswith("tel:")] == [
        "tel:12356", "tel:120", "tel:110", "tel:12345",
    ]  # fmt: skip
    assert "What you wrote was not kept." in said
    assert "不想活" not in said


def test_conversation_goes_on_and_is_only_its_own_askers(visitor: Client, han: User):
    document(pack())
    address = asked(visitor).partition("#")[0]
    visitor.post(address, {"q": "什么时候提交申请表"})
    assert text_of(visitor.get(address)).count("Answer from the sources") == 2
    assert browser().get(address).status_code == 404
    assert browser(han).get(address).status_code == 404
    own = browser(han)
    assert browser().get(asked(own).partition("#")[0]).status_code == 404


def test_conversations_are_listed_for_their_asker_and_deleted_for_good(han: User):
    client = browser(han)
    address = asked(client).partition("#")[0]
    assert address in links_of(client.get("/ask/"))
    assert address not in links_of(browser().get("/ask/"))
    client.post(f"{address}delete/")
    assert (Conversation.objects.count(), Turn.objects.count()) == (0, 0)


def test_nobody_deletes_a_conversation_of_somebody_else(han: User, wang: User):
    address = asked(browser(han)).partition("#")[0]
    assert browser(wang).post(f"{address}delete/").status_code == 404
    assert Conversation.objects.count() == 1


def test_feedback_is_kept_and_may_be_changed(visitor: Client):
    document(pack())
    asked(visitor)
    turn = Turn.objects.get()
    address = f"/ask/turns/{turn.pk}/feedback/"
    visitor.post(address, {"rating": "helpful"})
    part = visitor.post(address, {"rating": "wrong", "note": "数字不对"}, headers=HTMX)
    assert "Thank you." in text_of(part)
    assert Feedback.objects.values_list("rating", "note").get() == ("wrong", "数字不对")
    assert browser().post(address, {"rating": "wrong"}).status_code == 404
    assert visitor.post(address, {"rating": "nonsense"}).status_code == 404


def test_private_pack_is_no_subject_for_others(visitor: Client):
    company = PartyFactory.create()
    held = private_pack(company)
    document(held, access="owner")
    li = browser(assistant(company))
    assert "The company" not in text_of(visitor.get("/ask/"))
    assert visitor.post("/ask/", {"q": QUESTION, "pack": held.slug}).status_code == 422
    assert "Answer from the sources" in text_of(li.get(asked(li, pack=held.slug)))


def test_large_type_is_kept_by_the_address_alone(visitor: Client):
    document(pack())
    page = visitor.get("/ask/?type=large")
    assert '<html lang="en" class="large-type">' in page.content.decode()
    assert "?type=large" in asked(visitor, type="large")
    assert "large-type" not in visitor.get("/ask/").content.decode()


def test_too_many_questions_in_a_minute_are_told_to_wait(visitor: Client, settings: Settings):
    settings.ASK_LIMIT = 2
    for _ in range(2):
        asked(visitor, "火星上有没有便利店")
    said = text_of(visitor.post("/ask/", {"q": QUESTION}))
    assert re.search(r"Ask again in \d+ seconds", said)


def test_speech_is_off_unless_an_endpoint_is_set_up(visitor: Client, settings: Settings):
    assert "Or speak it" not in text_of(visitor.get("/ask/"))
    settings.SPEECH_URL = "http://127.0.0.1:9/nobody"
    page = visitor.get("/ask/")
    assert "Or speak it" in text_of(page)
    assert "microphone=()" in page["Permissions-Policy"]


def test_unknown_conversation_is_not_found(visitor: Client):
    assert visitor.get(f"/ask/{uuid4()}/").status_code == 404


def test_ask_page_asks_the_database_as_often_with_one_conversation_as_with_three(
    han: User, django_assert_num_queries: DjangoAssertNumQueries
):
    client = browser(han)
    asked(client)
    with django_assert_num_queries(12):
        client.get("/ask/")
    asked(client)
    asked(client)
    with django_assert_num_queries(12):
        client.get("/ask/")


def test_conversation_asks_the_database_as_often_with_one_turn_as_with_three(
    han: User, django_assert_num_queries: DjangoAssertNumQueries
):
    document(pack())
    client = browser(han)
    address = asked(client).partition("#")[0]
    with django_assert_num_queries(12):
        client.get(address)
    for text in ("什么时候提交申请表", "为什么制定本办法"):
        client.post(address, {"q": text})
    with django_assert_num_queries(12):
        client.get(address)


def test_what_is_asked_is_never_logged(visitor: Client, caplog: pytest.LogCaptureFixture):
    document(pack())
    with caplog.at_level("DEBUG"):
        asked(visitor, "我叫王小明，房租怎么减半收取")
    assert "王小明" not in "".join(str(vars(record)) for record in caplog.records)
    assert django_settings.ASK_LIMIT
