"""A case as the workflow engine looks at it."""

from datetime import date

from django.utils import timezone

from yuanqu.cases.clocks import counting_calendar, restored
from yuanqu.cases.definitions import Matter, matter_at
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.clocks import runs_out
from yuanqu.engines.workflow.moving import Situation
from yuanqu.engines.workflow.states import Outcome, Part, State


def situation_of(case: Case, today: date | None = None) -> Situation:
    """Where the case stands today, as far as the engine's rules ask."""
    matter = matter_at(case.matter, case.matter_version)
    return Situation(
        state=State(case.state),
        today=today or timezone.localdate(),
        corrections_asked=_asked(case),
        acceptance_due=due_of(case, matter, matter.workflow.acceptance_clock),
        reply_due=due_of(case, matter, _reply_clock(matter)),
        publicity_until=case.publicity_until,
        unanswered_objections=_unanswered(case),
        outcome=Outcome(case.outcome) if case.outcome else None,
    )


def due_of(case: Case, matter: Matter, code: str) -> date | None:
    """The last day of one of the case's clocks; None while it stands still."""
    clock = matter.workflow.clock(code)
    for running in restored(case.clocks):
        if clock and running.code == code and running.since is not None:
            return runs_out(clock, running, counting_calendar())
    return None


def _reply_clock(matter: Matter) -> str:
    """The clock of the applicant who was asked for corrections."""
    for clock in matter.workflow.clocks:
        if State.CORRECTION_REQUESTED in clock.runs_in and clock.part == Part.APPLICANT:
            return clock.code
    return ""


def _asked(case: Case) -> bool:
    return case.state == State.SUBMITTED and case.corrections.exists()


def _unanswered(case: Case) -> int:
    if case.state != State.PUBLICITY:
        return 0
    return case.objections.filter(answered_at__isnull=True).count()
