"""What goes wrong outside the program: one sentence, one exit code, no stack trace."""

import errno
import socket
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError

from tests.cli.test_commands import run_yuanqu
from yuanqu.cli.failures import Exit, explain
from yuanqu.env import BadSetting


def from_driver(wrapper: type[DatabaseError], cause: BaseException) -> DatabaseError:
    """As Django raises a driver's error."""
    error = wrapper(*cause.args)
    error.__cause__ = cause
    return error


def sqlite_error(path: str, *statements: str) -> sqlite3.Error:
    """What SQLite itself raises for these statements."""
    connection = sqlite3.connect(path, uri=True)
    for statement in statements[:-1]:
        connection.execute(statement)
    with pytest.raises(sqlite3.Error) as caught:
        connection.execute(statements[-1])
    connection.close()
    return caught.value


def test_read_only_database_file_is_named_as_not_writable(tmp_path):
    sqlite3.connect(tmp_path / "park").execute("CREATE TABLE t (x)").connection.close()
    cause = sqlite_error(f"file:{tmp_path}/park?mode=ro", "INSERT INTO t VALUES (1)")
    failure = explain(from_driver(OperationalError, cause))
    assert failure is not None
    assert failure.exit_code == Exit.CANNOT_WRITE
    assert "the database file" in failure.message


def test_full_database_is_named_as_a_full_disk():
    cause = sqlite_error(
        ":memory:", "PRAGMA max_page_count=2", "CREATE TABLE t (x)", "CREATE TABLE u (x)"
    )
    failure = explain(from_driver(OperationalError, cause))
    assert failure is not None
    assert (failure.exit_code, "full" in failure.message) == (Exit.CANNOT_WRITE, True)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Exit.CANNOT_WRITE),
        (ValueError("Internal error: 'No space left on device (os error 28)'"), Exit.CANNOT_WRITE),
        (PermissionError(errno.EACCES, "Permission denied", "/park"), Exit.CANNOT_WRITE),
        (BadSetting("YUANQU_DEBUG must be yes or no."), Exit.NOT_SET_UP),
        (from_driver(ProgrammingError, psycopg.errors.UndefinedTable()), Exit.NOT_SET_UP),
        (from_driver(OperationalError, psycopg.errors.DiskFull()), Exit.CANNOT_WRITE),
        (from_driver(OperationalError, psycopg.OperationalError("refused")), Exit.UNAVAILABLE),
    ],
)
def test_outside_failure_has_its_exit_code(error, code):
    failure = explain(error)
    assert failure is not None
    assert failure.exit_code == code


@pytest.mark.parametrize(
    "error",
    [
        ValueError("ours"),
        FileNotFoundError(errno.ENOENT, "No such file"),
        from_driver(ProgrammingError, psycopg.errors.SyntaxError()),
        OperationalError("without a cause"),
    ],
)
def test_own_mistake_is_not_explained_away(error):
    assert explain(error) is None


def test_damaged_database_stops_the_server_with_a_sentence(tmp_path):
    (tmp_path / "yuanqu.sqlite3").write_text("this was a database once" * 100)
    done = run_yuanqu("serve", "--port", "0", home=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (Exit.BROKEN, False)
    assert done.stderr.startswith("The database file is damaged")


def test_unreachable_database_stops_the_server_without_telling_the_password(tmp_path):
    url = "postgresql://park:opensesame@127.0.0.1:1/park"
    done = run_yuanqu("serve", "--port", "0", home=tmp_path, YUANQU_DATABASE_URL=url)
    assert done.returncode == Exit.UNAVAILABLE
    assert done.stderr.startswith("The database cannot be reached: connection failed")
    assert "opensesame" not in done.stdout + done.stderr


def test_file_in_the_place_of_the_home_is_named(tmp_path):
    (tmp_path / "home").touch()
    done = run_yuanqu("demo", "--port", "0", home=tmp_path / "home")
    assert done.returncode == Exit.CANNOT_WRITE
    assert str(tmp_path / "home") in done.stderr


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_taken_port_is_said_before_anything_is_made(command, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run_yuanqu(command, "--port", str(port), home=tmp_path / "home")
    assert done.returncode == Exit.UNAVAILABLE
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 is taken. Choose another: --port {port + 1}\n"
    )
    assert not (tmp_path / "home").exists()


def test_serving_an_unmade_park_says_how_to_make_one(tmp_path):
    done = run_yuanqu("serve", "--port", "0", home=tmp_path)
    assert done.returncode == Exit.NOT_SET_UP
    assert "yuanqu manage migrate" in done.stderr


def test_wrong_setting_is_named(tmp_path):
    done = run_yuanqu("serve", "--port", "0", home=tmp_path, YUANQU_DEBUG="perhaps")
    assert done.returncode == Exit.NOT_SET_UP
    assert done.stderr == "YUANQU_DEBUG must be yes or no, not 'perhaps'.\n"
