"""Whoever is second loses, and is told: on a fresh database, with real threads."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from benchmarks._measure import fresh_database
from tests.cases.races import ROUNDS, RUNNERS

Races = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of the kind that this run is on."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path_factory.mktemp('races') / f'{uuid4().hex}.sqlite3'}"
        return
    with fresh_database(os.environ["YUANQU_DATABASE_URL"]) as url:
        yield url


@pytest.fixture(scope="module")
def races(address: str) -> Races:
    """What came of every race."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.cases.races"],
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ
        | {"YUANQU_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: Races = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_case_that_eight_decide_at_once_is_decided_once(races: Races):
    assert (
        races["deciding"]
        == [
            {
                "results": {"cases.already_decided": RUNNERS - 1, "done": 1},
                "decisions": 1,
                "events": 1,
                "facts": 1,
            }
        ]
        * ROUNDS
    )


def test_numbers_given_at_once_have_no_gap_and_no_double(races: Races):
    assert races["numbering"] == [{"results": {"done": RUNNERS}, "gapless": True}] * ROUNDS


def test_of_those_who_apply_for_one_thing_at_once_one_gets_a_case(races: Races):
    expected = {"results": {"cases.one_open_already": RUNNERS - 1, "done": 1}}
    assert races["claiming"] == [expected] * ROUNDS


def test_of_those_who_save_one_revision_at_once_one_saves(races: Races):
    expected = {"cases.edited_meanwhile": RUNNERS - 1, "done": 1}
    assert races["saving"] == [{"results": expected, "revision": 1}] * ROUNDS


def test_no_decision_is_later_than_the_end_of_its_mandate(races: Races):
    assert races["removing"] == [{"after the end": 0}] * ROUNDS


def test_a_notice_that_eight_find_at_once_goes_once(races: Races):
    assert races["sending"] == [{"sent": 2, "attempts": 2}] * ROUNDS
