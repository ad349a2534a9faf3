"""Fact kinds and units: small YAML files that any app may carry, read once.

A kind says what a fact of it must hold; docs/ledger.md describes the fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from jsonschema import Draft202012Validator

from yuanqu.engines.names import Names

# Facts that an action of their own app records, never a form or a program: settlements, decisions
# of cases, merges, claims. By hand they would say that something was done which nobody did.
BY_ACTIONS = (
    "ledger.",
    "case.",
    "organization.claimed",
    "organization.merged",
    "organization.unmerged",
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A larger step that people write a unit in: 10^`power` of it has a name, such as 亿元."""

    power: int
    name: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of quantity, and how people write it; units.yaml explains the fields."""

    code: str
    names: Names
    scales: Mapping[str, tuple[Scale, ...]]  # by language, "zh" and "en", largest first
    counting: bool = False
    singular: str = ""
    pattern: Names | None = None
    at_most: Names | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """What a fact of this kind must hold."""

    code: str
    version: int
    names: Names
    counts_for: Names
    occurred: str  # "day", "period" or "either"
    quantity: str  # "required", "optional" or "forbidden"
    units: tuple[str, ...]  # empty: any known unit
    roles: Mapping[str, str]  # role -> "required" or "optional"
    attributes: Mapping[str, Any]  # a JSON Schema of an object
    party_kinds: Mapping[str, tuple[str, ...]]  # role -> the kinds of party it is open to
    evidence: str = "required"
    negative: bool = False
    validator: Draft202012Validator = field(repr=False, compare=False, default=None)  # type: ignore[assignment]


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _kind(path: Path) -> Kind:
    read = _read(path)
    schema = read.get("attributes") or {"type": "object", "additionalProperties": False}
    Draft202012Validator.check_schema(schema)
    if path.stem != read["code"]:
        raise ValueError(f"{path.name} holds the kind {read['code']}; the two must agree.")
    return Kind(
        code=read["code"],
        version=read["version"],
        names=Names(**read["names"]),
        counts_for=Names(**read["counts_for"]),
        occurred=read.get("occurred", "either"),
        quantity=read.get("quantity", "forbidden"),
        units=tuple(read.get("units", ())),
        roles=read.get("roles", {}),
        attributes=schema,
        party_kinds={role: tuple(kinds) for role, kinds in read.get("party_kinds", {}).items()},
        evidence=read.get("evidence", "required"),
        negative=read.get("negative", False),
        validator=Draft202012Validator(schema),
    )


@lru_cache(maxsize=1)
def all_kinds() -> Mapping[str, Kind]:
    """Every kind of every installed app, by code."""
    folders = [Path(app.path) / "kinds" for app in apps.get_app_configs()]
    kinds = [_kind(path) for folder in folders for path in sorted(folder.glob("*.yaml"))]
    by_code = {kind.code: kind for kind in kinds}
    if len(by_code) != len(kinds):
        raise ValueError("Two kinds share a code.")
    return by_code


def is_by_hand(code: str) -> bool:
    """Whether a person or a program may write such a fact, and not its own app's action alone."""
    return not code.startswith(BY_ACTIONS)


def is_about(kind: Kind, party_kind: str) -> bool:
    """Whether parties of this kind alone can fill the kind's roles, and at least one of them."""
    open_to = {
        role for role in kind.roles if party_kind in kind.party_kinds.get(role, (party_kind,))
    }
    required = {role for role, need in kind.roles.items() if need == "required"}
    return bool(open_to) and required <= open_to


@lru_cache(maxsize=1)
def all_units() -> Mapping[str, Unit]:
    """Every unit, by code."""
    units = [_unit(read) for read in _read(Path(__file__).parent / "units.yaml")]
    return {unit.code: unit for unit in units}


def _unit(read: Mapping[str, Any]) -> Unit:
    steps = read.get("scales", {})
    return Unit(
        code=read["code"],
        names=Names(**read["names"]),
        scales={language: tuple(Scale(**step) for step in steps[language]) for language in steps},
        counting=read.get("counting", False),
        singular=read.get("singular", ""),
        pattern=Names(**read["pattern"]) if "pattern" in read else None,
        at_most=Names(**read["at_most"]) if "at_most" in read else None,
    )
