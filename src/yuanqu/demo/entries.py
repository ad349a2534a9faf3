"""The demonstration's files as values: what is to be recorded, before any of it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml

from yuanqu.accounts.models import Role
from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.engines.standings import Bearing

FOLDER = Path(__file__).parent
# A key of the files is the same id in every installation, so that a second load finds the first.
NAMESPACE = UUID("6a8f3a5e-2f0d-4c0e-9a55-7a1f8c3d20b4")


def id_of(sort: str, key: str) -> UUID:
    """The id of a party, a person or a fact of the demonstration."""
    return uuid5(NAMESPACE, f"{sort}:{key}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where evidence is quoted from."""

    key: str
    title: str
    issuer: str
    issued_on: str
    address: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class OrganizationEntry:
    """An organization to register; `abbreviated` where its source gives the name only in short."""

    key: str
    kind: str
    names: Names
    short: str = ""
    cluster: str = ""
    abbreviated: bool = False
    name_en_unofficial: bool = False

    @property
    def id(self) -> UUID:
        """The id of its party."""
        return id_of("party", self.key)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What another official then said of a claim, and why."""

    bearing: Bearing
    reason: str


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A fact to record: parties by key, evidence as (source, quotation), `by` whom."""

    key: str
    kind: str
    occurred: Period
    parties: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[Source, str], ...]
    quantity: Quantity | None
    attributes: Mapping[str, Any]
    by: str
    settled: Settlement | None

    @property
    def id(self) -> UUID:
        """The id that it is recorded under."""
        return id_of("fact", self.key)


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One of the cast: who they are, and for whom they act."""

    username: str
    name: str
    part: Names
    party: str = ""
    role: Role | None = None

    @property
    def id(self) -> UUID:
        """The id of the person as a party."""
        return id_of("person", self.username)


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody of the cast then does with a case, and what they say."""

    by: str
    move: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case to file: by whom, for whom (an organization or one of the cast), and what follows."""

    key: str
    matter: str
    applicant: str
    by: str
    answers: Mapping[str, Any]
    files: Mapping[str, str]  # question: the file's name
    steps: tuple[Step, ...]
    days_ago: int

    @property
    def id(self) -> UUID:
        """The id that it is opened under."""
        return id_of("case", self.key)


@dataclass(frozen=True, slots=True)
class Entries:
    """All that the demonstration consists of, in the order in which it is loaded."""

    organizations: tuple[OrganizationEntry, ...] = field(repr=False)
    people: tuple[PersonEntry, ...] = field(repr=False)
    facts: tuple[FactEntry, ...] = field(repr=False)
    cases: tuple[CaseEntry, ...] = field(repr=False)


RECORDER = "wangfang"
CHECKED = Settlement(
    Bearing.VERIFIES,
    "已与来源原文逐字核对，一致。 / Checked word for word against the source.",
)


@lru_cache(maxsize=1)
def all_entries() -> Entries:
    """Read the files, once."""
    examples = _read("examples.yaml")
    organizations = [*_read("organizations.yaml"), *examples["organizations"]]
    return Entries(
        tuple(_organization(read) for read in organizations),
        tuple(_person(read) for read in _read("cast.yaml")),
        (*reported_facts(), *(_fact(read) for read in examples["facts"])),
        tuple(_case(read) for read in _read("cases.yaml")),
    )


def reported_facts() -> Iterator[FactEntry]:
    """The facts of the press feature, in the order of the files and in them."""
    for path in sorted((FOLDER / "facts").glob("*.yaml")):
        for read in _read(f"facts/{path.name}"):
            yield _fact({"by": RECORDER, "settled": CHECKED} | read)


@lru_cache(maxsize=1)
def all_sources() -> Mapping[str, Source]:
    """The sources by key."""
    return {read["key"]: Source(**read) for read in _read("sources.yaml")}


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _organization(read: Mapping[str, Any]) -> OrganizationEntry:
    return OrganizationEntry(**{**read, "names": Names(**read["names"])})


def _person(read: Mapping[str, Any]) -> PersonEntry:
    role = Role(read["role"]) if "role" in read else None
    return PersonEntry(**{**read, "part": Names(**read["part"]), "role": role})


def _case(read: Mapping[str, Any]) -> CaseEntry:
    steps = [dict(step) for step in read.get("steps", [])]
    return CaseEntry(
        key=read["key"],
        matter=read["matter"],
        applicant=read["applicant"],
        by=read["by"],
        answers={code: _answer(said) for code, said in read["answers"].items()},
        files=read.get("files", {}),
        steps=tuple(Step(step.pop("by"), step.pop("move"), step) for step in steps),
        days_ago=read.get("days_ago", 0),
    )


def _answer(said: Any) -> Any:
    """An answer as the form takes it; a party is named by its key."""
    return str(id_of("party", said["party"])) if isinstance(said, dict) else said


def _fact(read: Mapping[str, Any]) -> FactEntry:
    return FactEntry(
        key=read["key"],
        kind=read["kind"],
        occurred=Period.parse(read["occurred"]),
        parties=tuple((part["party"], part["role"]) for part in read["parties"]),
        evidence=tuple(_evidence(piece) for piece in read["evidence"]),
        quantity=_quantity(read["quantity"]) if "quantity" in read else None,
        attributes=read.get("attributes", {}),
        by=read["by"],
        settled=_settlement(read.get("settled")),
    )


def _evidence(read: Mapping[str, str]) -> tuple[Source, str]:
    return all_sources()[read.get("source", "feature")], read["quote"]


def _quantity(read: Mapping[str, Any]) -> Quantity:
    return Quantity(read["value"], read["power"], read["unit"], Qualifier(read["qualifier"]))


def _settlement(read: Settlement | Mapping[str, str] | None) -> Settlement | None:
    if read is None or isinstance(read, Settlement):
        return read
    return Settlement(Bearing(read["bearing"]), read["reason"])
