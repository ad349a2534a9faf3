"""What a backup and a restore ask of a database, whichever it is."""

from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.db.backends.utils import CursorWrapper

from yuanqu.ledger.digests import GENESIS
from yuanqu.upkeep.archives.manifest import Contents
from yuanqu.upkeep.archives.progress import Told


class Cursor(Protocol):
    """What the drivers' cursors have in common."""

    def execute(self, query: Any, /) -> Any: ...

    def fetchall(self) -> list[Any]: ...


class Database(Protocol):
    """A database that can be copied, made beside the present one, and put in its place."""

    vendor: str

    def dump(self, file: Path, told: Told) -> Contents:
        """Write one consistent state into the file, while others go on writing."""

    def is_empty(self) -> bool:
        """Whether there is nothing yet: no database, or no table in it."""

    def require_quiet(self) -> None:
        """Raise `Refused` while others are connected."""

    def new_name(self) -> str:
        """A name for what is to be staged, which nothing has yet."""

    def stage(self, file: Path, name: str) -> str:
        """Make a database of this name beside the present one; its YUANQU_DATABASE_URL."""

    def contents_of_staged(self) -> Contents:
        """What the staged database holds."""

    def put_in_place(self, mark: str) -> str:
        """Let the staged one become the present one, in one step.

        The old one is kept under its name with the mark. Returns that name; empty where none was.
        """

    def discard(self, name: str) -> None:
        """Remove what was staged under the name and not put in place, by whomever."""


def the_database() -> Database:
    """The installation's own."""
    from yuanqu.upkeep.archives.postgres import Postgres
    from yuanqu.upkeep.archives.sqlite import Sqlite

    parameters = settings.DATABASES["default"]
    return Sqlite(parameters) if parameters["ENGINE"].endswith("sqlite3") else Postgres(parameters)


def read_contents(cursor: Cursor | CursorWrapper, version: str) -> Contents:
    """What the database behind this cursor holds, in plain SQL that both understand."""

    def rows(statement: str) -> list[Any]:
        cursor.execute(statement)
        return cursor.fetchall()

    seals = rows("SELECT seq, hash FROM ledger_seal ORDER BY seq DESC LIMIT 1")
    seq, link = seals[0] if seals else (0, GENESIS)
    migrations = rows("SELECT app, name FROM django_migrations")
    named = {
        digest
        for table in tables_that_name_files()
        for (digest,) in rows(f'SELECT file_sha256 FROM "{table}"')  # noqa: S608 - our own tables
        if digest
    }
    return Contents(
        database_version=version,
        migrations=tuple(sorted(f"{app}.{name}" for app, name in migrations)),
        ledger_seq=seq,
        ledger_hash=link,
        files_named=frozenset(named),
    )


def tables_that_name_files() -> list[str]:
    """Whatever app keeps files, it names them in a column `file_sha256`."""
    return sorted(
        model._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table
        for model in apps.get_models()
        if any(field.column == "file_sha256" for field in model._meta.concrete_fields)  # noqa: SLF001
    )
