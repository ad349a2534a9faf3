"""What the API does by the clock: tell webhooks of new facts, forget past counts.

Kept answers go when their period is over, by `privacy.retain`.
"""

from datetime import timedelta

from django.utils import timezone

from yuanqu.api.actions import forget_old_counts
from yuanqu.api.webhooks import deliver_due
from yuanqu.engines.jobs import Job, Outcome


def deliver() -> Outcome:
    """Send what is due to each webhook."""
    return {"sent": deliver_due()}


def forget() -> Outcome:
    """Drop counts of past minutes."""
    return {"rows": forget_old_counts(now=timezone.now())}


JOBS = (
    Job("api.deliver", run=deliver, when=timedelta(seconds=15)),
    Job("api.forget", run=forget, when=timedelta(hours=1)),
)
