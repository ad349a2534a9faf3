"""What a text states of itself before it begins: YAML between `---`, or TOML between `+++`."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from yuanqu.knowledge.reading.parsed import ReadingError

LONGEST = 20_000
_BLOCK = re.compile(
    r"(?P<sign>---|\+\+\+)[ \t]*\n(?P<inside>.*?)^(?P=sign)[ \t]*(?:\n|$)", re.DOTALL | re.MULTILINE
)


def split(text: str) -> tuple[Mapping[str, str], str]:
    """What is stated, as texts, and the text after it.

    Raises ReadingError `knowledge.front_matter` where the block cannot be read.
    """
    plain = text.replace("\r\n", "\n")
    found = _BLOCK.match(plain)
    if found is None:
        return {}, plain
    stated = _read(found["sign"], found["inside"])
    said = {str(key): _said(value) for key, value in stated.items() if value is not None}
    return said, plain[found.end() :].lstrip("\n")


def _read(sign: str, inside: str) -> Mapping[str, Any]:
    if len(inside) > LONGEST:
        raise ReadingError("knowledge.front_matter", cause=f"> {LONGEST}")
    try:
        stated = yaml.safe_load(inside) if sign == "---" else tomllib.loads(inside)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError) as error:
        cause = str(error).splitlines()[0][:120]
        raise ReadingError("knowledge.front_matter", cause=cause) from error
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        raise ReadingError("knowledge.front_matter", cause=type(stated).__name__)
    return stated


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
