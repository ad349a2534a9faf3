"""What can go wrong outside the program: one sentence and one exit code each, no stack trace.

The exit codes are those of BSD's sysexits.h, which other programs already know.
"""

import errno
from collections.abc import Callable
from enum import IntEnum
from typing import IO, Any

import click

from yuanqu.accounts.errors import Refused
from yuanqu.cli.words import gettext as _
from yuanqu.env import BadSetting


class Exit(IntEnum):
    """The exit codes that `yuanqu` adds to 0 (well), 1 (no) and 2 (wrong usage)."""

    NO = 1  # an action refused, and its sentence says why
    BROKEN = 65  # the database is damaged
    UNAVAILABLE = 69  # the port is taken, or the database cannot be reached
    CANNOT_WRITE = 73  # no space left, or no permission to write
    NOT_SET_UP = 78  # a setting is wrong, or the park has not been made


class Failure(click.ClickException):
    """A sentence for whoever typed the command, and its exit code."""

    def __init__(self, message: str, exit_code: Exit) -> None:
        super().__init__(message)
        self.exit_code: int = exit_code  # type: ignore[misc]  # click reads it of the instance

    def show(self, file: IO[Any] | None = None) -> None:
        """On stderr, without click's prefix, which is English only."""
        click.echo(self.format_message(), file=file, err=True)


NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


def no_space() -> Failure:
    """The disk is full, or it refuses for a reason of its own."""
    return Failure(
        _("The disk of the park's state is full or failing. Make room there and start again."),
        Exit.CANNOT_WRITE,
    )


def not_writable(place: object) -> Failure:
    """Somebody else's folder, a read-only disk, or a file where a folder should be."""
    return Failure(
        _("This cannot be written: {place}. Set YUANQU_HOME to a folder of your own.").format(
            place=place
        ),
        Exit.CANNOT_WRITE,
    )


def not_set_up() -> Failure:
    """There is a database, or a folder, without a park in it."""
    return Failure(
        _(
            "No park has been set up here. Start one with `yuanqu demo`, or set YUANQU_HOME to the "
            "folder of yours; `yuanqu manage migrate` makes or updates its tables."
        ),
        Exit.NOT_SET_UP,
    )


def damaged() -> Failure:
    """SQLite says that its file is not one."""
    return Failure(
        _(
            "The database file is damaged or is not a database. Put back a copy, or move it "
            "away to start anew."
        ),
        Exit.BROKEN,
    )


def unreachable(cause: object) -> Failure:
    """PostgreSQL does not answer, or does not know us."""
    reason = str(cause).strip().splitlines()
    return Failure(
        _("The database cannot be reached: {reason}").format(reason=reason[0] if reason else "?"),
        Exit.UNAVAILABLE,
    )


SQLITE: dict[
    str, Callable[[], Failure]
] = {  # the beginning of sqlite3's error name, and what it means to us
    "SQLITE_FULL": no_space,
    "SQLITE_NOTADB": damaged,
    "SQLITE_CORRUPT": damaged,
    "SQLITE_READONLY": lambda: not_writable(_("the database file")),
    "SQLITE_CANTOPEN": lambda: not_writable(_("the database file")),
    "SQLITE_IOERR": no_space,
    "SQLITE_PERM": lambda: not_writable(_("the database file")),
}


def explain_sqlite(cause: BaseException) -> Failure | None:
    """What SQLite's error name says."""
    name = getattr(cause, "sqlite_errorname", "")
    for beginning, failure in SQLITE.items():
        if name.startswith(beginning):
            return failure()
    return not_set_up() if str(cause).startswith("no such table") else None


def explain_postgres(cause: BaseException) -> Failure | None:
    """What PostgreSQL's error class says; without an SQLSTATE there was no connection."""
    import psycopg

    if isinstance(cause, psycopg.errors.UndefinedTable):
        return not_set_up()
    if isinstance(cause, psycopg.errors.DiskFull):
        return no_space()
    refused = isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None
    return unreachable(cause) if refused else None


def explain_database(error: Exception) -> Failure | None:
    """Django's database errors, by the driver's error beneath."""
    from django.db import DatabaseError

    if not isinstance(error, DatabaseError) or (cause := error.__cause__) is None:
        return None
    return explain_sqlite(cause) or explain_postgres(cause)


def explain_system(error: OSError) -> Failure | None:
    """What the operating system refuses."""
    if error.errno in NO_SPACE:
        return no_space()
    return not_writable(error.filename) if error.errno in NOT_WRITABLE else None


def refused(error: Refused) -> Failure:
    """An action said no: its own sentence, and the exit code of a plain no."""
    from yuanqu.accounts.wording import sentence

    return Failure(sentence(error.code, error.facts), Exit.NO)


def explain(error: Exception) -> Failure | None:
    """The sentence and exit code for what lies outside the program; None for a mistake in it."""
    if isinstance(error, Refused):
        return refused(error)
    if isinstance(error, BadSetting):
        return Failure(str(error), Exit.NOT_SET_UP)
    if isinstance(error, OSError):
        return explain_system(error)
    if isinstance(error, ValueError) and "(os error 28)" in str(error):
        return no_space()  # as the search index says it
    return explain_database(error)
