"""A park of its own for a test: a home and a database on the server of this run."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

PATIENCE_S = 60
INSIDE = "tests.upkeep.inside"


@dataclass
class Park:
    """The program as an operator runs it: `yuanqu …` with this home and this database."""

    home: Path
    url: str
    given: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("YUANQU_")}
        return kept | {
            "YUANQU_HOME": str(self.home),
            "YUANQU_DATABASE_URL": self.url,
            "YUANQU_STATIC": "plain",
            "YUANQU_REQUIRE_SECOND_FACTOR": "no",  # its officials have none
            "PYTHONPATH": os.pathsep.join(["src", "."]),
            "DJANGO_SETTINGS_MODULE": "yuanqu.settings",
            "LANG": "C.UTF-8",
            **self.given,
        }

    def run(self, *arguments: str, module: str = "yuanqu") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S * 2,
            check=False,
        )

    def must(self, *arguments: str, module: str = "yuanqu") -> str:
        done = self.run(*arguments, module=module)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def does(self, *things: tuple[object, ...]) -> Any:
        """Things of tests/upkeep/inside.py, done in one process of the park; what the last gives.

        A process takes a second of this machine's time before it does anything.
        """
        said = self.must(json.dumps([list(map(str, each)) for each in things]), module=INSIDE)
        return json.loads(said.splitlines()[-1])

    @contextlib.contextmanager
    def served(self, *options: str) -> Iterator["Server"]:
        """`yuanqu serve` until the block ends, or somebody kills it."""
        port = free_port()
        command = [sys.executable, "-m", "yuanqu", "serve", "--port", str(port), *options]
        with subprocess.Popen(
            command,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            server = Server(process, port)
            try:
                server.wait_until_it_answers()
                yield server
            finally:
                server.end()


@dataclass
class Server:
    """A running `yuanqu serve`."""

    process: subprocess.Popen[str]
    port: int

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """The status and the body; a status of 0 where nobody answers."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except (urllib.error.URLError, ConnectionError):
            return 0, ""

    def wait_until_it_answers(self) -> None:
        def answers() -> bool:
            if self.process.poll() is not None:
                raise AssertionError(self.process.stdout and self.process.stdout.read())
            return self.get("/health/live")[0] == 200

        wait(answers)

    def kill(self) -> None:
        """SIGKILL for the server, and for every process that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """As an operator stops it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE_S)
            finally:
                self.kill()


def wait(condition: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """The URL of an empty database of the kind of this run; whatever grew of it is dropped."""
    parameters = settings.DATABASES["default"]
    if parameters["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{folder / 'yuanqu.sqlite3'}"
        return
    name = f"yuanqu_{uuid.uuid4().hex[:20]}"
    with server() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"postgresql://{place()}/{name}"
    finally:
        with server() as connection:
            grown = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]
            )
            for (each,) in grown.fetchall():
                drop(connection, each)


def lose_database(url: str) -> None:
    """What a disk that dies does."""
    if url.startswith("sqlite"):
        for path in Path(url.removeprefix("sqlite:///")).parent.glob("yuanqu.sqlite3*"):
            path.unlink()
        return
    with server() as connection:
        drop(connection, url.rpartition("/")[2])


def place() -> str:
    parameters = settings.DATABASES["default"]
    who = f"{parameters['USER']}:{parameters['PASSWORD']}"
    return f"{who}@{parameters['HOST']}:{parameters['PORT']}"


@contextlib.contextmanager
def server() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(f"postgresql://{place()}/postgres", autocommit=True) as connection:
        yield connection


def drop(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def databases_beside(url: str) -> list[str]:
    """The names of the databases on the server of this run that grew of this one."""
    if url.startswith("sqlite"):
        return []
    with server() as connection:
        grown = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
            [url.rpartition("/")[2]],
        )
        return [name for (name,) in grown.fetchall()]
