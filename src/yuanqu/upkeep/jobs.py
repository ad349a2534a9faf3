"""The upkeep's own jobs: old logs, old sessions, nodes that are gone."""

from datetime import time
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from yuanqu.engines.jobs import Job, Outcome, Scope
from yuanqu.upkeep.actions import forget_absent_nodes
from yuanqu.upkeep.logs import drop_old_files


def drop_old_logs() -> Outcome:
    """Delete log files older than YUANQU_LOG_DAYS."""
    today = timezone.localdate()
    return {"files": drop_old_files(settings.LOG_ROOT, today, settings.LOG_DAYS)}


def clear_sessions() -> None:
    """Delete sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def forget_nodes() -> Outcome:
    """Forget nodes that gave no sign of life for a week."""
    return {"nodes": forget_absent_nodes()}


JOBS = (
    Job("upkeep.drop_old_logs", run=drop_old_logs, when=time(3, 40), scope=Scope.NODE),
    Job("upkeep.clear_sessions", run=clear_sessions, when=time(3, 50)),
    Job("upkeep.forget_nodes", run=forget_nodes, when=time(4, 0)),
)
