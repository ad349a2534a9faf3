"""The source tree as the architecture tests read it: files, syntax trees, and where they stand."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "yuanqu"
TEMPLATES = SOURCE / "web" / "templates"
OWN_CODE = ("src", "tests", "tools", "benchmarks")
APPS = tuple(sorted(path.parent.name for path in SOURCE.glob("*/apps.py")))

Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=1)
def carried_files() -> tuple[Path, ...]:
    """Every file of the repository, as git would commit it: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def name_of(path: Path) -> str:
    """The path as a message shows it."""
    return path.relative_to(ROOT).as_posix()


def modules(*folders: Path) -> Iterator[Path]:
    """The Python modules below these folders, migrations left out: Django writes those."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts and "__pycache__" not in path.parts:
                yield path


@cache
def parsed(path: Path) -> ast.Module:
    """The module's syntax tree, read once a run."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function of the module, methods and nested ones among them."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, Function):
            yield node


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in the module."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """The line and full name of everything the module imports, wherever in it."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def place(path: Path, line: int) -> str:
    """Where a fault stands, as editors open it."""
    return f"{name_of(path)}:{line}"


def require_none(faults: Iterable[str], rule: str) -> None:
    """Fail with the rule and every fault, each on a line of its own."""
    if found := list(faults):
        pytest.fail("\n  ".join([rule, *found]), pytrace=False)
