"""What happens when many do it at once, on a database of its own: run by test_races.

Prints one JSON object. Threads each have a connection of their own.
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

AT_ONCE = 12


def at_once(action: Callable[[int], object], times: int = AT_ONCE) -> list[object]:
    """Call the action in as many threads, all starting together; a refusal gives its code."""
    from django.db import connection

    from yuanqu.accounts.errors import Refused

    start = Barrier(times)

    def run(number: int) -> object:
        start.wait()
        try:
            return action(number)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


def wrong_passwords() -> dict[str, int]:
    """Twelve guesses at one account at once: five are looked at."""
    from yuanqu.accounts.actions import begin_attempt
    from yuanqu.accounts.guarding import Attempt
    from yuanqu.accounts.models import LockOut

    attempt = Attempt("account", "address")
    answers = at_once(lambda _number: begin_attempt(attempt=attempt))
    rows = LockOut.objects.filter(key__in=("account", "address"))
    return {
        "looked_at": answers.count(None),
        "counted": max(rows.values_list("failures", flat=True)),
    }


def handing_over() -> dict[str, int]:
    """One mandate handed to twelve people at once: one of them gets it."""
    from tests.factories import PartyFactory, UserFactory, assistant, official
    from yuanqu.accounts.actions import handover_membership
    from yuanqu.accounts.models import Membership

    company, wang = PartyFactory.create(), official()
    mandate = assistant(company).memberships.get()
    people = [UserFactory.create() for _ in range(AT_ONCE)]
    answers = at_once(
        lambda number: handover_membership(actor=wang, membership=mandate, to=people[number])
    )
    held = Membership.objects.filter(party=company, valid_to__isnull=True).count()
    return {"refused": answers.count("accounts.mandate_is_over"), "held": held}


def proving_a_number() -> dict[str, int]:
    """Twelve people prove one number at once: it becomes one person's."""
    from tests.factories import UserFactory
    from yuanqu.accounts.actions import attach_phone
    from yuanqu.accounts.models import User

    people = [UserFactory.create() for _ in range(AT_ONCE)]
    answers = at_once(
        lambda number: attach_phone(user=people[number], number="13812345678", verified=True)
    )
    return {
        "refused": answers.count("accounts.number_taken"),
        "verified": User.objects.filter(phone_verified=True).count(),
    }


def two_duties() -> dict[str, int]:
    """The three duties given to one person at once: one is held."""
    from tests.factories import park, stranger
    from yuanqu.accounts.actions import grant_membership
    from yuanqu.accounts.models import SEPARATED_DUTIES

    person, place = stranger(), park()
    answers = at_once(
        lambda number: grant_membership(
            actor=None, user=person, party=place, role=SEPARATED_DUTIES[number]
        ),
        times=3,
    )
    return {
        "refused": answers.count("accounts.duties_stay_apart"),
        "held": person.memberships.filter(valid_to__isnull=True).count(),
    }


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    races = (wrong_passwords, handing_over, proving_a_number, two_duties)
    sys.stdout.write(json.dumps({race.__name__: race() for race in races}))
