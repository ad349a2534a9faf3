"""Claim: an inbox over 5,000 open cases is read in a handful of queries and little CPU.

Measured is what a page asks of the database and makes of its answers: who is asking, their
mandates, the counts, and a page of fifty in the middle, each row with its applicant and assignee;
for an official, and for a company's assistant. The larger figure of the two is reported. Drawing
the page is not part of it.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from benchmarks._measure import Figures, cpu_ms, on_both_databases, query_count

if TYPE_CHECKING:
    from yuanqu.accounts.models import Party, User
    from yuanqu.cases.models import Case

OPEN = 5_000
COMPANIES = 100
PAGE = 50


def fill() -> "tuple[User, User]":
    """The cases, spread over states, due days and assignees; an official and an assistant."""
    from tests.factories import PartyFactory, assistant, official
    from yuanqu.cases.models import Case

    companies = PartyFactory.create_batch(COMPANIES)
    li = assistant(companies[0])
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


def serve(username: str) -> int:
    """What one request for the inbox reads."""
    from yuanqu.accounts.models import User
    from yuanqu.cases.queries import InboxPages

    pages = InboxPages(User.objects.get(username=username), PAGE)
    rows = [
        (case.number, case.applicant.label, str(case.assignee or ""), case.due_on)
        for case in pages.page(pages.num_pages // 2 + 1)
    ]
    return len(rows) + pages.counts.overdue


def measure() -> Figures:
    """Fill, then read as the official and as the assistant."""
    found = [person.username for person in fill()]
    return {
        "queries": max(query_count(partial(serve, name)) for name in found),
        "cpu_ms": max(cpu_ms(partial(serve, name)) for name in found),
    }


if __name__ == "__main__":
    on_both_databases("inbox", measure, at_most={"queries": 8, "cpu_ms": 60})
