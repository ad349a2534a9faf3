"""One concept, one word, in every layer where it exists; and names that say something."""

import ast
import re

import pytest

from tests.architecture.tree import (
    APPS,
    ROOT,
    SOURCE,
    TEMPLATES,
    Function,
    modules,
    parsed,
    place,
    require_none,
)
from tools.messages import read_catalog

GLOSSARY = ROOT / "docs" / "glossary.md"
EMPTY_WORDS = re.compile(
    r"(Manager|Helper|Util|Utils|Base|Mixin)$|^(data|info|process|handle|do_it|helper|utils?)$"
)
# Tests of what is no package of ours; every other folder of tests/ mirrors src/yuanqu.
TESTS_OF_MORE = {"architecture", "browser", "tools"}
# Templates of no one concept: the shared pieces, and the pages that Django and allauth ask for.
SHARED_TEMPLATES = {"account", "allauth", "components", "errors", "mfa", "socialaccount"}


def glossary_names() -> set[str]:
    """Every name in code that the glossary gives."""
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if "|" in line]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_a_page_of_documentation_under_its_name(app: str):
    assert (ROOT / "docs" / f"{app}.md").is_file()


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_tests_under_its_name(app: str):
    assert list((ROOT / "tests" / app).rglob("test_*.py"))


def test_every_folder_of_tests_mirrors_a_package():
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    there = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} - TESTS_OF_MORE - there == set()


def view_modules() -> set[str]:
    """The concepts that have pages, by their view modules."""
    views = SOURCE / "web" / "views"
    # A concept with many views has a folder of its name.
    first = {path.relative_to(views).parts[0] for path in modules(views)}
    return {name.removesuffix(".py") for name in first} - {"__init__"}


def test_a_folder_of_templates_has_views_of_its_name():
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}
    assert folders - SHARED_TEMPLATES - view_modules() == set()


def test_every_page_and_command_has_a_name_of_the_glossary():
    from yuanqu.cli.commands import COMMANDS

    shown = view_modules() | set(COMMANDS) | set(APPS)
    assert {name for name in shown if name not in glossary_names()} == set()


def test_every_model_is_in_the_glossary():
    from django.apps import apps

    ours = [app for app in apps.get_app_configs() if app.name.startswith("yuanqu.")]
    models = {model.__name__ for app in ours for model in app.get_models()}
    assert models - glossary_names() == set()


def identifiers() -> str:
    """All our code as one text, in which a name of the glossary is looked for."""
    kept = [path for path in SOURCE.rglob("*") if path.suffix in {".py", ".yaml", ".html"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in kept)


def test_every_name_of_the_glossary_is_in_the_code():
    code, places = identifiers(), {path.stem for path in SOURCE.rglob("*")}
    assert {
        name
        for name in glossary_names()
        if name not in places and not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code)
    } == set()


def translations() -> dict[str, str]:
    """The Chinese of each sentence of the catalog, by the English in small letters."""
    return {entry.msgid.lower(): entry.msgstr for entry in read_catalog() if entry.msgstr}


def test_the_screens_say_in_chinese_what_the_glossary_says():
    chinese = translations()
    rows = [line.split("|") for line in GLOSSARY.read_text(encoding="utf-8").splitlines()]
    pairs = [(row[1].strip(), row[2].strip()) for row in rows if len(row) == 6]
    require_none(
        (
            f"{english}: {said} in the glossary, {chinese[english]} on the screens"
            for said, english in pairs
            if english in chinese and chinese[english] not in said.split("、")
        ),
        "One thing has one word.",
    )


def test_no_name_is_empty_of_meaning():
    require_none(
        (
            f"{place(path, node.lineno)} {node.name}"
            for path in modules(SOURCE, ROOT / "tools", ROOT / "benchmarks")
            for node in ast.walk(parsed(path))
            if isinstance(node, Function | ast.ClassDef) and EMPTY_WORDS.search(node.name)
        ),
        "A name says what the thing is.",
    )


def test_every_identifier_is_ascii():
    require_none(
        (
            f"{place(path, node.lineno)} {node.name}"
            for path in modules(ROOT / "src", ROOT / "tests", ROOT / "tools", ROOT / "benchmarks")
            for node in ast.walk(parsed(path))
            if isinstance(node, Function | ast.ClassDef) and not node.name.isascii()
        ),
        "Identifiers are ASCII.",
    )


def test_every_model_of_ours_says_what_it_is():
    from django.apps import apps
    from django.db.models import Model

    ours = [app for app in apps.get_app_configs() if app.name.startswith("yuanqu.")]
    assert [
        model.__name__
        for app in ours
        for model in app.get_models()
        if model.__str__ is Model.__str__
    ] == []
