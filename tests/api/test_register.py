"""Feeding the register over the API: a dry run, then all of it or nothing, and who may not."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.api.callers import bearer
from tests.factories import PartyFactory, assistant, official, stranger
from tests.organizations.tables import csv_of, row
from yuanqu.accounts.models import User
from yuanqu.organizations.models import Organization, Proposal

pytestmark = pytest.mark.django_db
REGISTER = "/api/v1/register"


def client(person: User, *scopes: str, **headers: str) -> Client:
    held = bearer(person, *scopes or ("register:read", "register:write"))
    return Client(headers=held | headers)


def send(who: Client, content: bytes, **asked: str) -> Any:
    file = SimpleUploadedFile("名单.csv", content)
    return who.post(f"{REGISTER}/imports", {"file": file, **asked})


def proposed(wang: Client, content: bytes) -> dict[str, Any]:
    answer = send(wang, content)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_sound_file_is_proposed_and_then_applied_whole():
    wang = client(official())
    proposal = proposed(wang, csv_of(row(1), row(2)))
    assert (proposal["state"], proposal["added"], proposal["bad_lines"]) == ("waiting", 2, 0)
    assert Organization.objects.count() == 0
    rows = wang.get(f"{REGISTER}/proposals/{proposal['id']}/rows?limit=1").json()
    assert (rows["total"], [each["record"]["name_zh"] for each in rows["items"]]) == (
        2, ["示例企业1有限公司"],
    )  # fmt: skip
    applied = wang.post(f"{REGISTER}/proposals/{proposal['id']}/apply")
    assert (applied.status_code, applied.json()["state"]) == (200, "applied")
    assert Organization.objects.count() == 2


def test_every_wrong_cell_is_named_and_nothing_is_entered():
    wang = client(official())
    wrong = (row(2, code="91320594MA1EXAMP05"), row(3, kind="工厂"))
    proposal = proposed(wang, csv_of(row(1), *wrong))
    problems = wang.get(f"{REGISTER}/proposals/{proposal['id']}/problems").json()
    assert [(each["line"], each["column"], each["code"]) for each in problems["items"]] == [
        (3, "统一社会信用代码", "uscc.check_digit"),
        (4, "单位类型", "import.unknown_kind"),
    ]
    refused = wang.post(f"{REGISTER}/proposals/{proposal['id']}/apply")
    assert (refused.status_code, refused.json()["code"]) == (422, "import.has_problems")
    assert Organization.objects.count() == 0


def test_a_decided_proposal_is_not_decided_again():
    wang = client(official())
    address = f"{REGISTER}/proposals/{proposed(wang, csv_of(row(1)))['id']}"
    assert wang.post(f"{address}/decline").json()["state"] == "declined"
    late = wang.post(f"{address}/apply")
    assert (late.status_code, late.json()["code"]) == (409, "proposals.declined")
    assert wang.get(address).json()["state"] == "declined"
    assert Organization.objects.count() == 0


def test_the_same_file_with_the_same_key_is_proposed_once():
    person = official()
    wang = client(person, **{"Idempotency-Key": "k-1"})
    first = send(wang, csv_of(row(1)))
    again = send(wang, csv_of(row(1)))
    other = send(wang, csv_of(row(2)))
    assert (first.status_code, again.json()) == (201, first.json())
    assert (other.status_code, other.json()["code"]) == (422, "api.idempotency_key_reused")
    assert Proposal.objects.count() == 1


def test_applying_twice_with_one_key_is_done_once():
    person = official()
    proposal = proposed(client(person), csv_of(row(1)))
    wang = client(person, **{"Idempotency-Key": "k-2"})
    address = f"{REGISTER}/proposals/{proposal['id']}/apply"
    first, again = wang.post(address), wang.post(address)
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert Organization.objects.count() == 1


def test_only_officials_within_their_scope_feed_the_register():
    proposal = proposed(client(official()), csv_of(row(1)))
    address = f"{REGISTER}/proposals/{proposal['id']}"
    for person in (stranger(), assistant(PartyFactory.create())):
        them = client(person)
        assert send(them, csv_of(row(2))).json()["code"] == "accounts.officials_only"
        assert them.get(f"{REGISTER}/proposals").status_code == 403
        for path in (address, f"{address}/rows", f"{address}/problems"):
            assert them.get(path).status_code == 404
        assert them.post(f"{address}/apply").status_code == 404
    reader = client(User.objects.get(username="wangfang"), "register:read")
    assert send(reader, csv_of(row(2))).status_code == 403
    assert reader.post(f"{address}/apply").status_code == 403
    assert send(Client(), csv_of(row(2))).status_code == 401
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.7 no table", "import.no_name_column"), (b"", "import.empty")],
)
def test_what_is_no_table_is_refused(content: bytes, code: str):
    refused = send(client(official()), content)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_a_file_that_is_too_large_is_refused(settings: Settings):
    settings.EVIDENCE_MAX_BYTES = 10
    refused = send(client(official()), csv_of(row(1)))
    assert (refused.status_code, refused.json()["code"]) == (422, "ledger.file_too_large")
