"""`python -m tests.assistant.races`: one card, confirmed from eight sides in the same moment."""

import json
from functools import partial
from typing import Any

import django
from django.core.management import call_command

RUNNERS = 8


def race() -> dict[str, Any]:
    """How many cases and acts came of one card."""
    from tests.cases.races import raced
    from tests.factories import park, stranger
    from yuanqu.accounts.models import AccountEvent
    from yuanqu.assistant.cards.actions import confirm, propose
    from yuanqu.cases.models import Case

    park()
    hanmei = stranger()
    arguments = {"matter": "park.request", "applicant": str(hanmei.party_id)}
    card = propose(actor=hanmei, tool="open_application", arguments=arguments)
    results = raced(*[partial(confirm, actor=hanmei, card=card)] * RUNNERS)
    assert results == ["done"] * RUNNERS, results
    acts = AccountEvent.objects.filter(act="assistant.card_confirmed")
    return {"cases": Case.objects.count(), "acts": acts.count()}


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps({"confirm": race()}))  # noqa: T201 - read by the test
