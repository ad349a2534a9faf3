"""SQLite: its online backup, and one file in the place of another."""

import contextlib
import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from yuanqu.accounts.errors import Refused
from yuanqu.upkeep.archives.databases import read_contents
from yuanqu.upkeep.archives.manifest import Contents
from yuanqu.upkeep.archives.progress import Step, Told

PAGES_AT_ONCE = 4096
BESIDES = ("-wal", "-shm", "-journal")


class Sqlite:
    """The database file of this installation."""

    vendor = "sqlite"

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.path = Path(parameters["NAME"])
        self.staged: Path | None = None

    def dump(self, file: Path, told: Told) -> Contents:
        """Copy the pages as they are at one moment: the open read keeps later writes out of it."""

        def count(_status: int, remaining: int, total: int) -> None:
            told(Step.DATABASE, total - remaining, total)

        with closing(opened(self.path)) as source, closing(opened(file)) as copy:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchall()
            source.backup(copy, pages=PAGES_AT_ONCE, progress=count)
            settle(copy)
            return read_contents(copy.cursor(), sqlite3.sqlite_version)

    def is_empty(self) -> bool:
        """Whether there is no file, or no table in it. A file that cannot be read is not empty."""
        if not self.path.exists():
            return True
        try:
            with closing(opened(self.path)) as file:
                return not file.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        except sqlite3.DatabaseError:
            return False

    def require_quiet(self) -> None:
        """The lock on YUANQU_HOME says whether a server runs; the file itself does not know."""
        connection.close()

    def new_name(self) -> str:
        """Hidden, beside the present file."""
        return f"{self._beginning}{uuid.uuid4().hex}"

    def stage(self, file: Path, name: str) -> str:
        """Beside the present one, so that it can take its name in one step."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.staged = self.path.with_name(name)
        shutil.move(file, self.staged)
        return f"sqlite:///{self.staged}"

    def contents_of_staged(self) -> Contents:
        """Read it; by now its tables are those of this program."""
        with closing(opened(self._staged)) as file:
            settle(file)
            return read_contents(file.cursor(), sqlite3.sqlite_version)

    def put_in_place(self, mark: str) -> str:
        """Keep what is there, then let the staged file take its name in one step."""
        connection.close()
        kept = self.path.with_name(f"{self.path.name}.{mark}")
        was_there = self.path.exists()
        if was_there:
            self._take_in_journal()
        if was_there:
            kept.hardlink_to(self.path)
        for ending in BESIDES:  # what the old one has not yet taken in belongs to it, kept with it
            beside = self.path.with_name(self.path.name + ending)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + ending))
        self._staged.replace(self.path)
        self.staged = None
        return str(kept) if was_there else ""

    def _take_in_journal(self) -> None:
        """Let the old file hold all of itself, so that no moment finds it without its journal.

        One that is damaged cannot: its journal then goes aside with it.
        """
        with contextlib.suppress(sqlite3.DatabaseError), closing(opened(self.path)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def discard(self, name: str) -> None:
        """Remove the file, and what lies beside it."""
        self.staged = None
        if name.startswith(self._beginning):
            for ending in ("", *BESIDES):
                self.path.with_name(name + ending).unlink(missing_ok=True)

    @property
    def _beginning(self) -> str:
        return f".{self.path.name}."

    @property
    def _staged(self) -> Path:
        assert self.staged is not None  # noqa: S101 - stage() comes first
        return self.staged


def opened(path: Path) -> sqlite3.Connection:
    """A connection that begins no transaction by itself."""
    return sqlite3.connect(path, isolation_level=None, timeout=60)


def settle(database: sqlite3.Connection) -> None:
    """Make it one file, without a journal beside it, and check its pages."""
    database.execute("PRAGMA journal_mode=DELETE")
    ((verdict,),) = database.execute("PRAGMA quick_check(1)").fetchall()
    if verdict != "ok":
        raise Refused("upkeep.database_damaged")
