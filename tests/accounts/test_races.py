"""Many at once, on a fresh database of the kind that this run is on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from benchmarks._measure import fresh_database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def races(tmp_path_factory) -> dict[str, dict[str, int]]:
    home = tmp_path_factory.mktemp("races")
    if connection.vendor == "sqlite":
        return run(f"sqlite:///{home}/yuanqu.sqlite3")
    with fresh_database(os.environ["YUANQU_DATABASE_URL"]) as url:
        return run(url)


def run(url: str) -> dict[str, dict[str, int]]:
    environment = {
        **os.environ,
        "YUANQU_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.accounts.races"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcome: dict[str, dict[str, int]] = json.loads(done.stdout.splitlines()[-1])
    return outcome


@pytest.mark.parametrize(
    ("race", "outcome"),
    [
        ("wrong_passwords", {"looked_at": 5, "counted": 5}),
        ("handing_over", {"refused": 11, "held": 1}),
        ("proving_a_number", {"refused": 11, "verified": 1}),
        ("two_duties", {"refused": 2, "held": 1}),
    ],
)
def test_many_at_once_are_as_one_after_the_other(races, race: str, outcome: dict[str, int]):
    assert races[race] == outcome
