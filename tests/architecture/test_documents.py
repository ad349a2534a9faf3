"""What the documents say is so: links resolve, settings and commands exist, and the reverse."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest

from tests.architecture.tree import (
    ROOT,
    SOURCE,
    calls,
    carried_files,
    modules,
    name_of,
    require_none,
)
from yuanqu.cli.commands import COMMANDS
from yuanqu.cli.failures import Exit
from yuanqu.engines.aggregation import Reason
from yuanqu.engines.quantities import Qualifier
from yuanqu.engines.standings import TRANSITIONS, Bearing, Standing
from yuanqu.ledger.models import Access, LegalBasis, Purpose

DOCUMENTS = tuple(path for path in carried_files() if path.suffix == ".md")
OPERATE = ROOT / "docs" / "operate.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
VARIABLE = re.compile(r"YUANQU_[A-Z][A-Z0-9_]*[A-Z0-9]")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
SPOKEN = re.compile(r"(?:^|(?<=[`\s]))yuanqu((?: [a-z][a-z-]*| --[a-z][a-z-]*)+)", re.MULTILINE)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def anchors(path: Path) -> set[str]:
    """The anchors that a Markdown page's headings make."""
    headings = HEADING.findall(FENCED.sub("", text_of(path)))
    kept = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {re.sub(r"\s", "-", heading.strip()) for heading in kept}


def links(path: Path) -> Iterator[tuple[Path, str]]:
    """The files and anchors that the page's relative links lead to."""
    for target in LINK.findall(FENCED.sub("", text_of(path))):
        if not re.match(r"[a-z]+:", target):
            file, _, anchor = target.partition("#")
            yield (path.parent / file).resolve() if file else path, anchor


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_resolves(path: Path):
    assert [
        f"{target}#{anchor}"
        for target, anchor in links(path)
        if not target.exists()
        or (anchor and target.suffix == ".md" and anchor not in anchors(target))
    ] == []


def test_every_page_of_the_documentation_is_reached_from_its_start():
    start = ROOT / "docs" / "README.md"
    seen, waiting = {start}, [start]
    while waiting:
        for target, _anchor in links(waiting.pop()):
            if target.suffix == ".md" and target not in seen:
                seen.add(target)
                waiting.append(target)
    pages = {path for path in DOCUMENTS if path.is_relative_to(ROOT / "docs")}
    assert {name_of(path) for path in pages - seen} == set()


# --- settings ----------------------------------------------------------------------------


@cache
def read_variables() -> set[str]:
    """Every YUANQU_* variable that the program reads: the first argument of some call."""
    read = {call.args[0] for path in modules(SOURCE) for call in calls(path) if call.args}
    texts = {node.value for node in read if isinstance(node, ast.Constant)}
    named = {text for text in texts if isinstance(text, str) and VARIABLE.fullmatch(text)}
    return {name.removesuffix("_FILE") for name in named}


def named_in(path: Path) -> set[str]:
    """The variables that a file names; `…_FILE` is the same one."""
    return {name.removesuffix("_FILE") for name in VARIABLE.findall(text_of(path))}


def documented_variables() -> set[str]:
    """The variables of the settings table: the first cell of its rows."""
    return set(re.findall(r"^\| `(YUANQU_[A-Z0-9_]+)` \|", text_of(OPERATE), re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_setting_is_read():
    assert documented_variables() == read_variables()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_names_no_setting_that_is_not_there(path: Path):
    assert named_in(path) - read_variables() == set()


def test_the_code_names_no_setting_that_is_not_read():
    read = read_variables()
    require_none(
        (
            f"{name_of(path)} {named_in(path) - read}"
            for path in modules(SOURCE)
            if named_in(path) - read
        ),
        "A variable that a docstring or a message names is one that the program reads.",
    )


# --- commands ----------------------------------------------------------------------------


@cache
def commands() -> dict[str, click.Command]:
    """Every command of `yuanqu`, by its words; a command's module is imported to ask it."""
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = getattr(import_module(f"yuanqu.cli.{name}"), name)
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {under}": each for under, each in command.commands.items()}
    return found


def options(command: click.Command) -> set[str]:
    """The long options of a command."""
    given = {text for option in command.params for text in option.opts + option.secondary_opts}
    return {text for text in given if text.startswith("--")} | {"--help"}


def test_every_command_and_option_is_documented():
    page = text_of(OPERATE)
    wanted = {
        f"yuanqu {words}" for words, each in commands().items() if not isinstance(each, click.Group)
    }
    assert {words for words in wanted if words not in page} == set()
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `yuanqu ")}
    assert [
        f"yuanqu {words} {option}"
        for words, each in commands().items()
        for option in options(each) - {"--help"}
        if not any(
            f"`{option}" in row for row in rows.values() if row.startswith(f"| `yuanqu {words}")
        )
    ] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_names_no_command_that_is_not_there(path: Path):
    known = commands()
    wrong = []
    for spoken in SPOKEN.findall(text_of(path)):
        words = [word for word in spoken.split() if not word.startswith("--")]
        command = known.get(" ".join(words[:2])) or (known.get(words[0]) if words else None)
        given = {word for word in spoken.split() if word.startswith("--")}
        if words and (command is None or (words[0] != "manage" and given - options(command))):
            wrong.append(f"yuanqu{spoken}")
    assert wrong == []


@cache
def known_paths() -> set[str]:
    """Every path of ours, and each of its endings: `ledger/effects.py` is one."""
    known = {name_of(each) for each in carried_files()}
    return known | {
        name[at + 1 :] for name in known for at, letter in enumerate(name) if letter == "/"
    }


def run_commands() -> set[str]:
    """The commands of ./run, from its `case`."""
    return set(re.findall(r"^([a-z]+)\)$", text_of(ROOT / "run"), re.MULTILINE))


def test_every_command_of_run_is_documented():
    assert {
        name for name in run_commands() if f"`./run {name}" not in text_of(CONTRIBUTING)
    } == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_names_no_command_of_run_that_is_not_there(path: Path):
    assert (
        set(re.findall(r"(?:^|`)\./run ([a-z]+)", text_of(path), re.MULTILINE)) - run_commands()
        == set()
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_names_no_file_that_is_not_there(path: Path):
    """A path of ours in backticks, such as `ledger/effects.py`, is one of the tree."""
    prose = FENCED.sub("", text_of(path))
    named = set(
        re.findall(r"`([a-z][\w./-]*/[\w.-]+\.(?:py|yaml|html|md|css|js|toml|txt))`", prose)
    )
    made_by_the_reader = {"add-a-concept.md": "visits"}.get(path.name, "\0")
    assert {name for name in named - known_paths() if made_by_the_reader not in name} == set()


def test_the_readmes_give_two_commands():
    for name in ("README.md", "README.zh.md"):
        fences = FENCED.findall(text_of(ROOT / name))
        lines = [line for line in fences[0].splitlines() if line and not line.startswith("```")]
        assert len(lines) == 2, name


# --- what the pages about concepts list --------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [Access, Bearing, LegalBasis, Purpose, Qualifier, Standing],
    ids=lambda each: each.__name__,
)
def test_the_ledger_page_explains_every_word_of_the_ledger(words: type[StrEnum]):
    said = text_of(ROOT / "docs" / "ledger.md")
    assert {word.value for word in words if word.value not in said} == set()


def test_the_ledger_page_has_the_table_of_moves():
    page = text_of(ROOT / "docs" / "ledger.md")
    bearings = [Bearing.VERIFIES, Bearing.DISPUTES, Bearing.WITHDRAWS, Bearing.CORRECTS]
    for standing in Standing:
        cells = [TRANSITIONS.get((standing, bearing)) for bearing in bearings]
        row = " | ".join(f"`{cell}`" if cell else "–" for cell in cells)
        assert f"| `{standing}` | {row} |" in page


def test_the_sealing_page_names_every_break():
    verifying = text_of(SOURCE / "ledger" / "verifying.py")
    page = text_of(ROOT / "docs" / "algorithms" / "sealing.md")
    codes = set(re.findall(r'"(ledger\.[a-z_]+)"', verifying))
    assert codes == set(re.findall(r"^\| `(ledger\.[a-z_]+)` \|", page, re.MULTILINE))


def test_the_indicators_page_names_every_reason():
    page = text_of(ROOT / "docs" / "indicators.md")
    assert {reason.value for reason in Reason if f"`{reason.value}`" not in page} == set()


def test_the_operating_page_names_every_exit_code():
    page = text_of(OPERATE)
    assert {code.value for code in Exit if f"| {code.value} |" not in page} == set()
