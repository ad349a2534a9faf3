"""What the upkeep knows: workers, jobs, backups."""

from datetime import timedelta

from django.db.models.functions import Now

from yuanqu.upkeep.models import Backup, JobRun, Worker


def workers_alive(within: timedelta) -> int:
    """How many workers gave a sign of life within that time, by the database's clock."""
    return Worker.objects.filter(beat_at__gte=Now() - within).count()


def latest_backup() -> Backup | None:
    """The last backup that was made whole."""
    return Backup.objects.first()


def runs_by_job(node: str) -> dict[str, JobRun]:
    """The latest run of each job that this node takes part in, with the database's `clock`."""
    runs = JobRun.objects.filter(node__in=("", node)).annotate(clock=Now())
    return {run.job: run for run in runs}
