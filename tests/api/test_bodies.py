"""What a program must not write: text that is none, and facts that only an action makes."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.callers import bearer
from tests.factories import PartyFactory, assistant, official
from yuanqu.accounts.models import Party
from yuanqu.ledger.models import Fact

pytestmark = pytest.mark.django_db


def record(client: Client, body: dict[str, Any], headers: dict[str, str]) -> Any:
    return client.post(
        "/api/v1/facts", json.dumps(body), content_type="application/json", headers=headers
    )


def body(party: Party, **changes: Any) -> dict[str, Any]:
    said = {
        "kind": "organization.figure",
        "occurred_on": "2025",
        "parties": [{"party": str(party.pk), "role": "subject"}],
        "quantity": {"value": "48", "unit": "person"},
        "attributes": {"measure": "staff"},
        "evidence": [{"title": "示例公报", "quote": "48人"}],
    }
    return said | changes


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_no_database_keeps_is_refused(client: Client, text: str):
    party = PartyFactory.create()
    headers = bearer(assistant(party), "facts:write")
    for changes in (
        {"evidence": [{"title": text, "quote": "48人"}]},
        {"evidence": [{"title": "示例公报", "quote": text}]},
        {"attributes": {"measure": "staff", "note": {"zh": text, "en": "note"}}},
    ):
        assert record(client, body(party, **changes), headers).status_code == 400
    assert not Fact.objects.exists()


def test_a_program_does_not_write_what_only_an_action_establishes(client: Client):
    party = PartyFactory.create()
    roles = [{"party": str(party.pk), "role": role} for role in ("applicant", "authority")]
    decided = {
        "case": str(party.pk),
        "number": "X-2026-00001",
        "matter": "park.request",
        "title": {"zh": "批准", "en": "Approved"},
        "outcome": "approved",
    }
    forged = body(party, kind="case.decided", parties=roles, attributes=decided)
    forged |= {"occurred_on": "2026-01-05", "quantity": None}
    answer = record(client, forged, bearer(assistant(party), "facts:write"))
    assert (answer.status_code, answer.json()["code"]) == (422, "ledger.unknown_kind")

    verified: dict[str, Any] = {"kind": "ledger.verification", "occurred_on": "2026-01-05"}
    verified |= {"attributes": {"reason": "好"}}
    answer = record(client, verified, bearer(official(), "facts:write"))
    assert (answer.status_code, answer.json()["code"]) == (422, "ledger.unknown_kind")
    assert not Fact.objects.exists()
