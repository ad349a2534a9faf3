"""The pages of packs and documents: what is shown, to whom, and what a curator does there."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.factories import PartyFactory, assistant
from tests.knowledge import samples
from tests.knowledge.factories import TEXT, faq, pack, version
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.models import User
from yuanqu.knowledge import files
from yuanqu.knowledge.actions import read_waiting
from yuanqu.knowledge.models import Access, Faq, Pack, State, Status, Version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_state(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT, settings.INDEX_ROOT = tmp_path / "files", tmp_path / "index"


def marks_of(response: Any) -> list[tuple[str, str | None]]:
    """What is marked on a page, with the anchors."""
    reader, found = read(response), []
    content = response.content.decode()
    for tag, attributes in reader.tags:
        if tag == "mark":
            found.append(attributes.get("id"))
    texts = [part.split("</mark>")[0].partition(">")[2] for part in content.split("<mark")[1:]]
    return list(zip(texts, found, strict=True))


def upload(client: Client, content: bytes, name: str, **said: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/knowledge/government/add/", {"file": file, **said})


def test_a_document_is_opened_at_the_marked_stretches(visitor: Client):
    made = version(issuer="示例局", effective_from=date(2024, 3, 1))
    start = made.text.index("奖励金额")
    at = f"{start}-{start + 4},{start + 5}-{start + 8},9-3,1-99999999"
    page = visitor.get(f"/documents/{made.pk}/?at={at}")
    assert marks_of(page) == [("奖励金额", "at"), ("十万元", None)]
    said = text_of(page)
    assert all(
        each in said for each in ("示例局", "In force", "from March 1, 2024 on", "Version 1")
    )


def test_a_mark_over_several_lines_is_marked_in_each(visitor: Client):
    made = version()
    start, end = made.text.index("研发"), made.text.index("第二条") + 3
    page = visitor.get(f"/documents/{made.pk}/?at={start}-{end}")
    assert marks_of(page) == [("研发投入。", "at"), ("第二条", None)]


def test_markup_in_a_text_is_text(visitor: Client):
    made = version(text="<script>alert(1)</script>\n\n<b>正文</b>")
    page = visitor.get(f"/documents/{made.pk}/?at=0-8")
    assert "<script>alert" not in page.content.decode()
    assert marks_of(page) == [("&lt;script&gt;", "at")]


def test_a_long_text_is_shown_in_parts_and_opens_at_the_mark(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
):
    from yuanqu.web import highlighting

    monkeypatch.setattr(highlighting, "PART", 100)
    made = version(text="\n".join(f"第{n}条　守信经营。" for n in range(1, 60)))
    start = made.text.index("第30条")
    page = visitor.get(f"/documents/{made.pk}/?at={start}-{start + 4}")
    assert marks_of(page) == [("第30条", "at")]
    assert "第1条" not in text_of(page)
    assert "第1条" in text_of(visitor.get(f"/documents/{made.pk}/?part=1"))
    assert visitor.get(f"/documents/{made.pk}/?part=999999").status_code == 200


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"status": Status.DRAFT}, "This is a draft for comments."),
        ({"status": Status.REPEALED}, "This was repealed."),
        ({"effective_to": date(2025, 12, 31)}, "Its last day in force was December 31, 2025."),
        ({"effective_from": date(2099, 1, 1)}, "It comes into force on January 1, 2099."),
    ],
)
def test_what_is_not_in_force_says_so(visitor: Client, stated: dict[str, Any], said: str):
    assert said in text_of(visitor.get(f"/documents/{version(**stated).pk}/"))


def test_a_replaced_version_says_since_when_and_leads_to_the_later_one(visitor: Client):
    old = version(effective_from=date(2023, 1, 1))
    new = version(old.document.pack, TEXT + "三。", effective_from=date(2025, 1, 1))
    page = visitor.get(f"/documents/{old.pk}/")
    assert "A later version holds since January 1, 2025." in text_of(page)
    assert f"/documents/{new.pk}/" in links_of(page)


def test_what_is_restricted_is_found_by_nobody_else(wang: User, han: User):
    company = PartyFactory.create(label="示例公司")
    own = pack("own", company, access=Access.OWNER)
    closed, written = version(own), faq(own)
    paths = [
        "/knowledge/own/", "/knowledge/own/answers/", f"/documents/{closed.pk}/",
        f"/documents/{closed.pk}/original/", f"/answers/{written.pk}/",
    ]  # fmt: skip
    for client in (browser(), browser(han), browser(wang)):
        assert [client.get(path).status_code for path in paths] == [404] * 5
    li = browser(assistant(company))
    assert [li.get(path).status_code for path in paths] == [200, 200, 200, 404, 200]


def test_the_list_shows_each_document_with_its_state(visitor: Client, wang: User):
    held = pack()
    version(held, "# 甲办法\n\n正文。", "a", issuer="示例局")
    version(held, "# 乙办法\n\n正文。", "b", status=Status.DRAFT)
    said = text_of(visitor.get("/knowledge/government/"))
    assert all(each in said for each in ("甲办法", "示例局", "In force", "Draft for comments"))
    assert "Add a document" not in said
    assert "Add a document" in text_of(browser(wang).get("/knowledge/government/"))
    narrowed = text_of(visitor.get("/knowledge/government/?text=甲"))
    assert ("甲办法" in narrowed, "乙办法" in narrowed) == (True, False)


def test_the_list_costs_the_same_however_long_it_is(
    visitor: Client, django_assert_max_num_queries: Any
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    held, counts = pack(), []
    for names in ("甲", "乙丙"):
        for name in names:
            version(held, f"# {name}办法\n\n正文。", name)
        with CaptureQueriesContext(connection) as queries:
            visitor.get("/knowledge/government/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_curator_adds_a_small_file_and_sees_it_read(wang: User):
    pack()
    added = upload(browser(wang), samples.pdf(), "办法.pdf", issuer="另一局")
    made = Version.objects.get()
    assert added["Location"] == f"/documents/{made.pk}/"
    assert (made.state, made.issuer, made.document.key, made.added_by) == (
        State.PARSED, "另一局", "办法", wang,
    )  # fmt: skip
    page = browser(wang).get(f"/documents/{made.pk}/original/")
    assert b"".join(page.streaming_content) == samples.pdf()  # type: ignore[attr-defined]
    assert page["Content-Disposition"].startswith("attachment")


def test_a_large_file_waits_fails_visibly_and_is_tried_again(
    wang: User, monkeypatch: pytest.MonkeyPatch
):
    pack()
    monkeypatch.setattr(files, "QUICK_BYTES", 0)
    curator = browser(wang)
    upload(curator, samples.scan(), "扫描.pdf")
    made = Version.objects.get()
    assert "The file is being read." in text_of(curator.get(f"/documents/{made.pk}/"))
    assert browser().get(f"/documents/{made.pk}/").status_code == 404
    read_waiting()
    page = text_of(curator.get(f"/documents/{made.pk}/"))
    assert "This is a scan: its 2 pages are pictures without text." in page
    assert "This is a scan" in text_of(curator.get("/knowledge/government/"))
    curator.post(f"/documents/{made.pk}/retry/")
    made.refresh_from_db()
    assert made.state == State.WAITING


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Choose a file, or paste the text."),
        ({"text": "文", "file": SimpleUploadedFile("a.txt", b"x")}, "either a file or a text"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "This sort of file is not read."),
        ({"file": SimpleUploadedFile("a.pdf", samples.locked_pdf())}, "locked by a password"),
        (
            {"text": "文", "effective_from": "2024-02-01", "effective_to": "2024-01-01"},
            "The last day lies before the first.",
        ),
        ({"text": "文", "address": "javascript:alert(1)"}, "An address begins with https://"),
    ],
)
def test_what_cannot_be_added_says_why_and_nothing_is_kept(
    wang: User, said: dict[str, Any], sentence: str
):
    pack()
    page = browser(wang).post("/knowledge/government/add/", said)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert Version.objects.count() == 0


def test_a_file_larger_than_allowed_is_refused_by_its_size(wang: User, settings: Settings):
    pack()
    settings.EVIDENCE_MAX_BYTES = 1
    page = upload(browser(wang), b"xx", "a.txt")
    assert (page.status_code, "larger than 0 MB" in text_of(page)) == (422, True)


def test_a_table_of_questions_becomes_answers(wang: User):
    pack()
    added = upload(browser(wang), "问题,答案\n几点开门,九点。".encode(), "faq.csv")
    assert added["Location"] == "/knowledge/government/answers/"
    assert "几点开门" in text_of(browser().get("/knowledge/government/answers/"))


def test_a_curator_pastes_a_text_changes_what_is_known_and_withdraws_it(wang: User):
    pack()
    curator = browser(wang)
    curator.post("/knowledge/government/add/", {"text": TEXT, "key": "rules"})
    made = Version.objects.get()
    said = {
        "title": "创新奖励办法（征求意见稿）", "status": "in_force", "audience": "companies",
        "access": "public", "issuer": "示例局",
    }  # fmt: skip
    curator.post(f"/documents/{made.pk}/change/", said)
    made.refresh_from_db()
    assert (made.status, made.issuer, made.audience) == (Status.DRAFT, "示例局", "companies")
    curator.post(f"/documents/{made.pk}/withdraw/")
    assert browser().get(f"/documents/{made.pk}/").status_code == 404
    assert "This document was withdrawn." in text_of(curator.get(f"/documents/{made.pk}/"))


def test_an_official_makes_a_pack_of_the_park_and_changes_it(wang: User, han: User):
    curator = browser(wang)
    said = {
        "slug": "hall", "name_zh": "大厅", "owner": "park", "audience": "everyone",
        "access": "public",
    }  # fmt: skip
    assert curator.post("/knowledge/new/", said)["Location"] == "/knowledge/hall/"
    assert curator.post("/knowledge/new/", said).status_code == 422
    curator.post("/knowledge/hall/change/", said | {"name_zh": "办事大厅", "access": "officials"})
    held = Pack.objects.get()
    assert (held.name_zh, held.access, held.owner) == ("办事大厅", "officials", None)
    assert browser(han).get("/knowledge/new/").status_code == 404


def test_a_company_makes_its_own_pack_and_nobody_elses():
    company, other = PartyFactory.create(label="示例公司"), PartyFactory.create(label="别家")
    li = browser(assistant(company))
    said = {"slug": "ours", "name_zh": "内部", "audience": "everyone", "access": "owner"}
    for owner in ("park", str(other.pk)):
        assert li.post("/knowledge/new/", said | {"owner": owner}).status_code == 422
    assert li.post("/knowledge/new/", said | {"owner": str(company.pk)}).status_code == 302
    assert Pack.objects.get().owner == company


def test_an_answer_is_written_changed_and_withdrawn(wang: User):
    pack()
    curator, said = (
        browser(wang),
        {"question": "几点开门？", "answer": "九点。", "variants": "a\nb"},
    )
    assert browser().post("/knowledge/government/answers/", said).status_code == 404
    curator.post("/knowledge/government/answers/", said)
    made = Faq.objects.get()
    assert (made.variants, made.written_by) == (["a", "b"], wang)
    curator.post(f"/answers/{made.pk}/change/", said | {"answer": "八点。"})
    assert "八点。" in text_of(browser().get(f"/answers/{made.pk}/"))
    curator.post(f"/answers/{made.pk}/withdraw/")
    assert browser().get(f"/answers/{made.pk}/").status_code == 404


def test_the_days_stand_in_the_form_as_browsers_take_them(wang: User):
    made = version(effective_from=date(2024, 3, 1))
    page = browser(wang, "zh-hans").get(f"/documents/{made.pk}/change/").content.decode()
    assert 'value="2024-03-01"' in page


def test_odd_addresses_are_no_failure_of_ours(visitor: Client):
    made = version()
    for address in (
        "/knowledge/government/?text=%00&page=99999999999999999999",
        f"/documents/{made.pk}/?part={'9' * 5000}",
        f"/documents/{made.pk}/?part=%00&at={'1-2,' * 5000}",
        f"/documents/{made.pk}/?at=<script>",
        f"/documents/{made.pk}/?at=0-{len(made.text)}",
    ):
        assert visitor.get(address).status_code == 200, address
