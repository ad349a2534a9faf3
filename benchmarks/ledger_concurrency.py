"""Claim: processes that record at once lose nothing, seal each fact once, and never deadlock.

8 processes record 200 facts each. Each fact is recorded inside an outer action that writes rows of
its own, as a concept's action does, so the sealer runs after the outermost commit only.
"""

import multiprocessing
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmarks._measure import Figures, on_both_databases

if TYPE_CHECKING:
    from yuanqu.accounts.models import User

PROCESSES = 8
FACTS_EACH = 200
EXPECTED = PROCESSES * FACTS_EACH


def work(number: int, username: str) -> int:
    """Record this process's facts; returns how many attempts failed."""
    import django

    django.setup()
    from yuanqu.accounts.models import User

    wang = User.objects.get(username=username)
    failed = 0
    for place in range(FACTS_EACH):
        try:
            outer_action(wang, number, place)
        except Exception as error:  # noqa: BLE001 - whatever fails is what we count
            print(f"process {number}, fact {place}: {error!r}", file=sys.stderr)
            failed += 1
    return failed


def outer_action(actor: "User", number: int, place: int) -> None:
    """A concept's action: two nested transactions, rows of its own, and a fact."""
    from django.db import transaction

    from tests.factories import figure
    from yuanqu.accounts.actions import create_party
    from yuanqu.accounts.models import PartyKind
    from yuanqu.ledger.actions import record_fact

    with transaction.atomic():
        party = create_party(kind=PartyKind.ORGANIZATION, label=f"示例企业 {number}-{place}")
        with transaction.atomic():
            record_fact(actor=actor, draft=figure(party))


def measure() -> Figures:
    """Run the processes, then count what the database holds."""
    from django.db import connections

    from tests.factories import official
    from yuanqu.ledger.models import Fact, Seal
    from yuanqu.ledger.sealing import seal_pending
    from yuanqu.ledger.verifying import verify

    wang = official()
    connections.close_all()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        failed: Sequence[int] = pool.starmap(
            work, [(number, wang.username) for number in range(PROCESSES)]
        )
    seal_pending()
    sealed = Seal.objects.values("fact").distinct().count()
    doubled = Seal.objects.count() - sealed
    missing = EXPECTED - sum(failed) - Fact.objects.count()
    return {
        "sealed": sealed,
        "errors": sum(failed) + doubled + missing,
        "broken": int(verify().broken is not None),
    }


if __name__ == "__main__":
    on_both_databases(
        "ledger_concurrency",
        measure,
        exactly={"sealed": EXPECTED, "errors": 0, "broken": 0},
    )
