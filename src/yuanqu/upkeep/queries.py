"""What the upkeep knows: workers, jobs, backups."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models.functions import Now

from yuanqu.engines.jobs import Job
from yuanqu.upkeep.models import Backup, JobRun, Worker
from yuanqu.upkeep.registry import all_jobs


@dataclass(frozen=True, slots=True)
class JobStory:
    """A job and its latest run: one of the park's, or one on each node."""

    job: Job
    runs: tuple[JobRun, ...]


def workers_alive(within: timedelta) -> int:
    """How many workers gave a sign of life within that time, by the database's clock."""
    return Worker.objects.filter(beat_at__gte=Now() - within).count()


def latest_backup() -> Backup | None:
    """The last backup that was made whole."""
    return Backup.objects.first()


def latest_backups(count: int) -> list[Backup]:
    """The last backups that were made whole, the latest first."""
    return list(Backup.objects.all()[:count])


def job_stories() -> list[JobStory]:
    """Every job of every app with its latest runs; what fails first, what never ran next."""
    runs: dict[str, list[JobRun]] = {}
    for run in JobRun.objects.order_by("job", "node"):
        runs.setdefault(run.job, []).append(run)
    stories = [JobStory(job, tuple(runs.get(job.name, ()))) for job in all_jobs()]
    return sorted(stories, key=_urgency)


def _urgency(story: JobStory) -> int:
    if any(run.failures for run in story.runs):
        return 0
    return 2 if any(run.succeeded_at for run in story.runs) else 1


def runs_by_job(node: str) -> dict[str, JobRun]:
    """The latest run of each job that this node takes part in, with the database's `clock`."""
    runs = JobRun.objects.filter(node__in=("", node)).annotate(clock=Now())
    return {run.job: run for run in runs}
