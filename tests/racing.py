"""Many at once: a module of races, run in a process of its own on a fresh database.

The database is of the kind that this run is on. The last line that the module prints is what came
of it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

from benchmarks._measure import fresh_database

ROOT = Path(__file__).resolve().parents[1]
Outcomes = dict[str, dict[str, int]]


def raced(module: str, home: Path) -> Outcomes:
    """What each race of the module ended in, by the name of the race."""
    if connection.vendor == "sqlite":
        return _run(module, f"sqlite:///{home}/yuanqu.sqlite3")
    with fresh_database(os.environ["YUANQU_DATABASE_URL"]) as url:
        return _run(module, url)


def _run(module: str, url: str) -> Outcomes:
    environment = {
        **os.environ,
        "YUANQU_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    outcomes: Outcomes = json.loads(done.stdout.splitlines()[-1])
    return outcomes
