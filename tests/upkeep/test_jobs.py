"""Jobs run when due, once at a time, on however many nodes; what fails comes again."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.engines.jobs import Job, Outcome, Scope
from yuanqu.upkeep import actions, working
from yuanqu.upkeep.models import JobRun, Worker
from yuanqu.upkeep.queries import workers_alive
from yuanqu.upkeep.registry import all_gauges, all_jobs

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


class Counting:
    """A job's work that counts how often it was done."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.times = 0
        self.fails = fails

    def __call__(self) -> Outcome | None:
        self.times += 1
        if self.fails:
            raise self.fails
        return {"done": self.times}


def job(run: Counting, **changes: Any) -> Job:
    said: dict[str, Any] = {"name": "example.job", "run": run, "when": MINUTE}
    return Job(**said | changes)


def time_passes(amount: timedelta) -> None:
    """The clock is the database's, so it is the rows that move."""
    for run in JobRun.objects.all():
        for name in ("held_until", "started_at", "succeeded_at"):
            if (at := getattr(run, name)) is not None:
                setattr(run, name, at - amount)
        run.save()
    Worker.objects.update(beat_at=F("beat_at") - amount)


def test_job_runs_when_it_is_due_and_not_before():
    counting = Counting()
    each_minute = job(counting)
    for _ in range(2):
        assert working.run_job(each_minute, "a")
    assert counting.times == 1
    time_passes(MINUTE)
    working.run_job(each_minute, "a")
    assert counting.times == 2
    run = JobRun.objects.get()
    assert (run.outcome, run.failures, run.error, run.holder) == ({"done": 2}, 0, "", "")


def test_job_of_the_park_runs_on_one_node_and_a_nodes_job_on_each():
    for scope, times in ((Scope.PARK, 1), (Scope.NODE, 3)):
        counting = Counting()
        for node in ("a", "b", "c"):
            working.run_job(job(counting, name=f"example.{scope}", scope=scope), node)
        assert counting.times == times


def test_job_that_somebody_holds_is_left_alone_until_it_takes_too_long():
    each_minute = job(Counting())
    first = actions.take_job(job=each_minute, node="a")
    assert first is not None
    time_passes(timedelta(minutes=9))
    assert actions.take_job(job=each_minute, node="b") is None
    time_passes(timedelta(minutes=2))
    second = actions.take_job(job=each_minute, node="b")
    assert second is not None
    assert (second.failures, second.error) == (1, "upkeep.job_lost")
    # The first comes back late, and undoes nothing of the second.
    assert actions.finish_job(run=first, outcome={"late": 1}) is False
    assert JobRun.objects.get().holder == "b"


@pytest.mark.parametrize(
    ("error", "said"),
    [(Refused("ledger.chain_cut"), "ledger.chain_cut"), (KeyError("13800138000"), "KeyError")],
)
def test_failed_job_is_noted_without_its_text_and_comes_again(error: Exception, said: str):
    counting = Counting(error)
    nightly = job(counting, when=time(2, 30))
    assert not working.run_job(nightly, "a")
    run = JobRun.objects.get()
    assert (run.failures, run.error, run.succeeded_at, run.held_until) == (1, said, None, None)
    time_passes(MINUTE)
    counting.fails = None
    assert working.run_job(nightly, "a")
    run.refresh_from_db()
    assert (counting.times, run.failures, run.error) == (2, 0, "")


def test_worker_that_starts_takes_up_what_its_predecessor_left():
    nightly = job(Counting(), when=time(2, 30))
    actions.take_job(job=nightly, node="a")
    actions.begin_work(node="a", host="one")
    run = JobRun.objects.get()
    assert (run.held_until, run.failures, run.error) == (None, 1, "upkeep.job_lost")
    time_passes(MINUTE)
    assert actions.take_job(job=nightly, node="a") is not None


def test_worker_is_alive_while_it_beats():
    actions.begin_work(node="a", host="one")
    assert workers_alive(MINUTE) == 1
    time_passes(2 * MINUTE)
    assert workers_alive(MINUTE) == 0
    actions.beat(node="a")
    assert workers_alive(MINUTE) == 1
    actions.end_work(node="a")
    assert workers_alive(MINUTE) == 0


def test_node_that_is_gone_is_forgotten_with_its_own_jobs():
    actions.begin_work(node="a", host="one")
    working.run_job(job(Counting(), scope=Scope.NODE), "a")
    working.run_job(job(Counting(), name="example.park"), "a")
    time_passes(timedelta(days=8))
    actions.begin_work(node="b", host="two")
    assert actions.forget_absent_nodes() == 1
    assert list(Worker.objects.values_list("node", flat=True)) == ["b"]
    assert list(JobRun.objects.values_list("job", flat=True)) == ["example.park"]


def test_every_job_of_the_apps_runs(settings, tmp_path):
    settings.HOME = tmp_path
    settings.INDEX_ROOT = tmp_path / "index"
    results = working.run_due_jobs()
    assert set(results) == {each.name for each in all_jobs()}
    assert [name for name, went_well in results.items() if not went_well] == []
    assert working.run_due_jobs() == {}


def test_every_job_and_gauge_is_named_after_its_app():
    assert {each.name for each in all_jobs()} >= {"ledger.seal", "search.follow"}
    for gauge in all_gauges():
        assert gauge.name.isidentifier()
        assert isinstance(gauge.read(), int | float)


def test_clock_is_the_databases():
    """Leases of several nodes are only comparable by one clock."""
    run = actions.take_job(job=job(Counting()), node="a")
    assert run is not None
    assert run.started_at is not None
    # Compared here: SQLite compares them as texts, and writes whole milliseconds in two ways.
    assert run.started_at <= JobRun.objects.annotate(clock=Now()).get().clock
    assert timezone.is_aware(run.started_at)
