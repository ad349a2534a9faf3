"""Small pieces: no function, module or signature grows past what one reads at a glance."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import (
    OWN_CODE,
    ROOT,
    SOURCE,
    Function,
    functions,
    modules,
    name_of,
    place,
    require_none,
)

LONGEST_FUNCTION = 40
LONGEST_MODULE = 400
MOST_COMPLEX = 8
MOST_ARGUMENTS = 6

# What makes a second way through a function: McCabe's count, as ruff has it.
BRANCHES = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case,
)  # fmt: skip


def complexity(function: Function) -> int:
    """How many independent ways lead through the function."""
    return 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(function))


def length(function: Function) -> int:
    """Lines from `def` to the last, docstring and comments included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def arguments(function: Function) -> int:
    """How many arguments a caller thinks of; `self` and `cls` are none of them."""
    named = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return sum(argument.arg not in {"self", "cls"} for argument in named)


def test_no_function_is_longer_than_forty_lines():
    require_none(
        (
            f"{place(path, function.lineno)} {function.name} has {length(function)} lines"
            for path in modules(*(ROOT / folder for folder in OWN_CODE))
            for function in functions(path)
            if length(function) > LONGEST_FUNCTION
        ),
        f"A function has at most {LONGEST_FUNCTION} lines; aim at 8.",
    )


def test_no_module_is_longer_than_four_hundred_lines():
    ours = [*modules(*(ROOT / folder for folder in OWN_CODE)), *SOURCE.rglob("static/**/*.js")]
    sizes = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ours}
    require_none(
        (f"{name} has {size} lines" for name, size in sizes.items() if size > LONGEST_MODULE),
        f"A module has at most {LONGEST_MODULE} lines; aim at 80. Split by concept.",
    )


def test_no_function_is_more_complex_than_eight():
    require_none(
        (
            f"{place(path, function.lineno)} {function.name} has complexity {complexity(function)}"
            for path in modules(SOURCE, ROOT / "tools", ROOT / "benchmarks")
            for function in functions(path)
            if complexity(function) > MOST_COMPLEX
        ),
        f"A function has at most complexity {MOST_COMPLEX}.",
    )


def test_no_function_takes_more_than_six_arguments():
    require_none(
        (
            f"{place(path, function.lineno)} {function.name} takes {arguments(function)} arguments"
            for path in modules(SOURCE, ROOT / "tools", ROOT / "benchmarks")
            for function in functions(path)
            if arguments(function) > MOST_ARGUMENTS
        ),
        f"A function takes at most {MOST_ARGUMENTS} arguments.",
    )


@pytest.mark.parametrize(
    ("source", "ways"),
    [
        ("def one(): return 1", 1),
        ("def two(a):\n if a: return 1\n return 2", 2),
        ("def three(a):\n for b in a:\n  if b: return b", 3),
        ("def two(a):\n try: return a\n except ValueError: return 0", 2),
    ],
)
def test_complexity_counts_the_ways_through(source: str, ways: int):
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert complexity(function) == ways


def test_the_tree_is_found():
    assert Path(SOURCE / "settings.py") in set(modules(SOURCE))
