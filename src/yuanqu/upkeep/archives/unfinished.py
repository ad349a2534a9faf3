"""The note of a restore that is going on. What a killed one leaves is known by it.

Until the park is touched it only names what lies beside it, for the next restore to clear away.
From then on it bars the park: a process that dies between the files and the index must not leave
something behind that looks whole. It is deleted last.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from django.conf import settings
from django.utils import timezone

from yuanqu.accounts.errors import Refused

BESIDE = ".restore-"  # how the folder begins in which a restore unpacks


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Which archive is put back since when, what is staged, and whether the park is touched."""

    archive: str
    begun: str
    staged: str = ""
    placing: bool = False

    @classmethod
    def begin(cls, archive: Path, staged: str) -> Self:
        """Note that a restore begins, and under which name its database is staged."""
        note = cls(str(archive.resolve()), f"{timezone.localtime():%Y-%m-%d %H:%M}", staged)
        _keep(note)
        return note

    def place(self) -> Self:
        """Note that the park is touched from now on."""
        note = replace(self, placing=True)
        _keep(note)
        return note


def _keep(note: Unfinished) -> None:
    """Write it whole or not at all, and on the disk before anything goes on."""
    path = _path()
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(note), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def unfinished() -> Unfinished | None:
    """What the restore left that did not come to its end; None where there is none.

    A note that cannot be read bars the park too.
    """
    try:
        read = json.loads(_path().read_text(encoding="utf-8"))
        return Unfinished(**read)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        return Unfinished("?", "?", placing=True)


def forget_unfinished() -> None:
    """The park is whole: the old one untouched, or the new one in its place."""
    _path().unlink(missing_ok=True)


def require_whole_park() -> None:
    """Raise `Refused` where a restore was cut off while it put the park in place."""
    left = unfinished()
    if left is not None and left.placing:
        raise Refused("upkeep.restore_unfinished", archive=left.archive, begun=left.begun)


def clear_folders() -> None:
    """Remove what killed restores unpacked. Only for whoever has the park alone."""
    for folder in Path(settings.HOME).glob(f"{BESIDE}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _path() -> Path:
    return Path(settings.HOME) / "restore.json"
