"""Rule 4, "one action, every door": only actions write.

A write is recognized by how Django writes it. What a plain dictionary or a file store does under
the same name is told apart by its arguments: `dict.update(other)` and `storage.delete(path)` take
a positional one, a model and a queryset take none.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import (
    SOURCE,
    TEMPLATES,
    Function,
    calls,
    modules,
    name_of,
    parsed,
    place,
    require_none,
)

# Writers that are no `actions.py`, each part of one app's actions and called by them alone.
ALLOWED = {
    "ledger/effects.py": "moves standings, for recording and for import alike",
    "ledger/sealing.py": "appends the seals, under the one lock of the chain",
    "ledger/transfer.py": "imports a chain with its hashes, into an empty ledger only",
    "ledger/triggers.py": "makes the triggers that hold append-only tables so",
    "upkeep/archives/databases.py": "copies a database whole, beneath the models",
    "upkeep/archives/postgres.py": "copies a database whole, beneath the models",
    "upkeep/archives/sqlite.py": "copies a database whole, beneath the models",
}
ALWAYS = {
    "abulk_create", "abulk_update", "acreate", "adelete", "aget_or_create", "asave",
    "aupdate", "aupdate_or_create", "bulk_create", "bulk_update", "get_or_create", "save_base",
    "update_or_create", "_raw_delete",
}  # fmt: skip
WITHOUT_POSITION = {"create", "delete", "save", "update"}
RAW_SQL = {"execute", "executemany", "executescript"}
READING = re.compile(r"\s*(SELECT|PRAGMA\s+\w+\s*;?\s*$|EXPLAIN)\b", re.IGNORECASE)


def is_actions(path: Path) -> bool:
    """An app's `actions.py`, or a module of its `actions/`."""
    return path.stem == "actions" or "actions" in path.parent.parts


def is_write(call: ast.Call) -> bool:
    """Whether the call writes to the database, as far as its shape tells."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name in RAW_SQL:
        return not (call.args and reads_only(call.args[0]))
    if name == "update" and not call.keywords:
        return False
    return name in ALWAYS or (name in WITHOUT_POSITION and not call.args)


def reads_only(statement: ast.expr) -> bool:
    """A statement written out here that only reads."""
    return (
        isinstance(statement, ast.Constant)
        and isinstance(statement.value, str)
        and READING.match(statement.value) is not None
    )


def writes() -> Iterator[tuple[Path, ast.Call]]:
    """Every write in our code, with its module."""
    for path in modules(SOURCE):
        for call in calls(path):
            if is_write(call):
                yield path, call


def allowed(path: Path) -> str:
    """The module as the table names it."""
    return path.relative_to(SOURCE).as_posix()


def test_only_actions_write():
    require_none(
        (
            f"{place(path, call.lineno)} {ast.unparse(call.func)}"
            for path, call in writes()
            if not is_actions(path) and allowed(path) not in ALLOWED
        ),
        "Only actions write; every door calls them.",
    )


def test_every_exception_in_the_table_writes():
    assert set(ALLOWED) - {allowed(path) for path, _call in writes()} == set()


def test_no_template_calls_a_writing_method():
    calling = re.compile(r"\{[{%][^}%]*\.(save|delete|create|update)\b")
    require_none(
        (
            place(path, number)
            for path in sorted(TEMPLATES.rglob("*.html"))
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if calling.search(line)
        ),
        "A template writes nothing.",
    )


def public_actions() -> Iterator[tuple[Path, Function]]:
    """The public functions at the top of each app's actions."""
    for path in modules(SOURCE):
        if is_actions(path):
            for node in parsed(path).body:
                if isinstance(node, Function) and not node.name.startswith("_"):
                    yield path, node


def test_every_action_of_more_than_one_argument_takes_them_by_name():
    require_none(
        (
            f"{place(path, action.lineno)} {action.name}"
            for path, action in public_actions()
            if (positional := action.args.posonlyargs + action.args.args)
            and (len(positional) > 1 or action.args.kwonlyargs)
        ),
        "An action takes its arguments by name: verb_noun(*, actor, …).",
    )


def test_every_action_that_writes_is_one_transaction():
    require_none(
        (
            f"{place(path, action.lineno)} {action.name}"
            for path, action in public_actions()
            if any(is_write(node) for node in ast.walk(action) if isinstance(node, ast.Call))
            and "transaction.atomic" not in map(ast.unparse, action.decorator_list)
        ),
        "An action that writes is @transaction.atomic.",
    )


@pytest.mark.parametrize(
    ("source", "writing"),
    [
        ("fact.save()", True),
        ("fact.save(update_fields=['label'])", True),
        ("Fact.objects.create(kind='x')", True),
        ("Fact.objects.filter(kind='x').delete()", True),
        ("Fact.objects.update(kind='x')", True),
        ("Fact.objects.bulk_create(facts)", True),
        ("cursor.execute(statement)", True),
        ("cursor.execute('DELETE FROM fact')", True),
        ("cursor.execute('SELECT 1')", False),
        ("digest.update(content)", False),
        ("storage.save(path, content)", False),
        ("storage.delete(path)", False),
    ],
)
def test_a_write_is_recognized_by_its_shape(source: str, writing: bool):
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    assert is_write(call) is writing


def test_settings_install_no_admin():
    settings = SOURCE / "settings.py"
    assert "django.contrib.admin" not in settings.read_text(encoding="utf-8"), name_of(settings)
