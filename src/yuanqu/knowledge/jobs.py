"""What knowledge does by the clock: read the files that wait, drop those that nothing names."""

from datetime import time, timedelta

from yuanqu.engines.jobs import Job, Outcome
from yuanqu.knowledge.actions import read_waiting, sweep_files


def read() -> Outcome:
    """Read the files that wait, each apart and under limits."""
    return read_waiting()


def sweep() -> Outcome:
    """Remove files that no version names."""
    return {"files": sweep_files()}


JOBS = (
    Job("knowledge.read", run=read, when=timedelta(seconds=20), at_most=timedelta(hours=2)),
    Job("knowledge.sweep", run=sweep, when=time(4, 20)),
)
