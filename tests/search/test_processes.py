"""Several processes over one database and one index folder, on whichever database this run is on.

Each test has a database of its own: the run's cannot be emptied again once it was committed to.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from tests.search.park import wait

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    parameters = settings.DATABASES["default"]
    if parameters["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path / 'park.sqlite3'}"
        return
    server = (
        f"{parameters['USER']}:{parameters['PASSWORD']}@{parameters['HOST']}:{parameters['PORT']}"
    )
    name = f"yuanqu_{uuid.uuid4().hex}"
    with psycopg.connect(f"postgresql://{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"postgresql://{server}/{name}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Starts a process of the park; all end with the test."""
    environment = os.environ | {
        "YUANQU_DATABASE_URL": database_url,
        "YUANQU_HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(["src", "."]),
        "DJANGO_SETTINGS_MODULE": "yuanqu.settings",
    }
    begun: list[subprocess.Popen[str]] = []

    def started(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.search.park", *map(str, arguments)]
        begun.append(subprocess.Popen(command, env=environment, text=True, stdout=-1, stderr=-1))
        return begun[-1]

    done(started("migrate"))
    yield started
    for process in begun:
        process.kill()
        process.communicate()


def done(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return output.strip()


def test_processes_that_catch_up_at_once_lose_nothing_and_double_nothing(
    start: Start, tmp_path: Path
) -> None:
    followers = [start("follow", tmp_path / "stop") for _ in range(2)]
    publishers = [start("publish_many", first, 60) for first in (0, 60)]
    for publisher in publishers:
        done(publisher)
    done(start("rebuild", 3))
    (tmp_path / "stop").touch()
    for follower in followers:
        done(follower)
    assert done(start("report", "示例企业")) == "120 True 120"


def test_publishers_of_the_same_new_documents_do_not_hinder_each_other(start: Start) -> None:
    publishers = [start("publish_same", title, 60) for title in ("沛嘉医疗", "思必驰科技")]
    for publisher in publishers:
        done(publisher)
    totals = [done(start("report", title)).split()[0] for title in ("沛嘉医疗", "思必驰科技")]
    assert sum(map(int, totals)) == 60


@pytest.mark.postgres
def test_row_that_commits_after_a_later_one_is_found(start: Start, tmp_path: Path) -> None:
    begun, finish = tmp_path / "begun", tmp_path / "finish"
    slow = start("publish_slowly", "organization:slow", begun, finish)
    wait(begun.exists)
    done(start("publish_many", 0, 3))
    assert done(start("report", "示例企业")) == "3 True 3"
    finish.touch()
    done(slow)
    assert done(start("report", "思必驰")) == "1 True 4"


def test_killed_writer_leaves_an_index_that_the_next_one_finishes(
    start: Start, tmp_path: Path
) -> None:
    follower = start("follow", tmp_path / "stop")
    done(start("publish_many", 0, 40))
    follower.kill()
    follower.communicate()
    done(start("publish_many", 40, 20))
    assert done(start("report", "示例企业")) == "60 True 60"
