"""Every refusal has its sentence, made once: a code without one, or one without a code, fails."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

from tests.architecture.tree import SOURCE, calls, modules, parsed, place, require_none
from yuanqu.accounts.wording import all_sentences

CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# What a refusal is made with: the exceptions, a verdict, a broken link.
RAISERS = re.compile(r"(Refused|Error|Verdict\.no|Break)$")


def sentences() -> dict[str, str]:
    """Each code with its sentence in the source language."""
    return {code: str(sentence) for code, sentence in all_sentences().items()}


def pattern_of(node: ast.expr) -> str | None:
    """A code as a pattern: written out, or with what a variable fills in left open."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [pattern_of(part) or r"\w+" for part in node.values]
        return "".join(parts)
    return None


def raised() -> Iterator[tuple[Path, int, str]]:
    """The codes that refusals are made with, as patterns."""
    for path in modules(SOURCE):
        for call in calls(path):
            if RAISERS.search(ast.unparse(call.func)):
                for pattern in filter(None, map(pattern_of, call.args[:1])):
                    if CODE.fullmatch(pattern.replace("\\", "").replace("w+", "x")):
                        yield path, call.lineno, pattern
        yield from declared(path)


def declared(path: Path) -> Iterator[tuple[Path, int, str]]:
    """The codes of exceptions that have only one: `code = "…"` in the class."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            pattern = pattern_of(node.value)
            if pattern and CODE.fullmatch(pattern.replace("\\", "")):
                yield path, node.lineno, pattern


def written() -> str:
    """Every string of our code but those of the wording itself, one a line."""
    return "\n".join(
        node.value
        for path in modules(SOURCE)
        if path.stem != "wording"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def put_together() -> Iterator[str]:
    """The codes that are made of a code's app and a variable, such as an engine's reason."""
    for path in modules(SOURCE):
        for node in ast.walk(parsed(path)):
            pattern = pattern_of(node) if isinstance(node, ast.JoinedStr) else None
            if pattern and re.fullmatch(r"[a-z]+\\\.\\w\+", pattern):
                yield pattern


def test_every_code_that_is_raised_has_a_sentence():
    known = sentences()
    require_none(
        (
            f"{place(path, line)} {pattern}"
            for path, line, pattern in raised()
            if not any(re.fullmatch(pattern, code) for code in known)
        ),
        "Every code has its sentence in a wording.py.",
    )


def test_every_sentence_has_a_code_that_is_used():
    used = set(written().splitlines())
    patterns = {pattern for _path, _line, pattern in raised()} | set(put_together())
    require_none(
        (
            code
            for code in sentences()
            if code not in used and not any(re.fullmatch(pattern, code) for pattern in patterns)
        ),
        "A sentence whose code nothing raises is dead.",
    )


def facts_of(call: ast.Call) -> set[str] | None:
    """The facts given with a code; None where they come from elsewhere (`**error.facts`)."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return {str(keyword.arg) for keyword in call.keywords}


def test_every_refusal_gives_the_facts_that_its_sentence_needs():
    known = sentences()
    missing = []
    for path in modules(SOURCE):
        for call in calls(path):
            if not RAISERS.search(ast.unparse(call.func)) or not call.args:
                continue
            code = call.args[0]
            given = facts_of(call)
            if isinstance(code, ast.Constant) and code.value in known and given is not None:
                needed = set(PLACEHOLDER.findall(known[code.value]))
                # A positional text is the fact of an exception that takes only one.
                if needed - given and len(call.args) == 1:
                    missing.append(f"{place(path, call.lineno)} {code.value}: {needed - given}")
    require_none(missing, "A refusal gives every fact that its sentence names.")


def test_a_code_belongs_to_one_app():
    seen: dict[str, str] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("yuanqu.") and find_spec(f"{app.name}.wording"):
            for code in import_module(f"{app.name}.wording").SENTENCES:
                assert seen.setdefault(code, app.name) == app.name
