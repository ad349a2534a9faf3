"""Claim: an inbox over 5,000 open cases is read in a handful of queries and little CPU.

Measured is what the page of an official needs: the mandates, the counts of the header, the number
of pages and the first page of fifty, each row with its applicant and assignee; and the same for a
company's assistant. The larger of the two is reported.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks._measure import Figures, cpu_ms, on_both_databases, query_count

if TYPE_CHECKING:
    from yuanqu.accounts.models import User

OPEN = 5_000
COMPANIES = 100
PAGE = 50


def fill() -> "tuple[User, User]":
    """The cases, spread over states, due days and assignees; an official and an assistant."""
    from django.utils import timezone

    from tests.factories import PartyFactory, assistant, official
    from yuanqu.cases.models import Case
    from yuanqu.engines.workflow.states import Part, State

    companies = PartyFactory.create_batch(COMPANIES)
    li, officials = (
        assistant(companies[0]),
        [official(f"official{n}", f"经办{n}") for n in range(10)],
    )
    now, filler = timezone.now(), official("filler")
    turns = [(State.SUBMITTED, Part.DESK), (State.ACCEPTED, Part.DECIDER)] * 4
    turns += [(State.CORRECTION_REQUESTED, Part.APPLICANT), (State.SUBMITTED, Part.DESK)]
    answers = {"subject": "suggestion", "text": "建议延长图书馆的开放时间。" * 20}
    cases = []
    for n in range(1, OPEN + 1):
        state, part = turns[n % len(turns)]
        cases.append(
            Case(
                matter="park.request",
                matter_version=1,
                number=f"YJ-2026-{n:05d}",
                year=2026,
                serial=n,
                applicant=companies[n % COMPANIES],
                filed_by=filler,
                answers=answers,
                form_version=1,
                state=state,
                desk="reception",
                assignee=officials[n % 10] if n % 5 == 0 and part != Part.APPLICANT else None,
                waits_for=part,
                due_on=now.date() + timedelta(days=n % 60 - 10),
                due_clock="decision",
                opened_at=now,
                touched_at=now,
                submitted_at=now,
            )
        )
    Case.objects.bulk_create(cases, batch_size=500)
    return officials[0], li


def serve(username: str) -> int:
    """What one request for the inbox reads."""
    from django.core.paginator import Paginator

    from yuanqu.accounts.models import User
    from yuanqu.cases.mandates import mandates_of
    from yuanqu.cases.queries import inbox, inbox_counts

    user = User.objects.get(username=username)
    mandates = mandates_of(user)
    counts = inbox_counts(user, mandates=mandates)
    page = Paginator(inbox(user, mandates=mandates), PAGE).page(1)
    rows = [
        (case.number, case.applicant.label, str(case.assignee or ""), case.due_on, case.is_overdue)
        for case in page
    ]
    assert counts.total == page.paginator.count
    return len(rows)


def measure() -> Figures:
    """Fill, then read as the official and as the assistant."""
    found = [person.username for person in fill()]
    for name in found:
        print(f"{name}: {serve(name)} rows")
    return {
        "queries": max(query_count(lambda name=name: serve(name)) for name in found),
        "cpu_ms": max(cpu_ms(lambda name=name: serve(name)) for name in found),
    }


if __name__ == "__main__":
    on_both_databases("inbox", measure, at_most={"queries": 8, "cpu_ms": 60})
