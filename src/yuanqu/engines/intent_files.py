"""Intents from what a pack's file or its settings say."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from yuanqu.engines.intents import Intent, IntentError, Slot, Sort, compiled
from yuanqu.engines.names import Names

MOST_INTENTS = 100
MOST_PATTERNS = 30
LONGEST_PATTERN = 400


@dataclass(frozen=True, slots=True)
class Intents:
    """Intents in the order in which they are tried, and words of courtesy to pass over."""

    intents: tuple[Intent, ...] = ()
    polite: tuple[str, ...] = ()


def intents_from(read: Any) -> Intents:
    """The intents of a file: a mapping with `intents`, perhaps `polite`. Raises `IntentError`."""
    if not read:
        return Intents()
    if not isinstance(read, Mapping) or not isinstance(read.get("intents", []), list):
        raise IntentError("intents", "a mapping with a list of intents is expected")
    listed = read.get("intents", [])
    if len(listed) > MOST_INTENTS:
        raise IntentError("intents", f"at most {MOST_INTENTS} are taken")
    return Intents(tuple(map(_intent, listed)), tuple(map(str, read.get("polite", []))))


def _intent(read: Any) -> Intent:
    code = str(read.get("code", "")) if isinstance(read, Mapping) else ""
    try:
        slots = {name: _slot(name, said) for name, said in read.get("slots", {}).items()}
        patterns = read["patterns"]
        if not 0 < len(patterns) <= MOST_PATTERNS or max(map(len, patterns)) > LONGEST_PATTERN:
            raise IntentError(code, "too many patterns, none, or one too long")
        return Intent(
            code=code,
            names=Names(**read["names"]),
            tool=str(read["tool"]),
            patterns=tuple(compiled(code, pattern, slots) for pattern in patterns),
            slots=MappingProxyType(slots),
            arguments=MappingProxyType(dict(read.get("arguments", {}))),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, IntentError):
            raise
        raise IntentError(code, repr(error)) from error


def _slot(name: str, said: Mapping[str, Any]) -> Slot:
    parameter = str(said.get("parameter", name))
    return Slot(name, Sort(said["sort"]), parameter)
