"""`yuanqu restore` that is killed at a place of its way: `… dying PLACE FILE [--replace]`."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
django.setup()

from yuanqu.cli import main  # noqa: E402
from yuanqu.upkeep.archives import restoring  # noqa: E402
from yuanqu.upkeep.archives.databases import the_database  # noqa: E402

DATABASE = type(the_database())


def die(*_given: Any, **_named: Any) -> None:
    """As by the kernel, or by an operator's kill -9: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(act: Callable[..., Any]) -> Callable[..., Any]:
    def both(*given: Any, **named: Any) -> None:
        act(*given, **named)
        die()

    return both


PLACES: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "staged": (DATABASE, "contents_of_staged", die),
    "files placed": (restoring, "_place_files", then_die(restoring._place_files)),
    "database placed": (DATABASE, "put_in_place", then_die(DATABASE.put_in_place)),
    "strays aside": (restoring, "reapply_erasures", die),
    "index gone": (restoring, "rebuild_index", die),
}

if __name__ == "__main__":
    place, *arguments = sys.argv[1:]
    owner, name, act = PLACES[place]
    setattr(owner, name, act)
    main(["restore", *arguments], standalone_mode=False)
