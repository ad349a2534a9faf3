"""Migrations say what the models say, and each can be taken back."""

import ast
import re

import pytest
from django.core.management import call_command

from tests.architecture.tree import SOURCE, name_of, parsed

MIGRATIONS = [path for path in sorted(SOURCE.glob("*/migrations/*.py")) if path.stem != "__init__"]


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("path", MIGRATIONS, ids=name_of)
def test_a_migration_is_named_by_hand(path):
    assert re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", path.stem)
    assert "_auto_" not in path.stem
    assert not path.stem.endswith("_initial")


@pytest.mark.parametrize("path", MIGRATIONS, ids=name_of)
def test_a_migration_can_be_taken_back(path):
    one_way = [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"RunPython", "RunSQL"}
        and len(node.args) + len(node.keywords) < 2
    ]
    assert one_way == []
