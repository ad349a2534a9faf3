"""Who may know of whom: no signals between our own apps, and the drawing is the contract.

The import contracts themselves are checked by import-linter, which `./run check` runs.
"""

import re
import tomllib

from tests.architecture.tree import ROOT, SOURCE, imported, modules, place, require_none

# What libraries tell us by signal alone: that Django remade a table, which loses SQLite's triggers;
# that a log-in or the linking of an account ended, in allauth's own views.
SIGNALS_ALLOWED = {
    "accounts/apps.py": {
        "allauth.socialaccount.signals.social_account_added",
        "allauth.socialaccount.signals.social_account_removed",
        "django.contrib.auth.signals.user_logged_in",
    },
    "ledger/apps.py": {"django.db.models.signals.post_migrate"},
}
SIGNAL = re.compile(r"\.signals(\.|$)|^django\.dispatch(\.|$)")


def layers() -> list[str]:
    """The layers of pyproject.toml, from the top."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = read["tool"]["importlinter"]["contracts"]
    return next(each["layers"] for each in contracts if each["type"] == "layers")


def packages(layer: str) -> list[str]:
    """The packages that stand side by side in a layer; those in parentheses are not built yet."""
    return [name.strip() for name in layer.split("|")]


def test_no_app_sends_or_awaits_signals():
    require_none(
        (
            f"{place(path, line)} imports {name}"
            for path in modules(SOURCE)
            for line, name in imported(path)
            if SIGNAL.search(name)
            and name not in SIGNALS_ALLOWED.get(path.relative_to(SOURCE).as_posix(), ())
        ),
        "No signals between our own apps: call the action.",
    )


def test_every_package_stands_in_the_contract_and_is_there():
    named = {name for layer in layers() for name in packages(layer)}
    there = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or path.is_dir()}
    present = there - {"__init__", "__pycache__", "locale", "py"}
    assert {name for name in named if not name.startswith("(")} == present


def test_the_drawing_in_the_architecture_page_is_the_contract():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = re.search(r"```floors\n(.*?)```", page, re.DOTALL)
    assert drawn, "docs/architecture.md draws the floors in a block ```floors"
    rows = [line.partition("  ")[0].strip() for line in drawn.group(1).splitlines() if line.strip()]
    assert rows == layers()
