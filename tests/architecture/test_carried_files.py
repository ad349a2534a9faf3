"""What the repository carries: our own text, small, and true on every machine."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, carried_files, name_of, require_none

# Pictures of our own; everything else is text.
PICTURES = {".png", ".ico", ".svg"}
LARGEST_TEXT = 400_000
LARGEST_PICTURE = 800_000
THIRD_PARTY = re.compile(
    r"\.min\.(js|css)$|\.(woff2?|ttf|otf|eot|whl|jar|exe|so|dll|mo|pyc)$"
    r"|(^|/)(node_modules|vendor|third_party|bower_components|site-packages)/"
)
# Put together here, so that this module does not find itself.
HOSTS = tuple(
    name.replace(" ", "")
    for name in ("pypi .org", "pythonhosted .org", "npm js.org", "npm js.com", "npm mirror.com")
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home/\w+|root|Users/\w+|mnt|private)/")


def is_text(path: Path) -> bool:
    return path.suffix not in PICTURES - {".svg"}


TEXTS = [path for path in carried_files() if is_text(path)]


def test_no_file_of_others_is_carried():
    assert [name_of(path) for path in carried_files() if THIRD_PARTY.search(name_of(path))] == []


def test_every_file_is_small():
    sizes = {path: path.stat().st_size for path in carried_files()}
    assert [
        f"{name_of(path)}: {size}"
        for path, size in sizes.items()
        if size > (LARGEST_TEXT if is_text(path) else LARGEST_PICTURE)
    ] == []


def test_every_text_is_utf8_with_unix_line_ends():
    for path in TEXTS:
        content = path.read_bytes()
        content.decode("utf-8")
        assert b"\r\n" not in content, name_of(path)


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in what is carried."""
    return [
        f"{name_of(path)}:{number}"
        for path in TEXTS
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("host", HOSTS)
def test_no_host_of_a_package_registry_is_named(host: str):
    require_none(lines_with(re.compile(re.escape(host))), "Name no package registry.")


def test_no_path_of_one_machine_is_named():
    require_none(lines_with(MACHINE_PATH), "Name no folder of one machine.")


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"]
)
def test_the_front_of_the_house_is_there(name: str):
    assert (ROOT / name).is_file()
