"""What each indicator means: versioned YAML files that any app may carry, read once and checked.

A version applies to periods that begin while it is in force, so that last year's figure is still
computed by last year's rule. docs/indicators.md describes the fields.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from jsonschema import Draft202012Validator

from yuanqu.engines.aggregation import (
    Computation,
    Count,
    Latest,
    Ratio,
    Selection,
    Simple,
    Sum,
)
from yuanqu.engines.names import Names
from yuanqu.ledger.kinds import Kind, all_kinds, all_units
from yuanqu.ledger.models import Purpose


class DefinitionError(ValueError):
    """A definition that cannot be computed: names the file, and what is wrong in it."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")


class Measured(StrEnum):
    """What a value is of: a calendar year or month, or the state on a day (a stock)."""

    YEAR = "year"
    MONTH = "month"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an indicator stands on the scoreboard."""

    group: str
    order: int


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one indicator. `until` is exclusive; None means that it is still in force.

    `purpose` "statistics" lets statistical returns into an aggregate that is published; the
    returns themselves are never shown.
    """

    code: str
    version: int
    since: date
    until: date | None
    names: Names
    unit: str
    measured: Measured
    purpose: Purpose
    computation: Computation
    source: Names
    place: Place | None

    def in_force_on(self, day: date) -> bool:
        """Whether the day lies in the version's interval [since, until)."""
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def sides(self) -> tuple[tuple[Simple, str], ...]:
        """The plain computations it is made of, each with the unit of its quantities."""
        whole = self.computation
        if isinstance(whole, Ratio):
            return (
                (whole.numerator, whole.numerator_unit),
                (whole.denominator, whole.denominator_unit),
            )
        return ((whole, self.unit),)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of facts it is computed from."""
        return frozenset(side.selection.kind for side, _ in self.sides)


Versions = tuple[Definition, ...]  # of one indicator, the earliest first


@lru_cache(maxsize=1)
def all_definitions() -> Mapping[str, Versions]:
    """Every indicator of every installed app, by code."""
    return read_definitions(Path(app.path) / "indicators" for app in apps.get_app_configs())


def read_definitions(folders: Iterable[Path]) -> Mapping[str, Versions]:
    """The indicators of these folders. Raises `DefinitionError` for the first that is wrong."""
    by_code: dict[str, list[Definition]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            definition = _read(path)
            by_code.setdefault(definition.code, []).append(definition)
    return {code: _in_order(code, by_code[code]) for code in sorted(by_code)}


def definitions_on(day: date) -> tuple[Definition, ...]:
    """The version of each indicator that is in force on a day, by code."""
    found = (version_on(versions, day) for versions in all_definitions().values())
    return tuple(definition for definition in found if definition)


def version_on(versions: Versions, day: date) -> Definition | None:
    """The version in force on a day."""
    return next((version for version in versions if version.in_force_on(day)), None)


def measure_names() -> Mapping[str, Names]:
    """What the measures of reported figures are called: the names of their own indicators.

    A measure that only an indicator of one cluster uses has no name here.
    """
    latest = [versions[-1] for versions in all_definitions().values()]
    return {
        computation.selection.where["measure"]: definition.names  # type: ignore[misc]
        for definition in latest
        if isinstance(computation := definition.computation, Latest)
        and computation.selection.where.keys() == {"measure"}
    }


def _in_order(code: str, found: list[Definition]) -> Versions:
    versions = tuple(sorted(found, key=lambda definition: definition.since))
    if len({definition.version for definition in versions}) != len(versions):
        raise DefinitionError(code, "two versions have one number")
    for earlier, later in pairwise(versions):
        if earlier.until is None or earlier.until > later.since:
            raise DefinitionError(code, f"versions {earlier.version} and {later.version} overlap")
    return versions


@lru_cache(maxsize=1)
def _shape() -> Draft202012Validator:
    path = Path(__file__).parent / "definition.schema.yaml"
    return Draft202012Validator(yaml.safe_load(path.read_text(encoding="utf-8")))


def _read(path: Path) -> Definition:
    # Through JSON, so that YAML's dates are text, as the schema expects them.
    read = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    for error in _shape().iter_errors(read):
        where = ".".join(str(step) for step in error.absolute_path) or "the file"
        raise DefinitionError(path.name, f"{where}: {error.message}")
    if path.stem not in (read["code"], f"{read['code']}.v{read['version']}"):
        raise DefinitionError(path.name, f"the file holds the indicator {read['code']}")
    try:
        definition = _definition(read)
    except ValueError as error:
        raise DefinitionError(path.name, str(error)) from error
    for problem in _problems(definition):
        raise DefinitionError(path.name, problem)
    return definition


def _definition(read: Mapping[str, Any]) -> Definition:
    effective = read["effective"]
    return Definition(
        code=read["code"],
        version=read["version"],
        since=date.fromisoformat(effective["from"]),
        until=date.fromisoformat(effective["to"]) if "to" in effective else None,
        names=Names(**read["names"]),
        unit=read["unit"],
        measured=Measured(read["period"]),
        purpose=Purpose(read.get("purpose", Purpose.PUBLICATION)),
        computation=_computation(read["compute"]),
        source=Names(**read["source"]),
        place=Place(**read["scoreboard"]) if "scoreboard" in read else None,
    )


def _computation(read: Mapping[str, Any]) -> Computation:
    if "ratio" not in read:
        return _simple(read)
    ratio = read["ratio"]
    return Ratio(
        numerator=_simple(ratio["numerator"]),
        denominator=_simple(ratio["denominator"]),
        numerator_unit=ratio["numerator"]["unit"],
        denominator_unit=ratio["denominator"]["unit"],
        decimals=ratio.get("decimals", 2),
    )


def _simple(read: Mapping[str, Any]) -> Simple:
    if "latest" in read:
        return Latest(_selection(read["latest"]))
    if "sum" in read:
        return Sum(_selection(read["sum"]))
    return Count(_selection(read["count"]), read["count"].get("distinct"))


def _selection(read: Mapping[str, Any]) -> Selection:
    return Selection(read["kind"], read.get("where", {}))


def _problems(definition: Definition) -> Iterator[str]:
    """What would make the definition compute nothing, or something else than it says."""
    if definition.until is not None and definition.until <= definition.since:
        yield "it ends before it begins"
    if definition.unit not in all_units():
        yield f"there is no unit {definition.unit}"
    for side, unit in definition.sides:
        if (kind := all_kinds().get(side.selection.kind)) is None:
            yield f"there is no kind {side.selection.kind}"
            continue
        yield from _problems_of_side(side, unit, kind)
        if definition.purpose == Purpose.STATISTICS and isinstance(side, Latest):
            yield "the latest figure is one party's, not an aggregate; it cannot be a statistic"


def _problems_of_side(side: Simple, unit: str, kind: Kind) -> Iterator[str]:
    known = kind.attributes.get("properties", {})
    for name, value in side.selection.where.items():
        shape = known.get(name, False)
        if shape is False or not Draft202012Validator(
            shape | {"$defs": kind.attributes.get("$defs", {})}
        ).is_valid(value):
            yield f"{name}: {value} is nothing that a fact of kind {kind.code} can say"
    if isinstance(side, Count):
        if side.distinct and side.distinct not in kind.roles:
            yield f"no party is the {side.distinct} of a fact of kind {kind.code}"
    elif kind.quantity == "forbidden" or (kind.units and unit not in kind.units):
        yield f"facts of kind {kind.code} have no quantity in {unit}"
