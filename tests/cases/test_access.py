"""Who may: the mandate is read at the very moment of the act, and nothing is allowed by default."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.cases.factories import (
    MAKERS,
    RECOGNITION,
    REQUEST,
    Stage,
    attached,
    official_for,
    refusal,
)
from tests.factories import PartyFactory, UserFactory, assistant, official, stranger
from yuanqu.accounts.actions import end_membership, grant_membership
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Membership, Role, User
from yuanqu.cases import actions
from yuanqu.cases.access import may_decide, may_edit, may_move, may_object, may_see, moves_open_to
from yuanqu.cases.actions import CorrectionDraft
from yuanqu.cases.models import Case
from yuanqu.cases.queries import (
    answers_seen,
    attachment_for,
    case_for,
    cases_for,
    drafts_of,
    inbox,
    inbox_counts,
)
from yuanqu.engines.workflow.states import Move, Outcome, State

pytestmark = pytest.mark.django_db


def limited_assistant(stage: Stage, *matters: str, days: int | None = None) -> User:
    user = UserFactory.create(username="chenjing", display_name="陈静")
    grant_membership(
        actor=None,
        user=user,
        party=stage.company,
        role=Role.ASSISTANT,
        authorized_for=matters,
        valid_to=timezone.now() + timedelta(days=days) if days else None,
    )
    return user


# --- strangers ---------------------------------------------------------------------------


def test_a_stranger_and_a_visitor_see_nothing_and_do_nothing():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    for nobody in (stranger(), AnonymousUser()):
        assert not may_see(nobody, case)
        assert list(case_for(nobody, case.pk)) == []
        assert list(cases_for(nobody)) == []
        assert list(drafts_of(nobody)) == []
        assert list(inbox(nobody)) == []
        assert inbox_counts(nobody).total == 0
        assert list(attachment_for(nobody, attached(case).pk)) == []
        assert moves_open_to(nobody, case) == ()
        assert not may_edit(nobody, case)
        assert not may_object(nobody, case)
        assert [may_move(nobody, case, move).allowed for move in Move] == [False] * len(Move)


def test_another_company_is_a_stranger():
    stage, other = Stage(), Stage()
    case = stage.at(State.SUBMITTED)
    assert not may_see(other.li, case)
    assert list(cases_for(other.li)) == []
    assert (
        refusal(lambda: actions.withdraw_case(actor=other.li, case=case)) == "accounts.no_mandate"
    )


# --- the applicant's mandate -------------------------------------------------------------


def test_a_case_is_not_moved_by_someone_whose_role_was_just_removed():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    held = Membership.objects.get(user=stage.zhou)
    assert may_decide(stage.zhou, case)
    end_membership(actor=stage.zhou, membership=held)
    assert may_decide(stage.zhou, case).code == "accounts.officials_only"
    assert refusal(lambda: MAKERS[Move.DECIDE](stage)) == "accounts.officials_only"
    assert stage.reload().state == State.ACCEPTED


def test_whoever_left_the_company_neither_sees_nor_withdraws_what_they_filed():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    end_membership(actor=stage.li, membership=Membership.objects.get(user=stage.li))
    assert (
        refusal(lambda: actions.withdraw_case(actor=stage.li, case=case))
        == "accounts.mandate_ended"
    )
    assert not may_see(stage.li, case)


def test_an_authorization_does_not_hold_after_its_last_day(time_machine):
    stage = Stage()
    chen = limited_assistant(stage, RECOGNITION, days=3)
    stage.fill()
    time_machine.move_to(timezone.now() + timedelta(days=3, seconds=1))
    assert refusal(lambda: actions.submit(actor=chen, case=stage.case)) == "accounts.mandate_ended"
    assert stage.reload().state == State.DRAFT


def test_an_authorization_for_another_matter_opens_nothing():
    stage = Stage()
    chen = limited_assistant(stage, REQUEST)
    stage.fill()
    with pytest.raises(Refused) as refused:
        actions.submit(actor=chen, case=stage.case)
    assert refused.value.code == "accounts.another_matter"
    assert refused.value.facts == {"matters": REQUEST}
    assert not may_see(chen, stage.case)
    assert (
        refusal(lambda: actions.open_draft(actor=chen, matter=RECOGNITION, applicant=stage.company))
        == "accounts.another_matter"
    )
    assert actions.open_draft(actor=chen, matter=REQUEST, applicant=stage.company).filed_by == chen


def test_a_colleague_of_the_applicant_with_the_same_mandate_goes_on_with_the_case():
    stage = Stage()
    other = assistant(stage.company, "other", "陈静")
    stage.fill()
    sent = actions.submit(actor=other, case=stage.case)
    assert (sent.filed_by, sent.state) == (other, State.SUBMITTED)
    assert case_for(stage.li, sent.pk).get() == sent


# --- the park's mandates -----------------------------------------------------------------


def test_an_official_acts_in_the_matters_of_the_mandate_alone():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    zhao = official_for(REQUEST)
    assert may_move(zhao, case, Move.ACCEPT).code == "cases.not_your_matter"
    assert not may_see(zhao, case)
    assert list(inbox(zhao)) == []


def test_an_official_with_one_part_of_a_matter_takes_that_part_alone():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    zhao = official_for(f"{RECOGNITION}.desk")
    assert moves_open_to(zhao, case) == (Move.REQUEST_CORRECTIONS, Move.ACCEPT, Move.DECLINE)
    accepted = actions.accept(actor=zhao, case=case)
    assert may_decide(zhao, accepted).code == "cases.not_your_matter"
    assert may_see(zhao, accepted)


def test_nobody_judges_a_case_of_their_own_side():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    grant_membership(actor=None, user=stage.wang, party=stage.company, role=Role.EXPERT)
    assert may_move(stage.wang, case, Move.ACCEPT).code == "cases.own_case"
    assert list(inbox(stage.wang)) == []
    assert list(inbox(stage.zhou)) == [case]


def test_an_official_does_not_decide_what_they_filed_for_themselves():
    wang = official()
    case = actions.open_draft(actor=wang, matter=REQUEST, applicant=wang.party)
    said = {"subject": "suggestion", "text": "建议延长图书馆的开放时间。"}
    actions.save_draft(actor=wang, case=case, answers=said, revision=0)
    sent = actions.submit(actor=wang, case=case)
    assert may_move(wang, sent, Move.ACCEPT).code == "cases.own_case"
    assert list(inbox(wang)) == []


def test_whoever_examined_a_case_does_not_decide_it_where_the_two_are_kept_apart():
    stage = Stage()
    case = stage.at(State.ACCEPTED)
    decide = lambda who: actions.decide(  # noqa: E731
        actor=who, case=case, outcome=Outcome.APPROVED, reasons="符合条件。"
    )
    assert refusal(lambda: decide(stage.wang)) == "cases.decided_by_another"
    assert decide(stage.zhou).outcome == Outcome.APPROVED


# --- what each side reads ----------------------------------------------------------------


def test_officials_read_what_was_sent_and_not_what_is_being_changed():
    stage = Stage()
    case = stage.at(State.CORRECTION_REQUESTED)
    sent = dict(case.answers)
    actions.save_draft(
        actor=stage.li,
        case=case,
        answers=sent | {"employees": 99},
        revision=case.revision,
    )
    case = stage.reload()
    assert answers_seen(stage.li, case)["employees"] == 99
    assert answers_seen(stage.wang, case) == sent


def test_a_file_that_was_not_sent_is_the_applicants_alone():
    stage = Stage()
    stage.at(State.CORRECTION_REQUESTED)
    old = attached(stage.case)
    actions.remove_attachment(actor=stage.li, attachment=old)
    stage.fill()
    new = (
        attached(stage.reload()) if attached(stage.case) != old else stage.case.attachments.all()[1]
    )
    assert list(attachment_for(stage.wang, old.pk)) == [old]
    assert list(attachment_for(stage.wang, new.pk)) == []
    assert list(attachment_for(stage.li, new.pk)) == [new]
    actions.resubmit(actor=stage.li, case=stage.case)
    assert list(attachment_for(stage.wang, new.pk)) == [new]


def test_what_was_submitted_is_changed_by_nobody_until_corrections_are_asked_for():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    save = lambda: actions.save_draft(  # noqa: E731
        actor=stage.li, case=case, answers={}, revision=case.revision
    )
    assert refusal(save) == "cases.not_editable"
    actions.request_corrections(actor=stage.wang, case=case, items=[CorrectionDraft("缺公章。")])
    assert save().errors == ()


def test_the_list_of_corrections_is_a_real_one():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    ask = lambda *items: actions.request_corrections(  # noqa: E731
        actor=stage.wang, case=case, items=items
    )
    assert refusal(ask) == "cases.corrections_missing"
    assert refusal(lambda: ask(CorrectionDraft(" "))) == "cases.correction_unclear"
    assert refusal(lambda: ask(CorrectionDraft("缺", "no_field"))) == "cases.no_such_question"
    assert refusal(lambda: ask(*[CorrectionDraft("缺")] * 51)) == "cases.corrections_missing"


def test_a_case_of_one_company_is_invisible_to_an_assistant_of_two_others():
    case = Stage().at(State.SUBMITTED)
    chen = assistant(PartyFactory.create(), "chenjing", "陈静")
    grant_membership(actor=None, user=chen, party=PartyFactory.create(), role=Role.ADMINISTRATOR)
    assert list(cases_for(chen)) == []
    assert Case.objects.filter(pk=case.pk).exists()
