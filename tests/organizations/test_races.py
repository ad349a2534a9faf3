"""Several who feed the register at once, on a fresh database of the kind that this run is on."""

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
        [sys.executable, "-m", "tests.organizations.races"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    counted: dict[str, dict[str, int]] = json.loads(done.stdout)
    return counted


def test_a_proposal_that_six_apply_at_once_is_applied_once(races):
    assert races["one_proposal"] == {"refused": 5, "entries": 50}


def test_a_file_that_four_import_at_once_is_imported_once_and_whole(races):
    assert races["one_file"] == {"refused": 3, "numbers": 50, "parties": 50}


def test_entries_that_are_merged_into_each_other_at_once_make_no_circle(races):
    assert races["each_into_the_other"] == {"refused": 1, "aliases": 1}


def test_of_two_who_claim_at_once_one_comes_first(races):
    assert races["two_claims"] == {"claims": 2, "contested": 1}
