"""PostgreSQL: its own pg_dump and pg_restore, and one database renamed in the place of another."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from yuanqu.accounts.errors import Refused
from yuanqu.upkeep.archives.databases import read_contents
from yuanqu.upkeep.archives.manifest import Contents
from yuanqu.upkeep.archives.progress import Step, Told

INSTALLED = Path("/usr/lib/postgresql")  # where Debian puts each release's programs
LOOK_EVERY = 0.2
MOST_IN_A_NAME = 63
Connection = psycopg.Connection[Any]


class Postgres:
    """The database of this installation, as its own role sees it."""

    vendor = "postgresql"

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.parameters = parameters
        self.name = str(parameters["NAME"])
        self.staged = ""

    # ── writing ──────────────────────────────────────────────────────────────────────────────────

    def dump(self, file: Path, told: Told) -> Contents:
        """Dump the very state of which we say what it holds: one exported snapshot for both."""
        with self._connected(self.name) as database:
            database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            database.read_only = True
            cursor = database.cursor()
            contents = read_contents(cursor, f"{database.info.server_version // 10_000}")
            snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchall()[0][0]
            size = cursor.execute("SELECT pg_database_size(current_database())").fetchall()[0][0]
            command = [
                *("--format=custom", "--compress=0", "--no-owner", "--no-privileges"),
                f"--snapshot={snapshot}",
                f"--file={file}",
                f"--dbname={self._conninfo(self.name)}",
            ]
            self._run("pg_dump", command, lambda: told(Step.DATABASE, size_of(file), size))
        return contents

    # ── putting back ─────────────────────────────────────────────────────────────────────────────

    def is_empty(self) -> bool:
        """Whether the database is not there, or has no table."""
        if not self._exists(self.name):
            return True
        with self._connected(self.name) as database:
            tables = database.execute(
                "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE c.relkind IN ('r', 'p')"
                " AND n.nspname !~ '^(pg_|information_schema)' LIMIT 1"
            )
            return tables.fetchone() is None

    def require_quiet(self) -> None:
        """Nobody may be connected to what is to be replaced."""
        let_go()
        with self._maintenance() as server:
            others = server.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                [self.name],
            )
            ((count,),) = others.fetchall()
        if count:
            raise Refused("upkeep.database_in_use", count=str(count))

    def new_name(self) -> str:
        """The present one's, with a mark."""
        return beside(self.name, f"restore_{secrets.token_hex(4)}")

    def stage(self, file: Path, name: str) -> str:
        """A new database beside the present one."""
        with self._maintenance() as server:
            try:
                server.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
                )
            except psycopg.errors.InsufficientPrivilege as error:
                raise Refused("upkeep.may_not_create_database") from error
        self.staged = name
        options = ["--exit-on-error", "--no-owner", "--no-privileges"]
        self._run("pg_restore", [*options, f"--dbname={self._conninfo(name)}", str(file)])
        return self._url(name)

    def contents_of_staged(self) -> Contents:
        """Read it; by now its tables are those of this program."""
        with self._connected(self.staged) as database:
            return read_contents(database.cursor(), f"{database.info.server_version // 10_000}")

    def put_in_place(self, mark: str) -> str:
        """Both names change in one transaction: at no moment is there no database."""
        let_go()
        was_empty, was_there = self.is_empty(), self._exists(self.name)
        kept = beside(self.name, mark)
        with self._maintenance() as server, server.transaction():
            if was_there:
                rename(server, self.name, kept)
            rename(server, self.staged, self.name)
        self.staged = ""
        if was_there and was_empty:
            self._drop(kept)
            return ""
        return kept if was_there else ""

    def discard(self, name: str) -> None:
        """Drop what was staged. A name that `new_name` did not give is nobody's to drop."""
        self.staged = ""
        if name and name != self.name and re.fullmatch(r".*_restore_[0-9a-f]{8}", name):
            self._drop(name)

    # ── reaching the server ──────────────────────────────────────────────────────────────────────

    def _given(self, name: str) -> dict[str, str]:
        given = {
            "dbname": name,
            "user": self.parameters["USER"],
            "host": self.parameters["HOST"],
            "port": str(self.parameters["PORT"]),
            **{
                key: value
                for key, value in self.parameters.get("OPTIONS", {}).items()
                if isinstance(value, str)
            },
        }
        return {key: value for key, value in given.items() if value}

    def _conninfo(self, name: str) -> str:
        return make_conninfo(**self._given(name))

    def _url(self, name: str) -> str:
        given = self._given(name)
        who = quote(given.pop("user", ""), safe="")
        if password := self.parameters["PASSWORD"]:
            who += f":{quote(password, safe='')}"
        place = quote(given.pop("host", ""), safe="")
        if port := given.pop("port", ""):
            place += f":{port}"
        given.pop("dbname")
        rest = f"?{urlencode(given)}" if given else ""
        return f"postgresql://{who}@{place}/{quote(name, safe='')}{rest}"

    @contextmanager
    def _connected(self, name: str, *, autocommit: bool = False) -> Iterator[Connection]:
        password = self.parameters["PASSWORD"] or None
        with psycopg.connect(
            self._conninfo(name), password=password, autocommit=autocommit
        ) as database:
            yield database

    @contextmanager
    def _maintenance(self) -> Iterator[Connection]:
        """Connected to another database of the server, from where ours can be renamed."""
        other = "template1" if self.name == "postgres" else "postgres"
        with self._connected(other, autocommit=True) as server:
            yield server

    def _exists(self, name: str) -> bool:
        with self._maintenance() as server:
            found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _drop(self, name: str) -> None:
        with self._maintenance() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))

    def _run(self, program: str, arguments: list[str], look: Callable[[], object] = bool) -> None:
        """Run one of PostgreSQL's programs; the password goes by the environment, never by `ps`."""
        environment = {**os.environ, "PGPASSWORD": self.parameters["PASSWORD"] or ""}
        with subprocess.Popen(  # noqa: S603 - our own arguments, no shell
            [program_named(program), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as running:
            said = None
            while said is None:
                try:
                    _, said = running.communicate(timeout=LOOK_EVERY)
                except subprocess.TimeoutExpired:
                    look()
        if running.returncode:
            reason = said.strip().splitlines()
            raise Refused(
                "upkeep.program_failed", program=program, reason=reason[0][:300] if reason else "?"
            )


def program_named(program: str) -> str:
    """The newest of this name: a newer one reads an older server, never the reverse."""
    releases = [path.parent.parent for path in INSTALLED.glob(f"*/bin/{program}")]
    if releases:
        newest = max(releases, key=lambda path: int(re.sub(r"\D.*", "", path.name) or 0))
        return str(newest / "bin" / program)
    if found := shutil.which(program):
        return found
    raise Refused("upkeep.program_missing", program=program)


def let_go() -> None:
    """Close our own connections, the pool's too: a database in use cannot be renamed."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend


def beside(name: str, mark: str) -> str:
    """A database's name with a mark, within what PostgreSQL allows."""
    ending = "_" + mark.replace("-", "_")
    return name[: MOST_IN_A_NAME - len(ending)] + ending


def rename(server: Connection, name: str, to: str) -> None:
    """Give a database another name."""
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to))
    )


def size_of(file: Path) -> int:
    """How much of it is there yet."""
    return file.stat().st_size if file.exists() else 0
