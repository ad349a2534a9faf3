"""Documents over the API: added once, read as far as the caller may, tried again."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.api.callers import bearer
from tests.factories import PartyFactory, assistant, official, stranger
from tests.knowledge import samples
from tests.knowledge.factories import TEXT, faq, pack, version
from yuanqu.accounts.models import User
from yuanqu.knowledge import files
from yuanqu.knowledge.actions import read_waiting
from yuanqu.knowledge.models import Access, Document, Version

pytestmark = pytest.mark.django_db
DOCUMENTS = "/api/v1/knowledge/documents"


@pytest.fixture(autouse=True)
def own_state(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT, settings.INDEX_ROOT = tmp_path / "files", tmp_path / "index"


def client(person: User, *scopes: str, **headers: str) -> Client:
    held = bearer(person, *scopes or ("knowledge:read", "knowledge:write"))
    return Client(headers=held | headers)


def send(who: Client, content: bytes | None = None, name: str = "a.pdf", **said: str) -> Any:
    file = {"file": SimpleUploadedFile(name, content)} if content is not None else {}
    return who.post(DOCUMENTS, {"pack": "government", **file, **said})


def test_a_text_is_added_and_read_with_its_passages():
    pack()
    wang = client(official())
    added = send(wang, text=TEXT, key="rules", issuer="示例局", effective_from="2024-03-01")
    assert added.status_code == 201, added.content
    (document,) = added.json()["documents"]
    assert (document["pack"], document["key"], document["state"], document["in_force"]) == (
        "government", "rules", "parsed", True,
    )  # fmt: skip
    whole = Client().get(f"{DOCUMENTS}/{document['id']}").json()
    passage = whole["passages"][1]
    assert whole["text"][passage["start"] : passage["end"]] == "第二条　奖励金额为十万元。"
    assert (passage["heading"], passage["article"]) == ("创新奖励办法", "第二条")
    assert whole["version"] == document


def test_a_file_is_read_at_once_or_by_the_job_and_says_what_went_wrong(
    monkeypatch: pytest.MonkeyPatch,
):
    pack()
    wang = client(official())
    assert send(wang, samples.pdf()).json()["documents"][0]["state"] == "parsed"
    monkeypatch.setattr(files, "QUICK_BYTES", 0)
    waiting = send(wang, samples.scan(), "scan.pdf").json()["documents"][0]
    assert (waiting["state"], waiting["failure"]) == ("waiting", None)
    read_waiting()
    address = f"{DOCUMENTS}/{waiting['id']}"
    failed = wang.get(address).json()["version"]
    assert (failed["state"], failed["failure"]["code"]) == ("failed", "knowledge.no_text_layer")
    assert wang.post(f"{address}/retry").json()["state"] == "waiting"
    again = wang.post(f"{address}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "knowledge.did_not_fail")


def test_the_same_key_is_done_once():
    pack()
    wang = client(official(), **{"Idempotency-Key": "k-1"})
    first, again = send(wang, samples.pdf()), send(wang, samples.pdf())
    other = send(wang, samples.pdf("另一个办法。"))
    assert (first.status_code, again.json()) == (201, first.json())
    assert (other.status_code, other.json()["code"]) == (422, "api.idempotency_key_reused")
    assert Version.objects.count() == 1


def test_versions_are_listed_and_a_document_is_withdrawn():
    old = version()
    new = version(old.document.pack, TEXT + "三。")
    listed = Client().get(f"{DOCUMENTS}/{old.pk}/versions").json()
    assert [each["id"] for each in listed["items"]] == [str(new.pk), str(old.pk)]
    wang = client(official())
    assert wang.post(f"{DOCUMENTS}/{old.pk}/withdraw").status_code == 200
    assert Client().get(f"{DOCUMENTS}/{old.pk}").status_code == 404
    assert Document.objects.exclude(withdrawn_at=None).count() == 1


def test_a_table_of_questions_becomes_answers():
    pack()
    added = send(client(official()), "问题,答案\n几点开门,九点。".encode(), "faq.csv").json()
    assert [each["question"] for each in added["answers"]] == ["几点开门"]
    assert Client().get("/api/v1/knowledge/answers?pack=government").json()["total"] == 1


def test_lists_show_what_the_caller_may_read():
    company = PartyFactory.create(label="示例公司")
    own, park = pack("own", company, access=Access.OWNER), pack()
    version(own)
    version(park)
    faq(own)
    for who, count in ((Client(), 1), (client(stranger()), 1), (client(assistant(company)), 2)):
        assert who.get("/api/v1/knowledge/packs").json()["total"] == count
        assert who.get(DOCUMENTS).json()["total"] == count
        assert who.get("/api/v1/knowledge/answers").json()["total"] == count - 1
    assert Client().get(f"{DOCUMENTS}?pack=own").json()["total"] == 0
    assert Client().get(f"{DOCUMENTS}?text=创新").json()["total"] == 1


def test_who_may_not_adds_nothing():
    pack()
    wang = official()
    for who, status in (
        (Client(), 401), (client(stranger()), 403), (client(wang, "knowledge:read"), 403),
        (client(assistant(PartyFactory.create())), 403),
    ):  # fmt: skip
        assert send(who, text=TEXT).status_code == status
    assert send(client(wang), text=TEXT, pack="nothing").status_code == 404
    assert Version.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "knowledge.nothing_given"),
        ({"text": "文", "content": b"x"}, "knowledge.file_or_text"),
        ({"content": b"MZ", "name": "a.exe"}, "knowledge.kind"),
        ({"content": samples.scan()}, "knowledge.no_text_layer"),
        (
            {"text": "文", "effective_from": "2024-02-01", "effective_to": "2024-01-01"},
            "knowledge.ends_before_it_begins",
        ),
        ({"text": "文", "status": "valid"}, "api.invalid"),
    ],
)
def test_what_cannot_be_added_is_refused(said: dict[str, Any], code: str):
    pack()
    refused = send(client(official()), **said)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert Version.objects.count() == 0
