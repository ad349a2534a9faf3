"""Facts known since a given day, and definitions written for a test."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
import yaml

from tests.factories import PartyFactory, colleague, evidence, figure, official
from yuanqu.accounts.models import Party, User
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.indicators.definitions import Versions, read_definitions
from yuanqu.ledger.actions import record_fact, verify_fact
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.models import Access, Fact, LegalBasis, Purpose
from yuanqu.ledger.sealing import seal_pending

PARK_TIME = ZoneInfo("Asia/Shanghai")


def noon(day: date) -> time_machine.travel:
    """The middle of a day in the park."""
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=PARK_TIME))


def wang() -> User:
    """王芳, who records; in office long before."""
    with noon(date(2000, 1, 1)):
        return User.objects.filter(username="wangfang").first() or official()


def zhou() -> User:
    """周岚, who verifies what 王芳 recorded; in office long before."""
    with noon(date(2000, 1, 1)):
        return User.objects.filter(username="zhoulan").first() or colleague()


def claimed(draft: FactDraft, on: date) -> Fact:
    """A claim that was sealed on that day."""
    recorder = wang()
    with noon(on):
        fact = record_fact(actor=recorder, draft=draft)
        seal_pending()
    return fact


def verify(fact: Fact, on: date) -> None:
    """Verified, and the verification sealed, on that day."""
    verifier = zhou()
    with noon(on):
        verify_fact(actor=verifier, fact=fact, reason="与原文一致")
        seal_pending()


def known(draft: FactDraft, on: date) -> Fact:
    """A fact claimed and verified on one day."""
    fact = claimed(draft, on)
    verify(fact, on)
    return fact


def gdp(amount: int, period: str = "2023", **changes: Any) -> FactDraft:
    """The park's gross domestic product in 亿元."""
    qualifier = changes.pop("qualifier", Qualifier.EXACT)
    return figure(
        occurred=Period.parse(period),
        quantity=Quantity(amount, 8, "CNY", qualifier),
        attributes={"measure": "gdp"},
        **changes,
    )


def financing(amount: int, recipient: Party | None = None, **changes: Any) -> FactDraft:
    """A round of financing in 亿元, of a company of its own unless said."""
    said: dict[str, Any] = {
        "kind": "financing.closed",
        "occurred": Period.parse(changes.pop("period", "2024-03")),
        "parties": (PartyRole(recipient or PartyFactory.create(), "recipient"),),
        "quantity": Quantity(amount, 8, "CNY", changes.pop("qualifier", Qualifier.EXACT)),
        "attributes": {"round": "A"},
        "evidence": (evidence(),),
    }
    return FactDraft(**said | changes)


def returned(amount: int, recipient: Party | None = None, **changes: Any) -> FactDraft:
    """The same as a company's statistical return."""
    closed = {
        "access": Access.AGGREGATE,
        "legal_basis": LegalBasis.STATISTICS_LAW,
        "purposes": (Purpose.STATISTICS,),
    }
    return financing(amount, recipient, **closed | changes)


def definition(**changes: Any) -> dict[str, Any]:
    """The file of an indicator that adds up rounds of financing by the year."""
    return {
        "code": "financing",
        "version": 1,
        "effective": {"from": "2020-01-01"},
        "names": {"zh": "融资额", "en": "Financing"},
        "unit": "CNY",
        "period": "year",
        "compute": {"sum": {"kind": "financing.closed"}},
        "source": {"zh": "示例", "en": "Example"},
    } | changes


def written(folder: Path, *definitions: dict[str, Any]) -> Versions:
    """The versions of one indicator, written to files and read again."""
    for each in definitions:
        path = folder / f"{each['code']}.v{each['version']}.yaml"
        path.write_text(yaml.safe_dump(each, allow_unicode=True), encoding="utf-8")
    (versions,) = read_definitions([folder]).values()
    return versions
