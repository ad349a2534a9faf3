"""docs/add-a-concept.md works as written: its steps are taken in a copy, and the copy is tested."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, carried_files
from tests.architecture.walk_through import steps

PAGE = ROOT / "docs" / "add-a-concept.md"
# What one forgets: each of these fails until the walk-through has said it.
HELD = [
    f"tests/architecture/test_{name}"
    for name in (
        "catalogs.py", "floors.py", "names.py", "wording.py", "writers.py",
        "routes.py::test_every_address_is_in_the_table",
    )
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the repository carries, as a repository of its own."""
    for path in carried_files():
        place = tmp_path / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    run(tmp_path, "git", "init", "--quiet")
    return tmp_path


def run(folder: Path, *command: str) -> None:
    """Run a command in the copy, on SQLite, with the copy's own code."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("YUANQU_")}
    paths = {"PYTHONPATH": f"{folder}/src:{folder}", "YUANQU_HOME": f"{folder}/var"}
    done = subprocess.run(
        command, cwd=folder, env=given | paths, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}{done.stderr[-2000:]}"


def test_the_walk_through_leads_to_a_concept_that_holds_the_house_rules(copy: Path):
    for step in steps(PAGE.read_text(encoding="utf-8")):
        step.take(copy)
    migrations = copy / "src" / "yuanqu" / "visits" / "migrations"
    migrations.mkdir()
    (migrations / "__init__.py").touch()
    python = (sys.executable, "-m")
    run(copy, *python, "yuanqu", "manage", "makemigrations", "visits", "--name", "visits", "-v0")
    run(copy, *python, "tools.messages", "--merge", "build/visits.json")
    run(copy, str(Path(sys.executable).parent / "lint-imports"))
    run(copy, *python, "pytest", "-q", "--show-capture=no", "tests/visits", *HELD)
