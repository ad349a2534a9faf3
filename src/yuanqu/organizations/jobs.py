"""What the register does by the clock: look at its sources, forget what was proposed long ago."""

from datetime import time, timedelta

from yuanqu.engines.jobs import Job, Outcome
from yuanqu.organizations.actions import drop_old_proposals, pull_due


def pull() -> Outcome:
    """Look at the sources whose time has come; an official decides about what they would change."""
    return pull_due()


def forget() -> Outcome:
    """Forget proposals that were decided or have expired long ago."""
    return {"proposals": drop_old_proposals()}


JOBS = (
    Job("organizations.pull", run=pull, when=timedelta(minutes=5), at_most=timedelta(minutes=30)),
    Job("organizations.forget_proposals", run=forget, when=time(4, 10)),
)
