"""A card does what it says once, in the rights of the moment, and only for its own person."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from tests.assistant.test_tools import entrusted
from tests.factories import official, stranger
from tests.racing import raced
from yuanqu.accounts.actions import end_membership
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import AccountEvent, Membership, User
from yuanqu.assistant.cards.actions import (
    LASTS,
    MOST_WAITING,
    confirm,
    decline,
    forget_cards,
    propose,
)
from yuanqu.assistant.cards.models import Card, CardState
from yuanqu.assistant.tools.calling import ArgumentsRefused
from yuanqu.cases.models import Case

pytestmark = pytest.mark.django_db


def proposed(user: User, matter: str = "park.request", **given: Any) -> Card:
    arguments = {"matter": matter, "applicant": str(given.pop("applicant", user.party).pk)}
    return propose(actor=user, tool="open_application", arguments=arguments, **given)


def acts() -> list[str]:
    return list(AccountEvent.objects.filter(act__contains="card").values_list("act", flat=True))


def test_a_card_does_nothing_until_it_is_confirmed():
    card = proposed(stranger())
    assert card.state == CardState.PROPOSED
    assert Case.objects.count() == 0
    assert acts() == []


def test_confirming_does_it_and_is_recorded_as_an_act():
    hanmei = stranger()
    done = confirm(actor=hanmei, card=proposed(hanmei))
    case = Case.objects.get()
    assert (case.matter, case.applicant, case.state) == ("park.request", hanmei.party, "draft")
    assert done.state == CardState.CONFIRMED
    assert done.carried_out_at is not None
    assert [one["address"] for one in done.answer] == [f"/cases/{case.pk}/"]
    event = AccountEvent.objects.get(act="assistant.card_confirmed")
    assert (event.actor, event.party, event.reference) == (hanmei, hanmei.party, str(done.pk))


def test_confirmed_twice_it_is_done_once():
    hanmei = stranger()
    card = proposed(hanmei)
    first, second = (confirm(actor=hanmei, card=card) for _ in range(2))
    assert first.answer == second.answer
    assert Case.objects.count() == 1
    assert acts() == ["assistant.card_confirmed"]


def test_the_same_wish_twice_is_one_card_while_it_waits():
    hanmei = stranger()
    card = proposed(hanmei)
    assert proposed(hanmei) == card
    confirm(actor=hanmei, card=card)
    assert proposed(hanmei) != card


def test_a_card_of_somebody_else_is_closed():
    card = proposed(stranger())
    wang = official()
    for settle in (confirm, decline):
        with pytest.raises(Forbidden, match=r"assistant\.not_your_card"):
            settle(actor=wang, card=card)
    assert Case.objects.count() == 0


def test_a_card_that_was_declined_is_never_done():
    hanmei = stranger()
    card = proposed(hanmei)
    assert decline(actor=hanmei, card=card).state == CardState.DECLINED
    assert confirm(actor=hanmei, card=card).state == CardState.DECLINED
    assert Case.objects.count() == 0


def test_a_card_expires():
    hanmei = stranger()
    card = proposed(hanmei)
    with time_machine.travel(timezone.now() + LASTS):
        assert confirm(actor=hanmei, card=card).state == CardState.EXPIRED
    assert Case.objects.count() == 0


def test_the_same_wish_after_a_card_expired_is_a_new_card():
    hanmei = stranger()
    card = proposed(hanmei)
    with time_machine.travel(card.expires_at):
        assert proposed(hanmei) != card
    card.refresh_from_db()
    assert card.state == CardState.EXPIRED


def test_the_clock_forgets_cards():
    card = proposed(stranger())
    assert forget_cards(before=card.made_at) == 0
    assert forget_cards(before=card.made_at + timedelta(seconds=1)) == 1


def test_rights_that_were_taken_back_meanwhile_are_a_refusal_with_its_reason():
    lilei, company = entrusted("organization.platform")
    card = proposed(lilei, "organization.platform", applicant=company)
    end_membership(actor=official(), membership=Membership.objects.get(user=lilei))
    done = confirm(actor=lilei, card=card)
    assert done.state == CardState.REFUSED
    # Her organization is none of her choices any more.
    assert done.refusal == "assistant.bad_arguments"
    assert Case.objects.count() == 0
    assert acts() == ["assistant.card_refused"]


def test_a_companys_assistant_uses_only_the_matters_of_the_mandate():
    lilei, company = entrusted("organization.claim", "organization.platform")
    proposed(lilei, "organization.platform", applicant=company)
    with pytest.raises(Refused) as caught:
        proposed(lilei, "park.request", applicant=company)
    assert caught.value.code in {"accounts.another_matter", "assistant.bad_arguments"}


def test_wrong_arguments_make_no_card():
    hanmei = stranger()
    for arguments in ({}, {"matter": "park.request", "applicant": "x"}, {"matter": "nothing"}):
        with pytest.raises(ArgumentsRefused):
            propose(actor=hanmei, tool="open_application", arguments=arguments)
    with pytest.raises(Refused, match=r"assistant\.no_such_tool"):
        propose(actor=hanmei, tool="nothing", arguments={})
    with pytest.raises(Refused, match=r"assistant\.needs_no_card"):
        propose(actor=hanmei, tool="my_cases", arguments={})
    assert Card.objects.count() == 0


def test_cards_do_not_pile_up():
    hanmei = stranger()
    now = timezone.now()
    Card.objects.bulk_create(
        Card(user=hanmei, tool="x", key=str(n), made_at=now, expires_at=now + LASTS)
        for n in range(MOST_WAITING)
    )
    with pytest.raises(Refused, match=r"assistant\.too_many_cards"):
        proposed(hanmei)


def test_a_refusal_leaves_nothing_half_done():
    """Twenty drafts of one matter are the most: the twenty-first card says so."""
    from yuanqu.cases.actions import open_draft
    from yuanqu.cases.actions.drafts import MOST_DRAFTS

    hanmei = stranger()
    card = proposed(hanmei)
    for _ in range(MOST_DRAFTS):
        open_draft(actor=hanmei, matter="park.request", applicant=hanmei.party)
    done = confirm(actor=hanmei, card=card)
    assert (done.state, done.refusal) == (CardState.REFUSED, "cases.too_many_drafts")
    assert done.refusal_facts == {"most": str(MOST_DRAFTS)}
    assert Case.objects.count() == MOST_DRAFTS


def test_confirmed_by_many_at_once_it_is_done_once(tmp_path):
    assert raced("tests.assistant.races", tmp_path) == {"confirm": {"cases": 1, "acts": 1}}


def test_the_database_keeps_a_card_whole():
    from django.db import IntegrityError, transaction

    card = proposed(stranger())
    for change in ({"state": "done"}, {"state": "confirmed"}, {"carried_out_at": timezone.now()},
                   {"refusal": "x"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Card.objects.filter(pk=card.pk).update(**change)
    assert connection.needs_rollback is False
