"""Races on a database of its own, run as a program: `python -m tests.cases.races` prints JSON.

Append-only triggers refuse the flush that pytest's transactional tests end with, so the races have
a fresh database each, and threads with connections of their own. Each race is run several times.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

RUNNERS = 8
ROUNDS = 5


def raced(*acts: Callable[[], Any]) -> list[str]:
    """Start all acts at the same moment; for each the code of its refusal, or `done`."""
    from yuanqu.accounts.errors import Refused

    gate, results = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            act()
            results[place] = "done"
        except Refused as refusal:
            results[place] = refusal.code
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is told
            results[place] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def told(results: Sequence[str]) -> dict[str, int]:
    """How often each result came."""
    return dict(sorted(Counter(results).items()))


def deciding() -> dict[str, Any]:
    """Eight decide one case."""
    from tests.cases.factories import Stage
    from yuanqu.cases import actions
    from yuanqu.cases.models import CaseEvent, Decision
    from yuanqu.engines.workflow.states import Outcome, State
    from yuanqu.ledger.models import Fact

    stage = Stage()
    case = stage.at(State.ACCEPTED)

    def decide() -> None:
        actions.decide(actor=stage.zhou, case=case, outcome=Outcome.APPROVED, reasons="同意。")

    results = raced(*[decide] * RUNNERS)
    return {
        "results": told(results),
        "decisions": Decision.objects.filter(case=case).count(),
        "events": CaseEvent.objects.filter(case=case, code="decide").count(),
        "facts": Fact.objects.filter(attributes__number=case.number).count(),
    }


def numbering() -> dict[str, Any]:
    """Eight submit at once; the numbers have neither a gap nor a double."""
    from tests.cases.factories import PERMIT, Stage
    from yuanqu.cases import actions
    from yuanqu.cases.models import Case

    before = Case.objects.filter(matter=PERMIT, serial__isnull=False).count()
    stages = [Stage(PERMIT) for _one in range(RUNNERS)]
    for stage in stages:
        stage.fill()
    results = raced(
        *[lambda one=stage: actions.submit(actor=one.li, case=one.case) for stage in stages]
    )
    serials = Case.objects.filter(matter=PERMIT, serial__gt=before).values_list("serial", flat=True)
    return {
        "results": told(results),
        "gapless": sorted(filter(None, serials)) == list(range(before + 1, before + RUNNERS + 1)),
    }


def claiming() -> dict[str, Any]:
    """Eight companies apply for one thing of which only one case may be open."""
    from tests.cases.factories import Stage
    from yuanqu.cases import actions

    stages = [Stage() for _one in range(RUNNERS)]
    title = f"唯一称号{stages[0].case.pk.hex[:8]}"
    for stage in stages:
        stage.fill(title=title)
    results = raced(
        *[lambda one=stage: actions.submit(actor=one.li, case=one.case) for stage in stages]
    )
    return {"results": told(results)}


def saving() -> dict[str, Any]:
    """Eight save the same revision of one draft."""
    from tests.cases.factories import Stage
    from yuanqu.cases import actions

    stage = Stage()

    def save(number: int) -> None:
        actions.save_draft(
            actor=stage.li, case=stage.case, answers={"employees": number}, revision=0
        )

    return {
        "results": told(raced(*[lambda n=number: save(n) for number in range(1, RUNNERS + 1)])),
        "revision": stage.reload().revision,
    }


def removing() -> dict[str, Any]:
    """One official's role ends while they decide; what comes after the end is refused."""
    from tests.cases.factories import Stage
    from yuanqu.accounts.actions import end_membership
    from yuanqu.accounts.models import Membership
    from yuanqu.cases import actions
    from yuanqu.cases.models import Decision
    from yuanqu.engines.workflow.states import Outcome, State

    stages = [Stage() for _one in range(4)]
    zhou = stages[0].zhou
    cases = [stage.at(State.ACCEPTED) for stage in stages]
    held = Membership.objects.get(user=zhou)

    def decide_all() -> None:
        for case in cases:
            actions.decide(actor=zhou, case=case, outcome=Outcome.REJECTED, reasons="不符。")

    raced(decide_all, lambda: end_membership(actor=zhou, membership=held))
    held.refresh_from_db()
    late = Decision.objects.filter(decided_by=zhou, decided_at__gt=held.valid_to).count()
    return {"after the end": late}


def sending() -> dict[str, Any]:
    """Eight senders find the same notices; each goes once."""
    from tests.cases.factories import Stage
    from yuanqu.accounts.models import User
    from yuanqu.cases import actions
    from yuanqu.cases.models import Notice, NoticeAttempt
    from yuanqu.engines.workflow.states import State

    stage = Stage()
    User.objects.filter(pk=stage.li.pk).update(email=f"{stage.li.username}@example.org")
    stage.li.refresh_from_db()
    stage.at(State.CORRECTION_REQUESTED)
    raced(*[actions.send_due] * RUNNERS)
    notices = Notice.objects.filter(user=stage.li)
    return {
        "sent": notices.filter(status="sent").count(),
        "attempts": NoticeAttempt.objects.filter(notice__in=notices).count(),
    }


RACES = (deciding, numbering, claiming, saving, removing, sending)


def main() -> None:
    """Run every race several times on the database of YUANQU_DATABASE_URL, which must be empty."""
    django.setup()
    from django.conf import settings

    # Notices wait for the race that sends them.
    settings.NOTICES_BY_WORKER = True
    call_command("migrate", verbosity=0)
    print(json.dumps({race.__name__: [race() for _round in range(ROUNDS)] for race in RACES}))  # noqa: T201


if __name__ == "__main__":
    main()
