"""What came in before it was entered counts from the day it came in; nothing comes in tomorrow."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cases.factories import REQUEST, SAID, refusal
from tests.factories import PartyFactory, assistant, stranger
from yuanqu.accounts.models import User
from yuanqu.cases import actions
from yuanqu.cases.models import Case
from yuanqu.cases.moments import entered_as_of, moment

pytestmark = pytest.mark.django_db


def filed(person: User) -> Case:
    case = actions.open_draft(actor=person, matter=REQUEST, applicant=person.party)
    actions.save_draft(actor=person, case=case, answers=SAID[REQUEST](), revision=0)
    return actions.submit(actor=person, case=case)


def test_what_came_in_earlier_is_due_from_then():
    then = timezone.now() - timedelta(days=20)
    with entered_as_of(then):
        case = filed(stranger())
    assert (case.opened_at, case.submitted_at) == (then, then)
    assert case.due_on is not None
    assert case.due_on < timezone.localdate()
    assert [event.at for event in case.events.all()] == [then]


def test_after_the_block_it_is_now_again():
    with entered_as_of(timezone.now() - timedelta(days=20)):
        pass
    assert timezone.now() - moment() < timedelta(seconds=5)


def test_what_has_not_come_in_yet_cannot_be_entered():
    with (
        pytest.raises(ValueError, match="not come in yet"),
        entered_as_of(timezone.now() + timedelta(days=1)),
    ):
        pass


def test_a_mandate_must_have_held_then():
    company = PartyFactory.create()
    li = assistant(company)
    case = actions.open_draft(actor=li, matter=REQUEST, applicant=company)
    actions.save_draft(actor=li, case=case, answers=SAID[REQUEST](), revision=0)
    with entered_as_of(timezone.now() - timedelta(days=20)):
        assert refusal(lambda: actions.submit(actor=li, case=case)) == "accounts.no_mandate"


def test_a_loader_finds_its_case_again_by_the_id_that_it_chose():
    chosen, person = uuid4(), stranger()
    case = actions.open_draft(actor=person, matter=REQUEST, applicant=person.party, id=chosen)
    assert case.pk == chosen
