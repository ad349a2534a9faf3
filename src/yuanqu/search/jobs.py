"""Keep this node's index up with the database, also while nobody searches."""

from datetime import time, timedelta

from yuanqu.engines.jobs import Job, Outcome, Scope
from yuanqu.search import catching_up
from yuanqu.search.actions import catch_up_index


def follow() -> Outcome:
    """Take in what was published since."""
    return {"documents": catching_up.catch_up()}


def go_through_everything() -> Outcome:
    """Take in what a pass by the window could not see."""
    return {"documents": catch_up_index()}


JOBS = (
    Job("search.follow", run=follow, when=timedelta(seconds=30), scope=Scope.NODE),
    Job("search.go_through", run=go_through_everything, when=time(3, 20), scope=Scope.NODE),
)
