"""What runs by the clock, and the figures about it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.cases.factories import MONDAY, Stage, attached
from yuanqu.accounts.models import User
from yuanqu.cases import actions
from yuanqu.cases.gauges import GAUGES
from yuanqu.cases.jobs import JOBS
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import State
from yuanqu.upkeep.registry import all_jobs

pytestmark = pytest.mark.django_db


def ran(name: str) -> dict[str, Any]:
    (job,) = [job for job in JOBS if job.name == f"cases.{name}"]
    return dict(job.run() or {})


def outlived() -> Any:
    """How much of what cases hold the one job that runs periods of retention erases."""
    (job,) = [job for job in all_jobs() if job.name == "privacy.retain"]
    return dict(job.run() or {})["cases.applications"]


def figures() -> dict[str, float]:
    return {gauge.name: gauge.read() for gauge in GAUGES}


def test_every_job_may_run_twice_and_then_finds_nothing(
    time_machine: Any, settings: Settings, store: Path
):
    settings.NOTICES_BY_WORKER = True
    time_machine.move_to(MONDAY)
    stage = Stage()
    for user in (stage.li, stage.wang, stage.zhou):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")
        user.refresh_from_db()
    stage.at(State.SUBMITTED)
    Case.objects.update(due_on=datetime(2026, 3, 5, tzinfo=MONDAY.tzinfo).date())
    draft = Stage()
    draft.fill()
    actions.remove_attachment(actor=draft.li, attachment=attached(draft.case))

    assert (ran("send_notices"), ran("send_notices")) == ({"sent": 1}, {"sent": 0})
    assert (ran("recount"), ran("recount")) == ({"changed": 1}, {"changed": 0})
    time_machine.move_to(MONDAY + timedelta(days=9))
    assert (ran("remind"), ran("remind")) == ({"queued": 2}, {"queued": 0})
    assert figures() == {"cases_waiting": 1, "cases_overdue": 1, "notices_waiting": 2}
    time_machine.move_to(MONDAY + timedelta(days=400))
    # The draft goes; its file was the same as that of the case, which still names it.
    assert (outlived(), outlived()) == (1, 0)
    assert ran("sweep") == {"files": 0}


def test_a_reminder_tells_nobody_who_cannot_act():
    assert ran("remind") == {"queued": 0}
