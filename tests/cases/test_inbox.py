"""The inbox: from me, from my organization, from my desk; overdue first; few queries."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.cases.factories import MONDAY, PERMIT, REQUEST, Stage
from tests.factories import official, stranger
from yuanqu.accounts.models import User
from yuanqu.cases import actions
from yuanqu.cases.models import Case
from yuanqu.cases.queries import InboxCounts, case_for, cases_for, inbox, inbox_counts
from yuanqu.engines.workflow.states import Move, State

pytestmark = pytest.mark.django_db


def sides(user: User) -> list[tuple[Case, str]]:
    return list(zip(inbox(user), inbox(user).values_list("side", flat=True), strict=True))


def test_each_person_finds_what_waits_for_them():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    assert sides(stage.wang) == [(case, "desk")]
    assert sides(stage.li) == []
    stage.make(Move.REQUEST_CORRECTIONS)
    assert sides(stage.wang) == []
    assert sides(stage.li) == [(case, "organization")]
    assert inbox_counts(stage.li) == InboxCounts(organization=1)


def test_what_a_person_filed_for_themselves_waits_for_them_alone():
    han, wang = stranger(), official()
    case = actions.open_draft(actor=han, matter=REQUEST, applicant=han.party)
    said = {"subject": "opinion", "text": "希望增加通勤班车的班次。"}
    actions.save_draft(actor=han, case=case, answers=said, revision=0)
    actions.submit(actor=han, case=case)
    actions.request_corrections(
        actor=wang, case=case, items=[actions.CorrectionDraft("请写明线路。")]
    )
    assert sides(han) == [(case, "me")]
    assert inbox_counts(han) == InboxCounts(me=1)


def test_a_case_that_sits_with_me_is_mine_and_off_the_desk_of_others():
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    actions.assign(actor=stage.wang, case=case, to=stage.zhou)
    assert sides(stage.zhou) == [(case, "me")]
    assert sides(stage.wang) == []


def test_a_draft_is_not_due():
    assert inbox_counts(Stage().li).total == 0


def test_a_case_that_is_done_waits_for_nobody():
    stage = Stage()
    stage.at(State.ARCHIVED)
    assert sides(stage.wang) == sides(stage.li) == []


def test_the_longest_overdue_stands_first_and_what_has_no_day_last(time_machine):
    time_machine.move_to(MONDAY)
    late, later, never = Stage(), Stage(), Stage(PERMIT)
    wang = late.wang
    late.at(State.SUBMITTED)
    time_machine.move_to(datetime.fromisoformat("2026-03-05T10:00:00+08:00"))
    later.at(State.SUBMITTED)
    never.at(State.SUBMITTED)
    Case.objects.filter(pk=never.case.pk).update(due_on=None)
    found = list(inbox(wang, today=date(2026, 3, 10)))
    assert found == [late.case, later.case, never.case]
    overdue = inbox(wang, today=date(2026, 3, 10)).values_list("is_overdue", flat=True)
    assert list(overdue) == [True, False, False]
    assert inbox_counts(wang, today=date(2026, 3, 10)) == InboxCounts(desk=3, overdue=1)


def test_an_inbox_is_two_queries_however_much_is_in_it(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    for count in (1, 3):
        while Case.objects.count() < count:
            Stage().at(State.SUBMITTED)
        wang = official(f"official{count}")
        with django_assert_num_queries(2):
            rows = [
                (case.number, case.applicant.label, str(case.assignee), case.due_on)
                for case in inbox(wang)[:50]
            ]
        assert len(rows) == count
        with django_assert_num_queries(2):
            assert inbox_counts(wang).desk == count


def test_an_inbox_with_colleagues_to_stand_in_for_is_four_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    stage = Stage()
    stage.at(State.SUBMITTED)
    now = timezone.now()
    actions.delegate(
        actor=stage.zhou,
        draft=actions.DelegationDraft(stage.wang, now, now + timedelta(days=1)),
    )
    with django_assert_num_queries(4):
        assert len(inbox(stage.wang)[:50]) == 1


def test_a_list_of_cases_is_the_same_number_of_queries_for_one_and_for_three(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    for count in (1, 3):
        while Case.objects.count() < count:
            Stage().at(State.SUBMITTED)
        wang = official(f"official{count}")
        with django_assert_num_queries(2):
            rows = [(case.number, case.applicant.label) for case in cases_for(wang)[:50]]
        assert len(rows) == count


def test_a_case_with_its_whole_story_is_eight_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    stage = Stage()
    stage.at(State.DELIVERED)
    with django_assert_num_queries(8):
        case = case_for(stage.wang, stage.case.pk).get()
        story = [str(event.actor.user) for event in case.events.all() if event.actor]
        parts = [*case.attachments.all(), *case.objections.all(), *case.letters.all()]
        assert (len(story), len(parts), len(case.submissions.all())) == (4, 3, 1)
        assert list(case.corrections.all()) == []
        assert str(case.decision.decided_by) == "周岚"
