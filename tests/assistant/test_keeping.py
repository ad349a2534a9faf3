"""What is kept of who asked, how long, and how it goes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.assistant.factories import QUESTION, TODAY, document, entry, pack, private_pack
from tests.factories import PartyFactory, assistant, official, stranger
from yuanqu.accounts.errors import Forbidden
from yuanqu.accounts.holdings import Erasing
from yuanqu.assistant.access import visitor_of
from yuanqu.assistant.actions import (
    ask,
    delete_conversation,
    forget_conversations,
    give_feedback,
    settle_turns,
    write_entry,
)
from yuanqu.assistant.models import Conversation, Feedback, Rating, Turn
from yuanqu.assistant.personal import HOLDINGS
from yuanqu.assistant.queries import turns_waiting, worklist
from yuanqu.knowledge.actions import FaqDraft

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


def test_visitor_is_a_digest_that_tells_no_session():
    digest = visitor_of("session-key")
    assert len(digest) == 64
    assert "session" not in digest
    assert visitor_of("other") != digest
    assert visitor_of(None) == visitor_of("") == ""


def test_copy_shows_a_person_what_they_asked_and_erasing_deletes_it():
    han = stranger()
    document(pack())
    turn = ask(asker=han, text=QUESTION, on=TODAY)
    give_feedback(actor=han, turn=turn, rating=Rating.HELPFUL, note="好")
    ask(asker=official(), text=QUESTION, on=TODAY)
    held = next(each for each in HOLDINGS if each.code == "assistant.conversations")
    (row,) = held.rows(han)
    assert (row["question"], row["answer"], row["feedback__note"]) == (
        QUESTION, turn.answer, "好",
    )  # fmt: skip
    assert held.erase is not None
    assert held.erase(Erasing(han, None, "")).gone == 1
    assert (Conversation.objects.count(), Turn.objects.count(), Feedback.objects.count()) == (
        1, 1, 0,
    )  # fmt: skip


def test_conversations_end_with_their_period():
    old, new = (ask(asker=ANYBODY, text=text).conversation for text in ("旧的问题", "新的问题"))
    before = timezone.now() - timedelta(days=180)
    Conversation.objects.filter(pk=old.pk).update(last_at=before - timedelta(days=1))
    held = next(each for each in HOLDINGS if each.code == "assistant.conversations")
    assert held.expiry is not None
    assert held.expiry.due(before) == 1
    assert forget_conversations(before=before) == 1
    assert list(Conversation.objects.all()) == [new]


def test_nobody_rates_or_deletes_what_somebody_else_asked():
    turn = ask(asker=stranger(), text=QUESTION)
    for other in (ANYBODY, official()):
        with pytest.raises(Forbidden):
            give_feedback(actor=other, turn=turn, rating=Rating.WRONG)
        with pytest.raises(Forbidden):
            delete_conversation(actor=other, conversation=turn.conversation)


def test_worklist_is_of_what_was_not_answered_and_of_what_is_called_wrong():
    wang = official()
    held = pack()
    document(held)
    good = ask(asker=ANYBODY, text=QUESTION)
    ask(asker=ANYBODY, text="火星上有便利店吗")
    ask(asker=ANYBODY, text="我不想活了")
    assert [turn.question for turn in turns_waiting(wang)] == ["火星上有便利店吗"]
    give_feedback(actor=ANYBODY, turn=good, rating=Rating.NOT_FOUND)
    assert len(worklist(wang)) == 2
    assert worklist(stranger()) == []


def test_entry_settles_all_that_are_alike_and_answers_them():
    wang, held = official(), pack()
    first = ask(asker=ANYBODY, text="员工停车证去哪里办")
    ask(asker=ANYBODY, text="员工停车证去哪里办理")
    ask(asker=ANYBODY, text="火星上有便利店吗")
    draft = FaqDraft("员工停车证去哪里办", "物业前台。", variants=("员工停车证去哪里办理",))
    made = write_entry(actor=wang, turn=first, pack=held, draft=draft)
    assert [turn.question for turn in turns_waiting(wang)] == ["火星上有便利店吗"]
    again = ask(asker=ANYBODY, text="请问员工停车证去哪里办理？")
    assert (again.faq, again.answer) == (made, "物业前台。")


def test_only_who_keeps_the_pack_writes_its_entries_and_settles_its_questions():
    company = PartyFactory.create()
    li, wang, held = assistant(company), official(), private_pack(company)
    turn = ask(asker=li, text="密件怎么办", pack=held)
    draft = FaqDraft("密件怎么办", "问办公室。")
    with pytest.raises(Forbidden):
        write_entry(actor=wang, turn=turn, pack=held, draft=draft)
    assert settle_turns(actor=wang, turns=[turn]) == 0
    park_turn = ask(asker=ANYBODY, text="停车证去哪里办")
    with pytest.raises(Forbidden):
        write_entry(actor=li, turn=park_turn, pack=held, draft=draft)
    assert write_entry(actor=li, turn=turn, pack=held, draft=draft).pack == held


def test_withdrawn_entry_answers_no_more():
    from yuanqu.knowledge.actions import withdraw_faq

    held = pack()
    made = entry(held, "停车证去哪里办", "物业前台。")
    assert ask(asker=ANYBODY, text="停车证去哪里办").faq == made
    withdraw_faq(actor=None, faq=made)
    assert ask(asker=ANYBODY, text="停车证去哪里办").faq is None
