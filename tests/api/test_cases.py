"""Cases over the API: a walk from draft to archive, and who may not."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.callers import bearer
from tests.factories import PartyFactory, assistant, colleague, official, stranger
from yuanqu.accounts.models import User
from yuanqu.cases.models import Case

pytestmark = pytest.mark.django_db
ANSWERS = {"subject": "opinion", "text": "希望园区延长食堂的开放时间。"}


def post(person: User, path: str, content: Any) -> Any:
    headers = bearer(person, "cases:write", "cases:read")
    return Client(headers=headers).post(
        f"/api/v1/cases{path}", json.dumps(content), "application/json"
    )


def opened(person: User) -> dict[str, Any]:
    draft = {"matter": "park.request", "applicant": str(person.party_id)}
    made = post(person, "", draft)
    assert made.status_code == 201, made.content
    answer: dict[str, Any] = made.json()
    return answer


def submitted(person: User) -> dict[str, Any]:
    case = opened(person)
    saved = post(
        person, f"/{case['id']}/answers", {"revision": case["revision"], "answers": ANSWERS}
    )
    assert saved.status_code == 200, saved.content
    sent = post(person, f"/{case['id']}/moves/submit", {})
    assert sent.status_code == 200, sent.content
    answer: dict[str, Any] = sent.json()
    return answer


def test_a_case_goes_from_draft_to_archive():
    han, wang = stranger(), official()
    case = submitted(han)
    assert (case["state"], case["answers"]) == ("submitted", ANSWERS)
    assert case["number"].startswith("YJ-")
    path = f"/{case['id']}/moves"
    asked = {"corrections": [{"what": "请说明是哪个食堂", "field": "text"}]}
    assert (
        post(wang, f"{path}/request_corrections", asked).json()["state"] == "correction_requested"
    )
    assert post(han, f"{path}/resubmit", {}).json()["state"] == "submitted"
    assert post(wang, f"{path}/accept", {}).json()["state"] == "accepted"
    decided = post(wang, f"{path}/decide", {"outcome": "approved", "reasons": "合理"}).json()
    assert (decided["state"], decided["outcome"], decided["reasons"]) == (
        "decided", "approved", "合理",
    )  # fmt: skip
    assert post(wang, f"{path}/deliver", {}).json()["state"] == "delivered"
    assert post(wang, f"{path}/archive", {}).json()["state"] == "archived"


def test_a_second_decision_is_told_who_decided():
    han, wang, zhou = stranger(), official(), colleague()
    path = f"/{submitted(han)['id']}/moves"
    post(wang, f"{path}/accept", {})
    decision = {"outcome": "approved", "reasons": "合理"}
    assert post(wang, f"{path}/decide", decision).status_code == 200
    late = post(zhou, f"{path}/decide", decision)
    assert late.status_code in {403, 409, 422}
    assert late.json()["code"].startswith("cases.")


def test_a_strangers_case_is_missing():
    case = submitted(stranger())
    other = assistant(PartyFactory.create())
    answer = Client(headers=bearer(other, "cases:read")).get(f"/api/v1/cases/{case['id']}")
    assert answer.status_code == 404
    assert post(other, f"/{case['id']}/moves/withdraw", {}).status_code == 404


def test_nobody_and_a_narrow_token_open_nothing():
    case = submitted(stranger())
    wang = official()
    assert Client().get("/api/v1/cases").status_code == 401
    narrow = Client(headers=bearer(wang, "facts:read")).get(f"/api/v1/cases/{case['id']}")
    assert narrow.status_code == 403


def test_answers_that_cannot_stand_are_not_kept():
    han = stranger()
    case = opened(han)
    body = {"revision": case["revision"], "answers": {"subject": "nonsense"}}
    refused = post(han, f"/{case['id']}/answers", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "api.bad_answers")
    assert Case.objects.get(pk=case["id"]).answers == {}


def test_a_decision_needs_its_outcome():
    case = submitted(stranger())
    refused = post(official(), f"/{case['id']}/moves/decide", {"reasons": "合理"})
    assert refused.json()["code"] == "api.outcome_missing"


def test_the_inbox_lists_what_waits_for_the_desk():
    case = submitted(stranger())
    page = Client(headers=bearer(official(), "cases:read")).get("/api/v1/cases/inbox").json()
    assert [item["id"] for item in page["items"]] == [case["id"]]
