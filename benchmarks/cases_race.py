"""Claim: however many officials decide and hand on the same cases at once, each is decided once.

50 officials, in 8 processes with connections of their own, go through the same 200 cases in the
same order. Each one hands the case to a colleague or decides it; who comes too late must be told
who decided, and that is compared with who really did.
"""

import multiprocessing
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from benchmarks._measure import Figures, on_both_databases

if TYPE_CHECKING:
    from yuanqu.accounts.models import User
    from yuanqu.cases.models import Case

PROCESSES = 8
OFFICIALS = 50
CASES = 200
MOST_TRIES = 50


@dataclass
class Account:
    """What one process saw: whose decisions were acknowledged, and who it was told of."""

    acknowledged: list[tuple[UUID, str]] = field(default_factory=list)
    told: list[tuple[UUID, str]] = field(default_factory=list)
    errors: int = 0


def work(number: int, usernames: Sequence[str], keys: Sequence[UUID]) -> Account:
    """Let this process's officials go through the cases, in turn at each case."""
    import django

    django.setup()
    from yuanqu.accounts.models import User
    from yuanqu.cases.models import Case

    everybody = list(User.objects.filter(username__in=usernames).order_by("pk"))
    mine = everybody[number::PROCESSES]
    chance = random.Random(number)  # noqa: S311 - which of two things an official does
    account = Account()
    for case in (Case.objects.get(pk=key) for key in keys):
        for official in mine:
            try:
                if chance.random() < 0.3:
                    hand_on(official, case, chance.choice(everybody), account)
                else:
                    settle(official, case, account)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is counted
                print(f"process {number}: {error!r}", file=sys.stderr)
                account.errors += 1
    return account


def hand_on(official: "User", case: "Case", to: "User", account: Account) -> None:
    """Hand the case to a colleague; too late is as good an answer as done."""
    from yuanqu.accounts.errors import Refused
    from yuanqu.cases.actions import assign

    try:
        assign(actor=official, case=case, to=to)
    except Refused as refusal:
        note(refusal, case, account)


def settle(official: "User", case: "Case", account: Account) -> None:
    """Decide the case, taking it over from whoever has it, until it is decided by somebody."""
    from yuanqu.accounts.errors import Refused
    from yuanqu.cases.actions import assign, decide
    from yuanqu.engines.workflow.states import Outcome

    for _try in range(MOST_TRIES):
        try:
            decide(actor=official, case=case, outcome=Outcome.APPROVED, reasons="同意。")
        except Refused as refusal:
            if refusal.code != "cases.with_somebody_else":
                note(refusal, case, account)
                return
        else:
            account.acknowledged.append((case.pk, str(official)))
            return
        try:
            assign(actor=official, case=case, to=official)
        except Refused as refusal:
            note(refusal, case, account)
            return
    account.errors += 1


def note(refusal: Exception, case: "Case", account: Account) -> None:
    """Keep who a loser was told of; any other refusal is an error of this benchmark."""
    from yuanqu.accounts.errors import Refused

    if isinstance(refusal, Refused) and refusal.code == "cases.already_decided":
        account.told.append((case.pk, refusal.facts["by"]))
        return
    raise refusal


def fill() -> tuple[list[str], list[UUID]]:
    """The officials, and the cases accepted and waiting for a decision."""
    from django.test import override_settings

    from tests.factories import UserFactory, official
    from yuanqu.cases import actions

    # The real hasher takes a quarter of a second on purpose, and nobody logs in here.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        officials = [official(f"official{n}", f"经办{n}") for n in range(OFFICIALS)]
        wang, applicant = official("wangfang"), UserFactory.create(username="hanmei")
    said = {"subject": "suggestion", "text": "建议延长图书馆的开放时间。"}
    keys = []
    for _number in range(CASES):
        case = actions.open_draft(actor=applicant, matter="park.request", applicant=applicant.party)
        actions.save_draft(actor=applicant, case=case, answers=said, revision=0)
        actions.submit(actor=applicant, case=case)
        keys.append(actions.accept(actor=wang, case=case).pk)
    return [one.username for one in officials], keys


def measure() -> Figures:
    """Run the officials, then compare what they were told with what the database holds."""
    from django.db import connections

    names, keys = fill()
    connections.close_all()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        accounts = pool.starmap(work, [(number, names, keys) for number in range(PROCESSES)])
    return counted(accounts, keys)


def counted(accounts: Sequence[Account], keys: Sequence[UUID]) -> Figures:
    """The figures: decided twice, lost, errors; and how many losers were told the right name."""
    from yuanqu.cases.models import CaseEvent, Decision
    from yuanqu.ledger.models import Fact

    held = {
        one.case_id: str(one.decided_by) for one in Decision.objects.select_related("decided_by")
    }
    acknowledged = [each for account in accounts for each in account.acknowledged]
    told = [each for account in accounts for each in account.told]
    events = CaseEvent.objects.filter(code="decide").count()
    facts = Fact.objects.filter(kind="case.decided").count()
    undecided = len(set(keys) - set(held))
    unkept = sum(held.get(key) != name for key, name in acknowledged)
    misled = sum(held.get(key) != name for key, name in told)
    return {
        "decided_twice": len(acknowledged) - len(set(acknowledged)) + events - len(held),
        "lost": undecided + unkept + abs(facts - len(held)),
        "errors": sum(account.errors for account in accounts) + misled,
        "told": len(told),
    }


if __name__ == "__main__":
    on_both_databases("cases_race", measure, exactly={"decided_twice": 0, "lost": 0, "errors": 0})
