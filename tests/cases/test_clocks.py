"""A case's days, with the park's calendar: across Spring Festival 2026, and into the unknown."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.cases.factories import MONDAY, PERMIT, Stage
from yuanqu.accounts.errors import Refused
from yuanqu.cases import actions
from yuanqu.cases.clocks import counting_calendar, is_provisional
from yuanqu.cases.definitions import check_versions, matter_at, matter_in_force
from yuanqu.cases.models import Case
from yuanqu.cases.queries import inbox
from yuanqu.cases.situations import due_of
from yuanqu.engines.workflow.reading import DefinitionError
from yuanqu.engines.workflow.states import Move, State

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T15:00:00+08:00")


def due(case: Case) -> tuple[str, str]:
    assert case.due_on is not None
    return case.due_on.isoformat(), case.due_clock


def test_a_case_is_due_by_working_days_across_spring_festival(time_machine):
    # The 14th of February is a Saturday that is worked; the 15th to the 23rd are off.
    time_machine.move_to(at("2026-02-11"))
    stage = Stage()
    assert due(stage.at(State.SUBMITTED)) == ("2026-02-25", "acceptance")
    time_machine.move_to(at("2026-02-13"))
    assert due(stage.make(Move.REQUEST_CORRECTIONS)) == ("2026-03-12", "reply")
    time_machine.move_to(at("2026-02-26"))
    assert due(stage.make(Move.RESUBMIT)) == ("2026-03-04", "acceptance")
    time_machine.move_to(at("2026-02-28"))
    assert due(stage.make(Move.ACCEPT)) == ("2026-03-27", "decision")


def test_a_day_begins_at_midnight_in_the_park_and_not_in_london(time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-03-02T23:30:00+00:00"))  # the 3rd here
    assert due(Stage().at(State.SUBMITTED)) == ("2026-03-10", "acceptance")


def test_publicity_lasts_its_working_days_and_the_clock_runs_on_by_itself(time_machine):
    time_machine.move_to(MONDAY)
    stage = Stage()
    stage.at(State.ACCEPTED)
    shown = stage.make(Move.START_PUBLICITY)
    assert (shown.publicity_from, shown.publicity_until) == (date(2026, 3, 2), date(2026, 3, 9))
    # Twenty days from the last day of publicity: Qingming, the 6th of April, is off.
    assert due(shown) == ("2026-04-07", "decision")


def test_what_is_asked_too_late_is_not_asked(time_machine):
    time_machine.move_to(MONDAY)
    stage = Stage()
    stage.at(State.SUBMITTED)
    time_machine.move_to(at("2026-03-09"))
    assert due_of(stage.case, matter_at(stage.case.matter, 1), "acceptance") == date(2026, 3, 9)
    time_machine.move_to(at("2026-03-10"))
    with pytest.raises(Refused) as refused:
        stage.make(Move.REQUEST_CORRECTIONS)
    assert refused.value.code == "workflow.corrections_too_late"
    assert refused.value.facts == {"day": "2026-03-09"}


def test_a_case_taken_up_too_late_counts_as_accepted_since_it_came_in(time_machine):
    time_machine.move_to(MONDAY)
    stage, prompt = Stage(), Stage()
    stage.at(State.SUBMITTED)
    prompt.at(State.SUBMITTED)
    time_machine.move_to(at("2026-03-09"))
    in_time = prompt.make(Move.ACCEPT)
    assert (in_time.accepted_on, due(in_time)[0]) == (date(2026, 3, 9), "2026-04-07")
    time_machine.move_to(at("2026-03-16"))
    late = stage.make(Move.ACCEPT)
    assert (late.accepted_on, due(late)[0]) == (date(2026, 3, 2), "2026-03-30")


def test_a_case_whose_corrections_never_come_is_declined_after_the_term(time_machine):
    time_machine.move_to(MONDAY)
    stage = Stage()
    stage.at(State.CORRECTION_REQUESTED)
    time_machine.move_to(at("2026-03-23"))
    with pytest.raises(Refused) as refused:
        stage.make(Move.DECLINE)
    assert (refused.value.code, refused.value.facts) == (
        "workflow.reply_awaited",
        {"day": "2026-03-23"},
    )
    time_machine.move_to(at("2026-03-24"))
    assert stage.make(Move.DECLINE).outcome == "declined"


def test_overdue_is_computed_when_it_is_read(time_machine):
    time_machine.move_to(MONDAY)
    stage = Stage()
    stage.at(State.SUBMITTED)
    due_on_monday = inbox(stage.wang, today=date(2026, 3, 9))
    on_tuesday = inbox(stage.wang, today=date(2026, 3, 10))
    assert list(due_on_monday.values_list("is_overdue", flat=True)) == [False]
    assert list(on_tuesday.values_list("is_overdue", flat=True)) == [True]


def test_a_year_without_its_notice_is_counted_provisionally(time_machine):
    time_machine.move_to(at("2026-12-28"))
    case = Stage().at(State.SUBMITTED)
    assert due(case) == ("2027-01-04", "acceptance")
    assert case.due_on is not None
    assert is_provisional(case.due_on)
    assert not is_provisional(date(2026, 12, 31))
    assert counting_calendar().between(date(2026, 12, 28), date(2027, 1, 4)) == 5


def test_days_are_counted_anew_when_a_notice_has_come(time_machine):
    time_machine.move_to(at("2026-12-28"))
    stage = Stage()
    case = stage.at(State.SUBMITTED)
    # As if the day had been computed before the holidays of the year were known.
    Case.objects.filter(pk=case.pk).update(due_on=date(2027, 1, 1))
    assert actions.recount_clocks() == 1
    assert due(stage.reload())[0] == "2027-01-04"
    assert actions.recount_clocks() == 0


# --- versions of a matter ----------------------------------------------------------------


def test_a_case_keeps_the_version_under_which_it_was_opened(time_machine):
    time_machine.move_to(at("2026-06-30"))
    stage = Stage(PERMIT)
    assert stage.case.matter_version == 1
    time_machine.move_to(at("2026-07-01"))
    assert due(stage.at(State.SUBMITTED)) == ("2026-07-15", "decision")
    later = Stage(PERMIT)
    assert later.case.matter_version == 2
    assert due(later.at(State.SUBMITTED)) == ("2026-07-08", "decision")


def test_versions_follow_each_other_without_a_gap_in_their_numbers_or_an_overlap():
    one, two = (matter_in_force(PERMIT, date(2026, day, 1)) for day in (6, 7))
    check_versions([one, two])
    with pytest.raises(DefinitionError, match="not 1, 2, 3"):
        check_versions([two])
    with pytest.raises(DefinitionError, match="begins before its predecessor ends"):
        check_versions([one, replace(two, starts_on=date(2026, 6, 30))])


def test_nothing_can_be_opened_before_a_matter_is_in_force():
    with pytest.raises(Refused) as refused:
        matter_in_force(PERMIT, date(2024, 12, 31))
    assert refused.value.code == "cases.no_such_matter"
