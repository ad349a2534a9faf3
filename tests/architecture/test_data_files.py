"""Kinds, units and indicators are data: each carries its name in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.tree import SOURCE, name_of, require_none

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ASIDE = re.compile(r"\([^)]*\)")
FILES = sorted([*SOURCE.glob("*/kinds/*.yaml"), *SOURCE.glob("*/indicators/*.yaml")])


def pairs(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every {zh, en} in a file, with the path to it."""
    if isinstance(value, dict):
        if set(value) == {"zh", "en"} and all(isinstance(text, str) for text in value.values()):
            yield where, value
        for key, below in value.items():
            yield from pairs(below, f"{where}.{key}")
    elif isinstance(value, list):
        for place, below in enumerate(value):
            yield from pairs(below, f"{where}[{place}]")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def faults(where: str, words: dict[str, str]) -> list[str]:
    """What is wrong with a pair of words."""
    found = []
    if not words["zh"].strip() or not words["en"].strip():
        found.append(f"{where}: empty")
    if words["zh"] != words["en"] and not CHINESE.search(words["zh"]):
        found.append(f"{where}: zh is not Chinese: {words['zh']}")
    # A source may name a Chinese document as it is called; a name may not, but for what tells two
    # companies of one sound apart: Nawei (纳微) and Nawei (纳维).
    if where.endswith("names") and CHINESE.search(ASIDE.sub("", words["en"])):
        found.append(f"{where}: en holds Chinese: {words['en']}")
    return found


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_kind_or_indicator_is_named_in_both_languages(path: Path):
    content = read(path)
    assert content["code"] == path.stem
    assert set(content["names"]) == {"zh", "en"}
    explained = content.get("counts_for") or content.get("source")
    assert explained, "a kind says what it counts for, an indicator where it is defined"
    assert set(explained) == {"zh", "en"}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.yaml")), ids=name_of)
def test_every_pair_of_words_is_chinese_and_english(path: Path):
    found = pairs(read(path), path.stem)
    require_none(
        (fault for where, words in found for fault in faults(where, words)),
        "Every word of a data file is there in Chinese and in English.",
    )


def test_every_unit_is_named_in_both_languages():
    for unit in read(SOURCE / "ledger" / "units.yaml"):
        assert set(unit["names"]) == {"zh", "en"}, unit["code"]


def test_a_code_is_the_code_of_one_file():
    kinds = [path.stem for path in SOURCE.glob("*/kinds/*.yaml")]
    indicators = [path.stem for path in SOURCE.glob("*/indicators/*.yaml")]
    assert len(set(kinds)) == len(kinds)
    assert len(set(indicators)) == len(indicators)
