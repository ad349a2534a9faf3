"""Which node this is. A node is one YUANQU_HOME: its index, its logs, its one job worker."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from yuanqu.accounts.errors import Refused


def node_id() -> str:
    """This node's opaque name, made once and kept in YUANQU_HOME."""
    path = Path(settings.HOME) / "node"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w") as file:
            file.write(secrets.token_hex(8))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()


@contextmanager
def serving() -> Iterator[None]:
    """This process works upon the park of YUANQU_HOME; others may too, a restore may not."""
    with _lock("serving") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else works upon the park of YUANQU_HOME. Raises `Refused` where somebody does."""
    with _lock("serving") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("upkeep.park_is_served") from error
        yield


@contextmanager
def only_worker() -> Iterator[bool]:
    """Whether this process became the node's one worker; the end of the process gives it back."""
    with _lock("worker") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _lock(name: str) -> IO[str]:
    folder = Path(settings.HOME) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / name).open("w")
