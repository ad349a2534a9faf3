"""Claim: an inbox over 5,000 open cases is served in a handful of queries and little CPU.

The page is the real one, through the test client, with its header and its counts. Of an official's
first page, one in the middle, and a company's assistant's, the worst of each figure counts.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from benchmarks._measure import Figures, cpu_ms, on_both_databases, query_count

if TYPE_CHECKING:
    from django.test import Client

    from yuanqu.accounts.models import Party, User
    from yuanqu.cases.models import Case

OPEN = 5_000
COMPANIES = 100


def fill() -> "tuple[User, User]":
    """The cases, spread over states, due days and assignees; an official and an assistant."""
    from tests.factories import PartyFactory, assistant, official
    from yuanqu.cases.models import Case

    companies = PartyFactory.create_batch(COMPANIES)
    li = assistant(companies[8])  # one whose cases wait for their applicant
    officials = [official(f"official{n}", f"经办{n}") for n in range(10)]
    common = {"filed_by": official("filler"), "answers": answers()}
    Case.objects.bulk_create(
        (
            a_case(n, companies[n % COMPANIES], officials[n % 10] if n % 5 == 0 else None, common)
            for n in range(1, OPEN + 1)
        ),
        batch_size=500,
    )
    return officials[0], li


def answers() -> dict[str, str]:
    """As much text as people write."""
    return {"subject": "suggestion", "text": "建议延长图书馆的开放时间。" * 20}


def a_case(
    n: int, applicant: "Party", assignee: "User | None", common: Mapping[str, object]
) -> "Case":
    """The nth case: one in ten waits for its applicant, the others for the park."""
    from django.utils import timezone

    from yuanqu.cases.models import Case
    from yuanqu.engines.workflow.states import Part, State

    turns = [(State.SUBMITTED, Part.DESK), (State.ACCEPTED, Part.DECIDER)] * 4
    turns += [(State.CORRECTION_REQUESTED, Part.APPLICANT), (State.SUBMITTED, Part.DESK)]
    state, part = turns[n % len(turns)]
    now = timezone.now()
    return Case(
        matter="park.request",
        matter_version=1,
        number=f"YJ-2026-{n:05d}",
        year=2026,
        serial=n,
        applicant=applicant,
        form_version=1,
        state=state,
        desk="reception",
        assignee=None if part == Part.APPLICANT else assignee,
        waits_for=part,
        due_on=now.date() + timedelta(days=n % 60 - 10),
        due_clock="decision",
        opened_at=now,
        touched_at=now,
        submitted_at=now,
        **common,
    )


def page(client: "Client", number: int) -> None:
    """Ask for a page as a browser does; one that is not the inbox fails the benchmark."""
    response = client.get(f"/inbox/?page={number}")
    if response.status_code != 200 or b'id="case-' not in response.content:
        sys.exit(f"The inbox answers {response.status_code}.")


def visits() -> "dict[str, Callable[[], None]]":
    """An official's first page and one in the middle, and the first of a company's assistant."""
    from django.test import Client

    official, li = fill()
    desk, company = (Client(headers={"host": "localhost"}) for _one in range(2))
    desk.force_login(official)
    company.force_login(li)
    return {
        "official, first page": partial(page, desk, 1),
        "official, page 80": partial(page, desk, 80),
        "assistant, first page": partial(page, company, 1),
    }


def measure() -> Figures:
    """Fill, then ask for each page; the worst of each figure."""
    found = {
        name: {"queries": query_count(ask), "cpu_ms": cpu_ms(ask)} for name, ask in visits().items()
    }
    for name, figures in found.items():
        print(f"  {name}: {figures['queries']} queries, {figures['cpu_ms']} ms", file=sys.stderr)
    return {key: max(each[key] for each in found.values()) for key in ("queries", "cpu_ms")}


if __name__ == "__main__":
    on_both_databases("inbox", measure, at_most={"queries": 8, "cpu_ms": 60})
