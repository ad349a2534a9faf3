"""Who works, what ran last, and when the park was last backed up."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Worker(models.Model):
    """A node's job worker and its last sign of life. A node is one YUANQU_HOME."""

    node = models.CharField(max_length=40, primary_key=True)
    host = models.CharField(max_length=100, blank=True)
    version = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.host} {self.node}"


class JobRun(models.Model):
    """The latest run of a job, and the lease that keeps a second from beginning beside it.

    `node` is empty for a job that runs once for the whole park. While `held_until` lies ahead, the
    job belongs to `holder`. Times are the database's: nodes may disagree about theirs.
    """

    job = models.CharField(max_length=60)
    node = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    # Since the last success; `error` is the code or the class of the latest, never its text.
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ["job", "node"]
        constraints = [
            models.UniqueConstraint("job", "node", name="one_row_per_job_and_node"),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(started_at__lte=F("held_until")),
                name="lease_ends_after_the_start",
            ),
        ]

    def __str__(self) -> str:
        return self.job


class Backup(models.Model):
    """A backup that was made whole, and where the chain stood in it."""

    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    size = models.PositiveBigIntegerField()
    files = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    ledger_seq = models.PositiveBigIntegerField()
    ledger_hash = models.CharField(max_length=80)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
