"""Can this node serve? Each check answers with a state, quickly, and never with a detail."""

import logging
import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, connection

from yuanqu.search import index
from yuanqu.upkeep.archives.unfinished import unfinished
from yuanqu.upkeep.queries import workers_alive
from yuanqu.upkeep.tables import migrations_applied, migrations_wanted

logger = logging.getLogger(__name__)

LEAST_FREE_BYTES = 256 * 1024 * 1024
AMPLE_FREE_BYTES = 1024 * 1024 * 1024
BEATS_WITHIN = timedelta(seconds=90)


class State(StrEnum):
    """`attention` serves on: somebody should look. `failing` takes the node out of service."""

    OK = "ok"
    ATTENTION = "attention"
    FAILING = "failing"


def readiness() -> Mapping[str, State]:
    """The state of each thing that serving needs. Never raises."""
    return {name: _checked(name, check) for name, check in CHECKS.items()}


def is_ready(states: Mapping[str, State]) -> bool:
    """Whether the node may be sent requests."""
    return State.FAILING not in states.values()


def database() -> State:
    """It answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return State.OK


def migrations() -> State:
    """The tables are those of this program."""
    return State.OK if migrations_wanted() <= migrations_applied() else State.FAILING


def search_index() -> State:
    """This node's index opens; without one the pages serve, and searches find nothing."""
    generation = index.current()
    if generation is None:
        return State.ATTENTION
    generation.searcher()
    return State.OK


def worker() -> State:
    """Some node's job worker gives signs of life. Pages are served without it, notices are not.

    Not failing: one worker that stops must not take every node out of service at once.
    """
    return State.OK if workers_alive(BEATS_WITHIN) else State.ATTENTION


def restore() -> State:
    """No restore was cut off while it put the park in place."""
    left = unfinished()
    return State.FAILING if left is not None and left.placing else State.OK


def disk() -> State:
    """There is room to write in YUANQU_HOME."""
    free = shutil.disk_usage(settings.HOME).free
    if free < LEAST_FREE_BYTES:
        return State.FAILING
    return State.OK if free >= AMPLE_FREE_BYTES else State.ATTENTION


CHECKS: dict[str, Callable[[], State]] = {
    "database": database,
    "migrations": migrations,
    "index": search_index,
    "worker": worker,
    "disk": disk,
    "restore": restore,
}


def _checked(name: str, check: Callable[[], State]) -> State:
    try:
        return check()
    except (DatabaseError, OSError, index.IndexBroken):
        logger.warning("A check of readiness failed.", extra={"check": name}, exc_info=True)
        return State.FAILING
