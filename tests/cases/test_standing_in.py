"""Whose case it is: handed on, taken over, or moved by whoever stands in for a colleague."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cases.factories import RECOGNITION, REQUEST, Stage, official_for, refusal
from yuanqu.accounts.actions import end_membership, grant_membership
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Membership, Role, User
from yuanqu.cases import actions
from yuanqu.cases.access import may_decide
from yuanqu.cases.actions import DelegationDraft
from yuanqu.cases.models import CaseEvent, EventCode
from yuanqu.cases.queries import inbox
from yuanqu.engines.workflow.states import Outcome, State

pytestmark = pytest.mark.django_db


# --- whose case it is now ----------------------------------------------------------------


def test_a_case_that_sits_with_one_official_is_moved_by_nobody_else():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    actions.assign(actor=stage.wang, case=case, to=stage.zhou)
    with pytest.raises(Refused) as refused:
        actions.accept(actor=stage.wang, case=case)
    assert (refused.value.code, refused.value.facts) == (
        "cases.with_somebody_else",
        {"by": "周岚"},
    )
    assert actions.accept(actor=stage.zhou, case=case).state == State.ACCEPTED


def test_that_a_case_is_decided_is_said_before_that_a_colleague_has_it():
    stage = Stage()
    case = stage.at(State.DECIDED)
    actions.assign(actor=stage.wang, case=case, to=stage.zhou)
    assert (
        refusal(
            lambda: actions.decide(
                actor=stage.wang, case=case, outcome=Outcome.APPROVED, reasons="同意。"
            )
        )
        == "cases.already_decided"
    )


def test_a_colleague_takes_a_case_over_and_it_is_on_the_record():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    actions.assign(actor=stage.zhou, case=case, to=stage.zhou)
    taken = actions.assign(actor=stage.wang, case=case, to=stage.wang)
    assert taken.assignee == stage.wang
    events = CaseEvent.objects.filter(case=case, code=EventCode.ASSIGN)
    assert [(event.actor, event.towards) for event in events] == [
        (stage.zhou.party, stage.zhou.party),
        (stage.wang.party, stage.wang.party),
    ]
    assert actions.assign(actor=stage.wang, case=case, to=None).assignee is None


def test_a_case_is_handed_only_to_who_can_take_it_on():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    hand_to = lambda to: actions.assign(actor=stage.wang, case=case, to=to)  # noqa: E731
    assert refusal(lambda: hand_to(stage.li)) == "cases.not_a_colleague"
    assert refusal(lambda: hand_to(official_for(REQUEST))) == "cases.not_a_colleague"
    grant_membership(actor=None, user=stage.zhou, party=stage.company, role=Role.EXPERT)
    assert refusal(lambda: hand_to(stage.zhou)) == "cases.own_case"
    assert (
        refusal(lambda: actions.assign(actor=stage.li, case=case, to=stage.wang))
        == "accounts.officials_only"
    )


def test_a_closed_case_is_handed_to_nobody():
    stage = Stage()
    case = stage.at(State.ARCHIVED)
    assert (
        refusal(lambda: actions.assign(actor=stage.wang, case=case, to=stage.zhou))
        == "cases.already_decided"
    )


# --- standing in -------------------------------------------------------------------------


def lend(stage: Stage, to: User, *matters: str) -> None:
    now = timezone.now()
    actions.delegate(
        actor=stage.zhou,
        draft=DelegationDraft(to, now - timedelta(minutes=1), now + timedelta(days=2), matters),
    )


def test_a_delegate_acts_in_a_colleagues_name_and_the_record_says_so():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    actions.assign(actor=stage.zhou, case=case, to=stage.zhou)
    zhao = official_for(REQUEST)
    assert not may_decide(zhao, case)
    lend(stage, zhao, RECOGNITION)
    assert case in set(inbox(zhao))
    decided = actions.decide(actor=zhao, case=case, outcome=Outcome.REJECTED, reasons="材料不实。")
    assert decided.decision.decided_by == zhao
    assert decided.decision.on_behalf_of == stage.zhou
    event = CaseEvent.objects.get(case=case, code=EventCode.DECIDE)
    assert (event.actor, event.on_behalf_of) == (zhao.party, stage.zhou.party)


def test_a_delegation_lends_its_matters_for_its_time_and_no_more(time_machine):
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    zhao = official_for(REQUEST)
    lend(stage, zhao, "sample.permit")
    assert may_decide(zhao, case).code == "cases.not_your_matter"
    lend(stage, zhao, RECOGNITION)
    assert may_decide(zhao, case)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert may_decide(zhao, case).code == "cases.not_your_matter"


def test_a_delegation_that_is_taken_back_ends_at_once():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    zhao = official_for(REQUEST)
    lend(stage, zhao)
    assert may_decide(zhao, case)
    given = stage.zhou.delegations.get()
    assert (
        refusal(lambda: actions.end_delegation(actor=stage.wang, delegation=given))
        == "cases.not_your_delegation"
    )
    actions.end_delegation(actor=stage.zhou, delegation=given)
    assert not may_decide(zhao, case)


def test_what_is_lent_ends_with_the_mandate_of_the_lender_and_is_not_lent_on():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    zhao, liu = official_for(REQUEST), official_for(REQUEST, name="liuyang")
    lend(stage, zhao)
    now = timezone.now()
    onward = DelegationDraft(liu, now - timedelta(minutes=1), now + timedelta(days=1))
    actions.delegate(actor=zhao, draft=onward)
    assert may_decide(liu, case).code == "cases.not_your_matter"
    end_membership(actor=stage.zhou, membership=Membership.objects.get(user=stage.zhou))
    assert may_decide(zhao, case).code == "cases.not_your_matter"


def test_a_substitute_acts_while_a_colleague_is_away():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    actions.assign(actor=stage.zhou, case=case, to=stage.zhou)
    zhao = official_for(REQUEST)
    now = timezone.now()
    away = actions.record_absence(
        actor=stage.zhou,
        substitute=zhao,
        valid_from=now - timedelta(hours=1),
        valid_to=now + timedelta(days=5),
    )
    assert may_decide(zhao, case)
    assert (
        refusal(
            lambda: actions.record_absence(
                actor=stage.zhou, substitute=zhao, valid_from=now, valid_to=now + timedelta(days=1)
            )
        )
        == "cases.absent_already"
    )
    actions.end_absence(actor=stage.zhou, absence=away)
    assert may_decide(zhao, case).code == "cases.not_your_matter"


def test_only_officials_stand_in_for_officials():
    stage = Stage()
    now = timezone.now()
    draft = DelegationDraft(stage.li, now, now + timedelta(days=1))
    assert (
        refusal(lambda: actions.delegate(actor=stage.zhou, draft=draft)) == "cases.not_a_colleague"
    )
    back = DelegationDraft(stage.zhou, now, now + timedelta(days=1))
    assert (
        refusal(lambda: actions.delegate(actor=stage.li, draft=back)) == "accounts.officials_only"
    )
    over = DelegationDraft(stage.wang, now, now - timedelta(days=1))
    assert (
        refusal(lambda: actions.delegate(actor=stage.zhou, draft=over))
        == "cases.stand_in_ends_before_it_begins"
    )
    strange = DelegationDraft(stage.wang, now, now + timedelta(days=1), ("<b>",))
    assert (
        refusal(lambda: actions.delegate(actor=stage.zhou, draft=strange))
        == "cases.matter_malformed"
    )


def test_a_delegate_who_is_no_official_any_more_borrows_nothing():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    zhao = official_for(REQUEST)
    lend(stage, zhao)
    end_membership(actor=zhao, membership=Membership.objects.get(user=zhao))
    assert may_decide(zhao, case).code == "accounts.officials_only"
