"""The list of 10,000 organizations: queries and server CPU time of one page.

The page is the real one, through the test client. Of the requests
that a reader makes (first and late pages, each filter, a search) the worst of each figure counts.

    {"queries": at most 6, "cpu_ms": at most 40}

Beside them, without a bar: the same page for an official, whose header also asks what waits.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks._measure import Figures, cpu_ms, on_both_databases, query_count

if TYPE_CHECKING:
    from django.test import Client

    from yuanqu.accounts.models import Party
    from yuanqu.ledger.models import Fact
    from yuanqu.organizations.models import Organization

COUNT = 10_000
LABELED_EVERY = 5  # one in five is a high-tech enterprise
BATCH = 500
PLACES = ("苏州", "上海", "南京", "无锡", "杭州", "常州", "北京", "深圳")
TRADES = ("生物医药", "纳米材料", "人工智能", "医疗器械", "半导体", "新能源", "软件", "精密仪器")
KINDS = ("company", "company", "company", "institute", "laboratory")
ATTRIBUTES: Mapping[str, Mapping[str, object]] = {
    "organization.founded": {"form": "settled"},
    "organization.label": {
        "label": "high_tech_enterprise",
        "title": {"zh": "高新技术企业", "en": "High-tech enterprise"},
    },
}
CLUSTERS = ("", "biomedicine", "nano", "ai")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: what the address asks, in which language, and whether an official asks."""

    query: str = ""
    language: str = "zh-hans"
    is_official: bool = False


VISITS = {
    "first page": Visit(),
    "in English": Visit(language="en"),
    "last page": Visit("?page=500"),
    "by kind": Visit("?kind=company"),
    "by cluster, a late page": Visit("?cluster=nano&page=80"),
    "by label": Visit("?label=high_tech_enterprise"),
    "by label, a late page": Visit("?label=high_tech_enterprise&page=90"),
    "by name": Visit("?text=纳米 9"),
    "no such name": Visit("?text=没有这一家"),
    "by name, kind and label": Visit("?text=苏州&kind=company&label=high_tech_enterprise"),
}


def measure() -> Figures:
    """Fill an empty park, then ask for each page; the worst of each figure."""
    fill()
    figures = {name: of_visit(visit) for name, visit in VISITS.items()}
    for name, found in figures.items():
        print(f"  {name}: {found['queries']} queries, {found['cpu_ms']} ms", file=sys.stderr)
    worst = {key: max(found[key] for found in figures.values()) for key in ("queries", "cpu_ms")}
    official = of_visit(Visit(is_official=True))
    return worst | {f"official_{key}": figure for key, figure in official.items()}


def of_visit(visit: Visit) -> Figures:
    """One page's figures."""
    from django.test import Client

    client = Client(headers={"host": "localhost", "accept-language": visit.language})
    if visit.is_official:
        from yuanqu.accounts.models import User

        client.force_login(User.objects.get())
    ask = partial(page, client, visit)
    return {"queries": query_count(ask), "cpu_ms": cpu_ms(ask)}


def page(client: "Client", visit: Visit) -> None:
    """Ask for the page as a browser does; a page that is not the list fails the benchmark."""
    response = client.get(f"/organizations/{visit.query}")
    if response.status_code != 200 or b'<main id="main"' not in response.content:
        sys.exit(f"The list answers {response.status_code}.")


def fill() -> None:
    """The organizations with names and labels, straight into the tables: the list only reads."""
    from django.db import connection

    from tests.factories import official
    from yuanqu.organizations.models import Organization, OrganizationName

    wang = official()
    parties = add_parties()
    rows = [row_of(n, party) for n, party in enumerate(parties)]
    Organization.objects.bulk_create(rows, batch_size=BATCH)
    names = (
        OrganizationName(organization=row, text=text, language=language, kind="current")
        for row in rows
        for text, language in ((row.party.label, "zh"), (row.party.label_en, "en"))
    )
    OrganizationName.objects.bulk_create(names, batch_size=BATCH)
    add_facts(wang.party, parties)
    if connection.vendor == "postgresql":  # which would do so by itself in a minute; SQLite never
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def add_parties() -> list["Party"]:
    """The parties behind them."""
    from yuanqu.accounts.models import Party

    parties = [
        Party(
            kind="organization",
            label=f"{PLACES[n % 8]}{TRADES[n // 8 % 8]}示例{n}有限公司",
            label_en=f"Example {n} Co., Ltd.",
        )
        for n in range(COUNT)
    ]
    return Party.objects.bulk_create(parties, batch_size=BATCH)


def row_of(n: int, party: "Party") -> "Organization":
    """The row that registering this organization would write."""
    from yuanqu.organizations import ordering
    from yuanqu.organizations.models import Organization

    return Organization(
        party=party,
        kind=KINDS[n % len(KINDS)],
        cluster=CLUSTERS[n % len(CLUSTERS)],
        industry="C2710",
        summary_zh="为衡量列表而写的示例组织，一句话的简介。",
        searchable=ordering.searchable([party.label, party.label_en, f"示例编号{n}"]),
        sort_zh=ordering.chinese_order(party.label),
        sort_en=ordering.english_order(party.label_en),
    )


def add_facts(recorder: "Party", parties: Sequence["Party"]) -> None:
    """The founding of each, and the label of one in five; all verified."""
    from yuanqu.ledger.models import Fact, FactParty, FactStanding

    told = [(fact_of("organization.founded", recorder), one, "organization") for one in parties]
    told += [
        (fact_of("organization.label", recorder), one, "holder") for one in parties[::LABELED_EVERY]
    ]
    Fact.objects.bulk_create((fact for fact, _, _ in told), batch_size=BATCH)
    FactParty.objects.bulk_create(
        (FactParty(fact=fact, party=party, role=role) for fact, party, role in told),
        batch_size=BATCH,
    )
    FactStanding.objects.bulk_create(
        (
            FactStanding(fact=fact, standing="verified", changed_at=fact.recorded_at)
            for fact, _, _ in told
        ),
        batch_size=BATCH,
    )


def fact_of(kind: str, recorder: "Party") -> "Fact":
    """A fact as it is recorded; its hash is none, for nobody verifies this chain."""
    from django.utils import timezone

    from yuanqu.ledger.models import Fact

    return Fact(
        kind=kind,
        starts_on=date(2023, 1, 1),
        ends_on=date(2024, 1, 1),
        recorded_by=recorder,
        recorded_at=timezone.now(),
        attributes=ATTRIBUTES[kind],
        legal_basis="public-source",
        purposes=["publication", "statistics"],
        access="public",
        hash=f"benchmark:{uuid4()}",
    )


if __name__ == "__main__":
    on_both_databases("organizations_list", measure, at_most={"queries": 6, "cpu_ms": 40})
