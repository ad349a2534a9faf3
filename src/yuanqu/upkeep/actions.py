"""The writes of the upkeep: signs of life, leases of jobs, and the record of backups."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from yuanqu import __version__
from yuanqu.engines.jobs import Job, Outcome, Scope, is_due
from yuanqu.upkeep.archives.manifest import Manifest
from yuanqu.upkeep.models import Backup, JobRun, Worker

LOST = "upkeep.job_lost"  # the worker went away in the middle
FORGOTTEN_AFTER = timedelta(days=7)


@transaction.atomic
def begin_work(*, node: str, host: str) -> None:
    """A node's worker starts. It is the node's only one, so what the last one held is lost."""
    Worker.objects.update_or_create(
        node=node,
        defaults={
            "host": host[:100],
            "version": __version__,
            "started_at": Now(),
            "beat_at": Now(),
        },
    )
    held = JobRun.objects.filter(holder=node, held_until__isnull=False)
    held.update(held_until=None, holder="", failures=F("failures") + 1, error=LOST)


@transaction.atomic
def beat(*, node: str) -> None:
    """A sign of life."""
    Worker.objects.filter(node=node).update(beat_at=Now())


@transaction.atomic
def end_work(*, node: str) -> None:
    """The worker goes as it should: nobody misses it."""
    Worker.objects.filter(node=node).delete()


@transaction.atomic
def take_job(*, job: Job, node: str) -> JobRun | None:
    """Take a job if it is due and nobody has it. The lease is the row, locked while we look."""
    place = node if job.scope is Scope.NODE else ""
    JobRun.objects.get_or_create(job=job.name, node=place)
    locked = JobRun.objects.select_for_update().annotate(clock=Now())
    run = locked.get(job=job.name, node=place)
    now = timezone.localtime(run.clock)
    if run.held_until is not None and run.held_until > now:
        return None
    if run.held_until is not None:  # its holder went away, or takes longer than it may
        run.failures, run.error = run.failures + 1, LOST
    elif not is_due(job.when, run.started_at, run.failures, now):
        return None
    run.holder, run.started_at, run.held_until = node, now, now + job.at_most
    run.save()
    return run


@transaction.atomic
def finish_job(*, run: JobRun, outcome: Outcome | None = None, error: str = "") -> bool:
    """Give the lease back and note how it went. False where the lease was lost meanwhile."""
    mine = JobRun.objects.filter(pk=run.pk, holder=run.holder, started_at=run.started_at)
    if error:
        said = {"failures": F("failures") + 1, "error": error[:80]}
    else:
        said = {"failures": 0, "error": "", "succeeded_at": Now(), "outcome": dict(outcome or {})}
    return mine.update(held_until=None, holder="", **said) == 1


@transaction.atomic
def forget_absent_nodes() -> int:
    """Drop what is known of nodes that gave no sign of life for a week. Returns how many."""
    absent = Worker.objects.filter(beat_at__lt=Now() - FORGOTTEN_AFTER)
    nodes = list(absent.values_list("node", flat=True))
    JobRun.objects.filter(node__in=nodes).exclude(node="").delete()
    absent.delete()
    return len(nodes)


@transaction.atomic
def end_all_sessions() -> None:
    """Everybody logs in again: a session that was ended since the backup must not come back."""
    Session.objects.all().delete()


@transaction.atomic
def note_backup(*, manifest: Manifest, size: int, sha256: str) -> Backup:
    """Note a backup that lies whole in its place."""
    return Backup.objects.create(
        size=size,
        files=manifest.files,
        sha256=sha256,
        ledger_seq=manifest.ledger_seq,
        ledger_hash=manifest.ledger_hash,
    )
