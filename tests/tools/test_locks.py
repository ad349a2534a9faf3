"""The locks say what is installed, wherever it comes from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_has_digests_and_names_no_registry(lock):
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry.split("=")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?://\S+|^--?\w+.*", text, re.MULTILINE) == []


def test_locks_agree_on_versions():
    dev = pins(ROOT / "requirements" / "dev.txt")
    for name in ("run", "build"):
        wanted = pins(ROOT / "requirements" / f"{name}.txt")
        assert {package: dev.get(package) for package in wanted} == wanted


def test_browser_lock_has_digests_and_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert [name for name, package in fetched.items() if "resolved" in package] == []
    assert [name for name, package in fetched.items() if "integrity" not in package] == []
