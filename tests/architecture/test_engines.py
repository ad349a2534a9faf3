"""Engines are pure and explain themselves: values in, values out, a docstring on what is public."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import SOURCE, Function, imported, modules, parsed, place, require_none

ENGINES = SOURCE / "engines"
# Of the standard library, what would let the world in: clock, chance, files, network, environment.
WORLDLY = {
    "asyncio", "getpass", "glob", "http", "importlib", "io", "locale", "logging", "multiprocessing",
    "os", "pathlib", "platform", "random", "secrets", "select", "shutil", "signal", "socket",
    "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
# Packages of others that an engine may use: pure themselves, each with a decision note.
PURE = {"numpy", "opencc", "rjieba"}
# A UUID is a value; making a new one is chance.
CHANCE = {"uuid", "uuid.uuid1", "uuid.uuid4"}
CLOCK = {"now", "today", "utcnow", "localdate"}
OPENERS = {"open", "print", "input", "__import__", "eval", "exec"}


def is_pure(name: str) -> bool:
    """Whether an engine may import this."""
    if name.startswith("yuanqu."):
        return name.startswith("yuanqu.engines.")
    package = name.partition(".")[0]
    if name in CHANCE:
        return False
    return package in PURE or (package in sys.stdlib_module_names and package not in WORLDLY)


def test_engines_import_nothing_that_reaches_the_world():
    require_none(
        (
            f"{place(path, line)} imports {name}"
            for path in modules(ENGINES)
            for line, name in imported(path)
            if not is_pure(name)
        ),
        "An engine imports only what is pure.",
    )


def test_engines_ask_no_clock_and_open_nothing():
    require_none(
        (
            f"{place(path, node.lineno)} {ast.unparse(node.func)}"
            for path in modules(ENGINES)
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Call)
            and (
                (isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK)
                or (isinstance(node.func, ast.Name) and node.func.id in OPENERS)
            )
        ),
        "An engine is given the time; it asks no clock and opens nothing.",
    )


def public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """The public functions and classes of a body, and the public methods of those classes."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def test_every_public_name_of_an_engine_has_a_docstring():
    require_none(
        (
            f"{place(path, node.lineno)} {node.name}"
            for path in modules(ENGINES)
            for node in public(parsed(path).body)
            if ast.get_docstring(node) is None
        ),
        "Every public function and class of an engine has a docstring.",
    )


def dataclasses(path: Path) -> Iterator[tuple[ast.ClassDef, str]]:
    """The dataclasses of a module, each with its decorator as written."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef):
            for decorator in map(ast.unparse, node.decorator_list):
                if decorator.startswith("dataclass"):
                    yield node, decorator


def test_every_dataclass_of_an_engine_is_frozen_and_slotted():
    require_none(
        (
            f"{place(path, node.lineno)} {node.name}: {decorator}"
            for path in modules(ENGINES)
            for node, decorator in dataclasses(path)
            if "frozen=True" not in decorator or "slots=True" not in decorator
        ),
        "A dataclass of an engine is frozen and slotted.",
    )
