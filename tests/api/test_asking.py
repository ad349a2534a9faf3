"""Asking by program: the same answers, scopes, conversations by their id."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from tests.api.callers import bearer
from tests.assistant.engine import put_in_place
from tests.assistant.factories import QUESTION, document, pack, private_pack
from tests.factories import PartyFactory, assistant, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in_place(monkeypatch, settings, tmp_path)


def posted(client: Client, path: str, body: object, **headers: str) -> Any:
    return client.post(
        f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers
    )


def test_question_is_answered_with_offsets_into_its_source(client: Client):
    version = document(pack())
    turn = posted(client, "ask", {"question": QUESTION}).json()
    (quote,) = turn["quotes"]
    (span,) = quote["spans"]
    assert (turn["band"], turn["route"], quote["version"]) == (
        "answer", "knowledge", str(version.pk),
    )  # fmt: skip
    assert version.text[span[0] : span[1]] == turn["answer"]
    assert quote["standing"] == "in_force"
    assert (turn["generated"], turn["model"]) == ([], "")


def test_turn_and_conversation_are_opened_by_their_asker_alone(client: Client):
    document(pack())
    li = assistant(PartyFactory.create())
    own = bearer(li, "ask:read", "ask:write")
    turn = posted(client, "ask", {"question": QUESTION}, **own).json()
    again = posted(
        client, "ask", {"question": "何时提交", "conversation": turn["conversation"]}, **own
    ).json()
    assert again["conversation"] == turn["conversation"]
    address = f"/api/v1/turns/{turn['id']}"
    assert client.get(address, headers=own).json()["answer"] == turn["answer"]
    other = bearer(stranger(), "read", "write")
    assert client.get(address, headers=other).status_code == 404
    assert client.get(address).status_code == 404
    stolen = {"question": "x啊", "conversation": turn["conversation"]}
    assert posted(client, "ask", stolen, **other).status_code == 404


def test_key_asks_and_reads_only_within_its_scopes(client: Client):
    han = stranger()
    body = {"question": QUESTION}
    assert posted(client, "ask", body, **bearer(han, "search:read")).status_code == 403
    turn = posted(client, "ask", body, **bearer(han, "ask:write")).json()
    address = f"/api/v1/turns/{turn['id']}"
    assert client.get(address, headers=bearer(han, "ask:write")).status_code == 403
    assert client.get(address, headers=bearer(han, "ask:read")).status_code == 200


def test_who_is_not_logged_in_finds_an_answer_again_by_its_id(client: Client):
    document(pack())
    turn = posted(client, "ask", {"question": QUESTION}).json()
    said = posted(client, f"turns/{turn['id']}/feedback", {"rating": "helpful"}).json()
    assert said["rating"] == "helpful"
    assert client.get(f"/api/v1/turns/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": " "}, "assistant.nothing_asked"),
        ({"question": "😀"}, "assistant.no_words"),
        ({"question": "长" * 10_000}, "assistant.too_long"),
        ({"question": "房租", "pack": "secret"}, "assistant.unknown_pack"),
        ({"question": 5}, "api.invalid"),
    ],
)
def test_what_is_no_question_is_refused_with_its_code(
    client: Client, body: dict[str, object], code: str
):
    private_pack(PartyFactory.create())
    response = posted(client, "ask", body)
    assert (response.status_code, response.json()["code"]) == (422, code)


def test_too_many_questions_are_refused(client: Client, settings: Settings):
    settings.ASK_LIMIT = 1
    assert posted(client, "ask", {"question": QUESTION}).status_code == 200
    refused = posted(client, "ask", {"question": QUESTION})
    assert refused.json()["code"] == "assistant.too_many_questions"


def test_emergency_is_answered_with_numbers(client: Client):
    turn = posted(client, "ask", {"question": "着火了"}).json()
    assert [each["number"] for each in turn["call"]] == ["119", "120", "110", "12345"]
    assert turn["question"] == ""
