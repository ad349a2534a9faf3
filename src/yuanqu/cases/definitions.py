"""Matters (事项): what one can apply for, as dated files that any app may carry, read once.

`<app>/workflows/<code>.yaml` holds a matter's first version, `<code>@2.yaml` its second, and so on;
`<app>/desks.yaml` names desks. docs/cases.md describes the fields. A case keeps the version that it
was opened under for as long as it lives, so a version that was ever in force is never edited.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import PartyKind
from yuanqu.engines.forms.reading import form_from
from yuanqu.engines.forms.schema import Form
from yuanqu.engines.matters import is_matter
from yuanqu.engines.names import Names
from yuanqu.engines.workflow.definition import Workflow
from yuanqu.engines.workflow.reading import DefinitionError, workflow_from
from yuanqu.ledger.models import Access

APPLICANT = "applicant"  # one_open_per: one open case for each applicant


@dataclass(frozen=True, slots=True)
class Matter:
    """One version of something that can be applied for, in force from a day to before another."""

    code: str
    version: int
    starts_on: date
    ends_on: date | None
    names: Names
    summary: Names
    prefix: str  # of the receipt number
    desk: str
    applicants: frozenset[PartyKind]
    form: Form
    workflow: Workflow
    one_open_per: str = ""  # a field's code or `applicant`: one open case for each value
    decision_access: Access = Access.PARTIES
    remedies: Names | None = None  # what one can do against a decision, said in its letter

    def is_in_force(self, day: date) -> bool:
        """Whether new cases are opened under this version on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where cases of some matters arrive."""

    code: str
    names: Names


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def matter_from(read: Mapping[str, Any]) -> Matter:
    """A matter from what its file says. Raises `DefinitionError` or `FormError`."""
    effective = read["effective"]
    matter = Matter(
        code=read["code"],
        version=read["version"],
        starts_on=effective["from"],
        ends_on=effective.get("to"),
        names=Names(**read["names"]),
        summary=Names(**read["summary"]),
        prefix=read["prefix"],
        desk=read["desk"],
        applicants=frozenset(PartyKind(kind) for kind in read["applicants"]),
        form=form_from(read["form"]),
        workflow=workflow_from(read["workflow"]),
        one_open_per=read.get("one_open_per", ""),
        decision_access=Access(read.get("decision_access", Access.PARTIES)),
        remedies=Names(**read["remedies"]) if "remedies" in read else None,
    )
    _check(matter)
    return matter


def _check(matter: Matter) -> None:
    fields = matter.form.by_code
    if not is_matter(matter.code) or matter.version < 1 or not matter.applicants:
        raise DefinitionError("a matter has a code, a version from 1 on and somebody who applies")
    if matter.ends_on and matter.ends_on <= matter.starts_on:
        raise DefinitionError("the version ends before it begins")
    if matter.one_open_per and matter.one_open_per not in {APPLICANT, *fields}:
        raise DefinitionError(f"one_open_per names no field: {matter.one_open_per!r}")
    publicity = matter.workflow.publicity
    if publicity and not set(publicity.shows) <= set(fields):
        raise DefinitionError("publicity shows a field that the form does not ask")


def read_matter(path: Path) -> Matter:
    """The matter of one file, which is named after it. Raises `DefinitionError` naming the file."""
    try:
        matter = matter_from(_read(path))
    except (ValueError, KeyError, TypeError) as error:
        raise DefinitionError(f"{path.name}: {error!r}") from error
    expected = matter.code if matter.version == 1 else f"{matter.code}@{matter.version}"
    if path.stem != expected:
        raise DefinitionError(f"{path.name} holds {expected}; the two must agree")
    return matter


@lru_cache(maxsize=1)
def all_versions() -> Mapping[str, tuple[Matter, ...]]:
    """Every version of every matter of the installed apps, by code, the earliest first."""
    folders = [Path(app.path) / "workflows" for app in apps.get_app_configs()]
    matters = [read_matter(path) for folder in folders for path in sorted(folder.glob("*.yaml"))]
    by_code: dict[str, tuple[Matter, ...]] = {}
    for matter in sorted(matters, key=lambda one: (one.code, one.version)):
        by_code[matter.code] = (*by_code.get(matter.code, ()), matter)
    for versions in by_code.values():
        check_versions(versions)
    return by_code


def check_versions(versions: Iterable[Matter]) -> None:
    """Versions count 1, 2, 3, … and follow each other in time without overlap."""
    ordered = list(versions)
    if [matter.version for matter in ordered] != list(range(1, len(ordered) + 1)):
        raise DefinitionError(f"the versions of {ordered[0].code} are not 1, 2, 3, …")
    for earlier, later in pairwise(ordered):
        if earlier.ends_on is None or earlier.ends_on > later.starts_on:
            raise DefinitionError(
                f"{later.code}@{later.version} begins before its predecessor ends"
            )


@lru_cache(maxsize=1)
def all_desks() -> Mapping[str, Desk]:
    """Every desk of the installed apps, by code."""
    files = [Path(app.path) / "desks.yaml" for app in apps.get_app_configs()]
    read = [desk for file in files if file.is_file() for desk in _read(file)]
    return {desk["code"]: Desk(desk["code"], Names(**desk["names"])) for desk in read}


def matters_in_force(day: date) -> tuple[Matter, ...]:
    """What one can apply for on that day, one version of each matter."""
    found = [matter for versions in all_versions().values() for matter in versions]
    return tuple(matter for matter in found if matter.is_in_force(day))


def matter_in_force(code: str, day: date) -> Matter:
    """The version under which a case is opened on that day. Raises `Refused` without one."""
    for matter in all_versions().get(code, ()):
        if matter.is_in_force(day):
            return matter
    raise Refused("cases.no_such_matter", matter=code[:60])


def matter_at(code: str, version: int) -> Matter:
    """The very version that a case was opened under. Raises `Refused` where it is not installed."""
    for matter in all_versions().get(code, ()):
        if matter.version == version:
            return matter
    raise Refused("cases.no_such_matter", matter=code[:60])
