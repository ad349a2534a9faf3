"""What privacy does by the clock: run the periods of retention, make copies that a crash left."""

from datetime import time, timedelta

from django.utils import timezone

from yuanqu.engines.jobs import Job, Outcome, Scope
from yuanqu.privacy.actions import make_copies, reapply_erasures, run_retention, sweep_copies


def retain() -> Outcome:
    """Erase what has outlived its period."""
    done: dict[str, int | str] = {each.rule.code: each.count for each in run_retention()}
    return done | {"privacy.stray_files": sweep_copies(timezone.now())}


def copy() -> Outcome:
    """Make the copies that were asked for and are not there."""
    return {"copies": make_copies()}


def reapply() -> Outcome:
    """Write down what was erased, and erase again what a restore brought back."""
    return {"again": reapply_erasures()}


JOBS = (
    Job("privacy.retain", run=retain, when=time(3, 10), at_most=timedelta(hours=2)),
    Job("privacy.copy", run=copy, when=timedelta(minutes=1)),
    Job("privacy.reapply", run=reapply, when=timedelta(minutes=5), scope=Scope.NODE),
)
