"""What cases do by the clock: notices, reminders, terms counted anew, stray files.

What has outlived its period is erased with everybody else's, by `privacy.retain`.
"""

from datetime import time, timedelta

from django.utils import timezone

from yuanqu.cases import actions, files
from yuanqu.engines.jobs import Job, Outcome


def send_notices() -> Outcome:
    """Send what waits: what a request left, and what failed before."""
    return {"sent": actions.send_due()}


def remind() -> Outcome:
    """Tell whoever is late, once for each due day."""
    return {"queued": actions.remind_overdue()}


def recount() -> Outcome:
    """Set right what was counted before a year's holidays were known."""
    return {"changed": actions.recount_clocks()}


def sweep() -> Outcome:
    """Remove files that no case names."""
    return {"files": files.sweep(timezone.now())}


JOBS = (
    Job("cases.send_notices", run=send_notices, when=timedelta(seconds=30)),
    Job("cases.remind", run=remind, when=time(8, 30)),
    Job("cases.recount", run=recount, when=time(0, 30)),
    Job("cases.sweep", run=sweep, when=time(5, 20)),
)
