"""The rules of processing: what each app holds about a person, why, by which law, how long.

`<app>/personal.yaml` says it in both languages (docs/privacy.md describes the fields), and
`<app>/personal.py` says how it is read, erased and expires. Here the two come together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from django.apps import AppConfig, apps
from django.db.models import Model, QuerySet

from yuanqu.accounts.holdings import Holding, Row
from yuanqu.accounts.models import User
from yuanqu.engines.names import Names
from yuanqu.engines.workflow.definition import Basis

ACCOUNT = "accounts.account"


class OnRequest(StrEnum):
    """What becomes of it when the person asks for erasure and the park agrees."""

    ERASED = "erased"
    WITH_ACCOUNT = "with_account"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Keep:
    """How long: until something happens, or so many days from something, or both."""

    until: Names | None = None
    days: int | None = None
    since: Names | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of personal information. `acts` are foreign keys by which a person is named."""

    code: str
    names: Names
    what: Names
    why: Names
    basis: Basis
    keep: Keep
    on_request: OnRequest
    because: Names | None
    models: tuple[str, ...]
    acts: tuple[str, ...]
    holding: Holding | None

    @property
    def app(self) -> str:
        """Whose rule it is: what stands before the dot."""
        return self.code.partition(".")[0]

    def before(self, now: datetime) -> datetime:
        """What ended before this moment has outlived its period."""
        return now - timedelta(days=self.keep.days or 0)

    def rows(self, person: User) -> Iterator[Row]:
        """Everything held about the person under this code."""
        if self.holding is not None:
            yield from self.holding.rows(person)
        for act in self.acts:
            for key in _acts(act, person).order_by("pk").values_list("pk", flat=True):
                label, _dot, name = act.rpartition(".")
                yield {"record": label, "id": str(key), "as": name}

    def count(self, person: User) -> int:
        """How many rows that makes. Acts, of which an official has very many, are only counted."""
        own = sum(1 for _row in self.holding.rows(person)) if self.holding is not None else 0
        return own + sum(_acts(act, person).count() for act in self.acts)


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule of the installed apps by its code, the higher floors first."""
    ours = [app for app in apps.get_app_configs() if app.name.startswith("yuanqu.")]
    return {rule.code: rule for app in ours for rule in _rules(app)}


def erasable() -> tuple[Rule, ...]:
    """What can be erased, in the order in which it is: the account, which the rest needs, last."""
    found = [rule for rule in all_rules().values() if rule.holding and rule.holding.erase]
    return tuple(sorted(found, key=lambda rule: rule.code == ACCOUNT))


def expiring() -> tuple[Rule, ...]:
    """What has a period that runs by itself."""
    return tuple(rule for rule in all_rules().values() if rule.holding and rule.holding.expiry)


def _rules(app: AppConfig) -> Iterator[Rule]:
    path = Path(app.path) / "personal.yaml"
    if not path.is_file():
        return
    holdings = {holding.code: holding for holding in _holdings(app)}
    for read in yaml.safe_load(path.read_text(encoding="utf-8")):
        yield _rule(read, holdings.get(read["code"]))


def _holdings(app: AppConfig) -> tuple[Holding, ...]:
    if find_spec(f"{app.name}.personal") is None:
        return ()
    found: tuple[Holding, ...] = import_module(f"{app.name}.personal").HOLDINGS
    return found


def _rule(read: Mapping[str, Any], holding: Holding | None) -> Rule:
    keep = read["keep"]
    return Rule(
        code=read["code"],
        names=Names(**read["names"]),
        what=Names(**read["what"]),
        why=Names(**read["why"]),
        basis=_basis(read["basis"]),
        keep=Keep(
            until=_names(keep.get("until")),
            days=keep.get("days"),
            since=_names(keep.get("since")),
            basis=_basis(keep["basis"]) if "basis" in keep else None,
        ),
        on_request=OnRequest(read["on_request"]),
        because=_names(read.get("because")),
        models=tuple(read.get("models", ())),
        acts=tuple(read.get("acts", ())),
        holding=holding,
    )


def _names(read: Mapping[str, str] | None) -> Names | None:
    return Names(**read) if read else None


def _basis(read: Mapping[str, Any]) -> Basis:
    return Basis(
        read["document"], str(read["article"]), str(read["date"]), verified=read["verified"]
    )


def _acts(act: str, person: User) -> QuerySet[Model]:
    """Rows that name the person by a foreign key, as `cases.Decision.decided_by`."""
    label, _dot, name = act.rpartition(".")
    model: type[Model] = apps.get_model(label)
    to_person = model._meta.get_field(name).related_model is User  # noqa: SLF001 - Django's API
    named = person.pk if to_person else person.party_id
    found: QuerySet[Model] = model._default_manager.filter(**{name: named})  # noqa: SLF001
    return found
