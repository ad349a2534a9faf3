"""Facts over the API: who may, what bad input is answered with, and that a repeat is done once."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.api.callers import bearer
from tests.factories import (
    PartyFactory,
    assistant,
    colleague,
    evidence,
    figure,
    official,
    park,
    stranger,
)
from yuanqu.api.models import KeptAnswer
from yuanqu.ledger.actions import record_fact, verify_fact
from yuanqu.ledger.models import Access, Confidentiality, Fact

pytestmark = pytest.mark.django_db


def body(**changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "kind": "figure.reported",
        "occurred_on": "2023",
        "parties": [{"party": str(park().pk), "role": "area"}],
        "quantity": {"value": "10000000000", "unit": "CNY"},
        "attributes": {"measure": "gdp"},
        "evidence": [{"title": "示例公报", "quote": "园区生产总值100亿元。"}],
    }
    return said | changes


def post(path: str, content: Any, **headers: str) -> Any:
    return Client(headers=headers).post(path, json.dumps(content), "application/json")


def test_an_official_records_a_fact_and_reads_it_back():
    wang = official()
    made = post("/api/v1/facts", body(), **bearer(wang, "facts:write"))
    assert made.status_code == 201, made.content
    read = Client().get(f"/api/v1/facts/{made.json()['id']}").json()
    assert read["quantity"] == {
        "number": 10_000_000_000,
        "text": "10000000000",
        "unit": "CNY",
        "qualifier": "exact",
    }
    assert (read["occurred_on"], read["standing"]) == ("2023", "claimed")
    assert [piece["quote"] for piece in read["evidence"]] == ["园区生产总值100亿元。"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "x"}, "ledger.unknown_kind"),
        ({"evidence": []}, "ledger.evidence_missing"),
        ({"occurred_on": "2024-01-01/2023-01-01"}, "api.bad_period"),
        ({"occurred_on": "yesterday"}, "api.bad_period"),
        ({"quantity": {"value": "1", "unit": "furlong"}}, "ledger.unknown_unit"),
        ({"quantity": {"value": "-1", "unit": "CNY"}}, "ledger.negative"),
        ({"quantity": {"value": "1e9", "unit": "CNY"}}, "api.invalid"),
        ({"quantity": {"value": "9" * 40, "unit": "CNY"}}, "api.bad_quantity"),
        ({"parties": [{"party": str(uuid4()), "role": "area"}]}, "api.unknown_party"),
        ({"parties": []}, "ledger.role_missing"),
        ({"attributes": {"measure": 5}}, "ledger.attributes_invalid"),
        ({"legal_basis": "statistics-law"}, "ledger.statistical_return_stays_aggregate"),
        ({"kind": None}, "api.invalid"),
    ],
)
def test_bad_input_is_422_with_a_code_and_a_sentence(changes: dict[str, Any], code: str):
    answer = post("/api/v1/facts", body(**changes), **bearer(official(), "facts:write"))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert set(answer.json()) == {"code", "message", "details"}
    assert answer.json()["message"] not in {"", code}
    assert Fact.objects.count() == 0


def test_what_is_no_json_is_400():
    headers = bearer(official(), "facts:write")
    answer = Client(headers=headers).post("/api/v1/facts", b"{", "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "api.unreadable")


def test_who_may_record():
    wang, li, han = official(), assistant(PartyFactory.create()), stranger()
    assert post("/api/v1/facts", body()).status_code == 401
    assert post("/api/v1/facts", body(), **bearer(wang, "facts:read")).status_code == 403
    assert post("/api/v1/facts", body(), **bearer(li, "facts:write")).status_code == 403
    assert post("/api/v1/facts", body(), **bearer(han, "facts:write")).status_code == 403
    assert Fact.objects.count() == 0


def test_a_hidden_fact_is_as_missing_as_one_that_is_not_there():
    wang, mine = official(), PartyFactory.create()
    fact = record_fact(actor=wang, draft=figure(mine, access=Access.PARTIES))
    hidden = Client().get(f"/api/v1/facts/{fact.pk}")
    missing = Client().get(f"/api/v1/facts/{uuid4()}")
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
    assert hidden.status_code == 404
    own = Client(headers=bearer(assistant(mine), "read")).get(f"/api/v1/facts/{fact.pk}")
    assert own.status_code == 200


def test_restricted_evidence_is_not_answered_to_a_stranger():
    hidden = evidence(quote="秘密协议", confidentiality=Confidentiality.RESTRICTED)
    fact = record_fact(actor=official(), draft=figure(evidence=(evidence(), hidden)))
    answer = Client().get(f"/api/v1/facts/{fact.pk}")
    assert len(answer.json()["evidence"]) == 1
    assert "秘密协议" not in answer.content.decode()


def test_verification_by_the_claimant_is_403_and_a_second_one_409():
    wang, zhou = official(), colleague()
    fact = record_fact(actor=wang, draft=figure())
    path, reason = f"/api/v1/facts/{fact.pk}/verify", {"reason": "与公报一致"}
    assert post(path, reason, **bearer(wang, "facts:write")).json()["code"] == "ledger.own_claim"
    assert post(path, reason, **bearer(zhou, "facts:write")).status_code == 201
    again = post(path, reason, **bearer(zhou, "facts:write"))
    assert (again.status_code, again.json()["code"]) == (409, "ledger.move_not_allowed")


def test_a_correction_is_recorded_in_anothers_place():
    wang, zhou = official(), colleague()
    fact = record_fact(actor=wang, draft=figure())
    verify_fact(actor=zhou, fact=fact, reason="与公报一致")
    changed = body(quantity={"value": "10100000000", "unit": "CNY"})
    made = post(f"/api/v1/facts/{fact.pk}/corrections", changed, **bearer(zhou, "facts:write"))
    assert made.status_code == 201
    assert (made.json()["about"], made.json()["bearing"]) == (str(fact.pk), "corrects")


def test_an_unknown_move_is_404():
    fact = record_fact(actor=official(), draft=figure())
    answer = post(f"/api/v1/facts/{fact.pk}/bless", {"reason": "x"}, **bearer(colleague(), "write"))
    assert answer.status_code == 404


def test_the_same_key_and_body_is_done_once():
    headers = bearer(official(), "facts:write") | {"Idempotency-Key": "abc"}
    first = post("/api/v1/facts", body(), **headers)
    again = post("/api/v1/facts", body(), **headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Fact.objects.count() == 1


def test_the_same_key_with_another_body_is_refused():
    headers = bearer(official(), "facts:write") | {"Idempotency-Key": "abc"}
    post("/api/v1/facts", body(), **headers)
    other = post("/api/v1/facts", body(occurred_on="2022"), **headers)
    assert (other.status_code, other.json()["code"]) == (422, "api.idempotency_key_reused")
    assert Fact.objects.count() == 1


def test_a_refused_request_leaves_its_key_free():
    headers = bearer(official(), "facts:write") | {"Idempotency-Key": "abc"}
    assert post("/api/v1/facts", body(kind="x"), **headers).status_code == 422
    assert KeptAnswer.objects.count() == 0
    assert post("/api/v1/facts", body(), **headers).status_code == 201


def test_two_people_may_use_the_same_key():
    for person in (official(), colleague()):
        headers = bearer(person, "facts:write") | {"Idempotency-Key": "abc"}
        assert post("/api/v1/facts", body(), **headers).status_code == 201
    assert Fact.objects.count() == 2


@pytest.mark.parametrize("key", ["x" * 101, "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(key: str):
    headers = bearer(official(), "facts:write") | {"Idempotency-Key": key}
    answer = post("/api/v1/facts", body(), **headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.bad_idempotency_key")
