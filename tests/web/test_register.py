"""The register's pages: import with its report, proposals, sources, merges, exports, industries."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.cases.factories import pdf
from tests.factories import assistant
from tests.organizations.factories import CREDIT_CODE, OrganizationFactory
from tests.organizations.tables import book_of, csv_of, row
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.models import User
from yuanqu.cases import actions as cases
from yuanqu.cases.models import Case
from yuanqu.ledger.models import Fact
from yuanqu.organizations.actions import MergeDraft, load_industries, merge_organizations
from yuanqu.organizations.industries import IndustryRow
from yuanqu.organizations.models import (
    MergeCause,
    Organization,
    PartyAlias,
    Proposal,
    Source,
)

pytestmark = pytest.mark.django_db


def send(client: Client, content: bytes, name: str = "名录.csv", **fields: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/register/import/", {"file": file, **fields})


# --- importing ---------------------------------------------------------------------------


def test_a_sound_file_is_shown_first_and_imported_by_one_click(wang: User):
    client = browser(wang)
    sent = send(client, csv_of(row(1), row(2), encoding="gbk"))
    page = client.get(sent.headers["Location"])
    said = text_of(page)
    assert "New: 2" in said
    assert "GB 18030" in said
    assert "示例企业1有限公司" in said
    assert Organization.objects.count() == 0
    done = client.post(f"{sent.headers['Location']}apply/", follow=True)
    assert "Applied. The register says so from now on." in text_of(done)
    assert Organization.objects.count() == 2
    assert "/apply/" not in "".join(forms_of(done))


def forms_of(page: Any) -> list[str]:
    return [attrs.get("action") or "" for tag, attrs in read(page).tags if tag == "form"]


def test_every_wrong_row_is_shown_and_there_is_nothing_to_click(wang: User):
    client = browser(wang)
    sent = send(client, csv_of(row(1), row(2, code="91320594MA1EXAMP05", kind="工厂")))
    page = client.get(f"{sent.headers['Location']}?show=problems")
    said = text_of(page)
    assert "Nothing is imported while a row is wrong." in said
    assert "3 统一社会信用代码 91320594MA1EXAMP05 The check character" in said
    assert "3 单位类型 工厂 There is no such kind of organization." in said
    assert [form for form in forms_of(page) if "proposals" in form] == []
    client.post(f"{sent.headers['Location']}apply/")
    assert Organization.objects.count() == 0


def test_the_cause_is_said_in_the_language_of_whoever_reads(wang: User):
    sent = send(browser(wang), csv_of(row(1, kind="工厂")))
    page = browser(wang, "zh-hans").get(sent.headers["Location"])
    assert "There is no such kind" not in text_of(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("名称\n示例".encode("utf-16"), "The file is in UTF-16."),
        (b"PK\x03\x04", "The workbook cannot be read."),
        ("电话,地址\n1,2\n".encode(), "No column is called"),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_cannot_be_read_is_said_on_the_form(wang: User, content: bytes, said: str):
    page = send(browser(wang), content)
    assert page.status_code == 422
    assert said in text_of(page)
    assert Proposal.objects.count() == 0


def test_a_file_that_is_too_large_is_not_looked_at(wang: User, settings: Settings):
    settings.EVIDENCE_MAX_BYTES = 2**20
    page = send(browser(wang), b"x" * (2**20 + 1))
    assert page.status_code == 422
    assert "larger than 1 MB" in text_of(page)


def test_markup_in_a_file_is_shown_as_text(wang: User):
    client = browser(wang)
    nasty = "<script>alert(1)</script>有限公司"
    sent = send(client, csv_of(row(1, name=nasty), row(2, kind=nasty)), "<b>x</b>.csv")
    for address in (sent.headers["Location"], f"{sent.headers['Location']}?show=problems"):
        content = client.get(address).content.decode()
        assert "<script>alert" not in content
        assert "<b>x</b>" not in content
        assert "&lt;script&gt;alert(1)" in content


def test_a_workbook_with_formulas_is_reported(wang: User):
    client = browser(wang)
    sent = send(client, book_of([["名称", "类型"], ["=A1", "企业"]]), "a.xlsx")
    assert "This cell is a formula." in text_of(client.get(sent.headers["Location"]))


def test_a_kind_may_be_given_for_all_rows(wang: User):
    client = browser(wang)
    sent = send(client, "名称\n示例一\n".encode(), kind="company")
    assert "Company" in text_of(client.get(sent.headers["Location"]))


def test_a_long_report_is_cut_into_pages(wang: User):
    client = browser(wang)
    sent = send(client, csv_of(*(row(n, kind="工厂") for n in range(51))))
    page = client.get(f"{sent.headers['Location']}?show=problems")
    assert "1 to 50 of 51" in text_of(page)
    assert "?show=problems&page=2" in links_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_asks_the_database_as_often_for_one_as_for_three(
    wang: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    client = browser(wang)
    for number in range(count):
        send(client, csv_of(row(number)))
    with django_assert_num_queries(12):
        client.get("/register/")


# --- sources -----------------------------------------------------------------------------


def test_a_source_is_described_pulled_and_decided(wang: User, settings: Settings, tmp_path: Path):
    settings.PULLS_ROOT = tmp_path
    kept = OrganizationFactory.create(zh="旧名有限公司", credit_code=CREDIT_CODE)
    (tmp_path / "list.csv").write_text(f"Firma,Nummer\n新名有限公司,{CREDIT_CODE}\n", "utf-8")
    client = browser(wang)
    said = {
        "name": "下发名单",
        "kind": "file",
        "place": "list.csv",
        "mapping": "Firma = name_zh\nNummer ＝ 统一社会信用代码",
        "default_kind": "company",
        "every_hours": "24",
    }
    assert client.post("/register/sources/", said).status_code == 302
    source = Source.objects.get()
    assert source.mapping == {"Firma": "name_zh", "Nummer": "credit_code"}
    pulled = client.post(f"/register/sources/{source.pk}/pull/")
    page = client.get(pulled.headers["Location"])
    assert "旧名有限公司 → 新名有限公司" in text_of(page)
    client.post(f"{pulled.headers['Location']}apply/")
    kept.party.refresh_from_db()
    assert kept.party.label == "新名有限公司"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place": "https://elsewhere.example/x"}, "Nothing is pulled from elsewhere.example"),
        ({"kind": "file", "place": "../x"}, "Give the plain name of a file"),
        ({"mapping": "Firma"}, "“Firma” is not so."),
        ({"mapping": "Firma = passwort"}, "We have no column “passwort”."),
        ({"every_hours": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_source_that_will_not_do_is_said_on_the_form(
    wang: User, changes: dict[str, str], said: str
):
    filled = {"name": "x", "kind": "rest", "place": "https://a.example", "every_hours": "24"}
    page = browser(wang).post("/register/sources/", filled | changes)
    assert page.status_code == 422
    assert said in text_of(page)
    assert Source.objects.count() == 0


def test_a_pull_that_fails_says_why_and_the_source_shows_it(
    wang: User, settings: Settings, tmp_path: Path
):
    settings.PULLS_ROOT = tmp_path
    client = browser(wang)
    client.post(
        "/register/sources/",
        {"name": "x", "kind": "file", "place": "gone.csv", "every_hours": "24"},
    )
    source = Source.objects.get()
    page = client.post(f"/register/sources/{source.pk}/pull/", follow=True)
    assert text_of(page).count("There is no file gone.csv in the folder of pulls.") == 2
    client.post(f"/register/sources/{source.pk}/pause/")
    assert "Paused" in text_of(client.get("/register/sources/"))


# --- merging -----------------------------------------------------------------------------


def test_two_entries_are_merged_and_it_is_undone(wang: User):
    kept = OrganizationFactory.create(zh="保留有限公司", credit_code=CREDIT_CODE)
    merged = OrganizationFactory.create(zh="重复有限公司")
    client = browser(wang)
    assert str(merged.pk) in client.get(f"/register/merges/?merged={merged.pk}").content.decode()
    done = client.post(
        "/register/merges/",
        {
            "kept": CREDIT_CODE,
            "merged": f"https://park.example/organizations/{merged.pk}/",
            "cause": "duplicate",
            "reason": "登记了两次",
            "confidentiality": "public",
        },
    )
    assert done.headers["Location"] == f"/organizations/{kept.pk}/"
    page = client.get(done.headers["Location"])
    assert "Merged into it 重复有限公司" in text_of(page)
    assert client.get(f"/organizations/{merged.pk}/").headers["Location"] == (
        f"/organizations/{kept.pk}/"
    )
    alias = PartyAlias.objects.get()
    refused = client.post(f"/register/merges/{alias.pk}/undo/", {"reason": " "}, follow=True)
    assert "Give the reason" in text_of(refused)
    undone = client.post(f"/register/merges/{alias.pk}/undo/", {"reason": "是两家"}, follow=True)
    assert "Both entries stand for themselves again." in text_of(undone)
    assert client.get(f"/organizations/{merged.pk}/").status_code == 200


def test_entries_of_one_name_are_told_apart_by_code_or_page(wang: User):
    OrganizationFactory.create_batch(2, zh="同名有限公司")
    page = browser(wang).post(
        "/register/merges/",
        {"kept": "同名有限公司", "merged": "没有这家", "cause": "duplicate", "reason": "x"},
    )
    said = text_of(page)
    assert "Several organizations are called “同名有限公司”." in said
    assert "No organization is called “没有这家”." in said
    assert Fact.objects.count() == 0


# --- exporting ---------------------------------------------------------------------------


def test_everybody_logged_in_exports_for_publication_and_officials_for_more(wang: User, han: User):
    OrganizationFactory.create(zh="=1+1有限公司")
    form = text_of(browser(han).get("/register/export/"))
    assert "Publication" in form
    assert "Deciding eligibility" not in form
    for purpose, status in (("publication", 200), ("eligibility", 422)):
        said = {"purpose": purpose, "form": "csv"}
        assert browser(han).post("/register/export/", said).status_code == status
    done = browser(wang).post("/register/export/", {"purpose": "eligibility", "form": "csv"})
    assert done.headers["Content-Disposition"].startswith("attachment; filename=")
    rows = list(csv.reader(io.StringIO(done.content.decode("utf-8-sig"))))
    assert [each[1] for each in rows] == ["Name", "'=1+1有限公司"]


# --- industries --------------------------------------------------------------------------


def load() -> None:
    sections = [IndustryRow(letter, f"门类{letter}") for letter in "ABDEFGHIJKLMNOPQRST"]
    below = [
        IndustryRow("C", "制造业"),
        IndustryRow("C27", "医药制造业"),
        IndustryRow("C271", "化学药品原料药制造"),
        IndustryRow("C2710", "化学药品原料药制造"),
    ]
    load_industries(actor=None, rows=[*sections, *below])


def test_an_industry_is_found_by_words_and_chosen(wang: User):
    load()
    entry = OrganizationFactory.create()
    client, address = browser(wang), f"/register/industries/{entry.pk}/"
    said = text_of(client.get(f"{address}?q=原料药"))
    assert "C2710 化学药品原料药制造 制造业 › 医药制造业 › 化学药品原料药制造" in said
    partial = client.get(f"{address}?q=27", headers={"HX-Request": "true"}).content.decode()
    assert "C27" in partial
    assert "<html" not in partial
    client.post(address, {"industry": "C2710"})
    entry.refresh_from_db()
    assert entry.industry == "C2710"
    assert "C2710 化学药品原料药制造" in text_of(client.get(f"/organizations/{entry.pk}/"))


def test_with_the_list_a_code_that_is_not_in_it_is_refused(wang: User):
    load()
    entry = OrganizationFactory.create()
    page = browser(wang).post(f"/register/industries/{entry.pk}/", {"industry": "2720"})
    assert "has no industry C2720" in text_of(page)


def test_without_the_list_the_page_says_how_to_load_it_and_a_code_is_checked_by_its_form(
    wang: User,
):
    entry = OrganizationFactory.create()
    client, address = browser(wang), f"/register/industries/{entry.pk}/"
    assert "yuanqu organizations industries import FILE" in text_of(client.get(address))
    assert client.post(address, {"industry": "xyz"}).status_code == 422
    assert client.post(address, {"industry": "2720"}).status_code == 302
    entry.refresh_from_db()
    assert entry.industry == "C2720"


# --- claims ------------------------------------------------------------------------------


def test_an_official_sees_who_claims_an_organization_and_others_do_not(wang: User, han: User):
    entry = OrganizationFactory.create(zh="示例有限公司", credit_code=CREDIT_CODE)
    case = cases.open_draft(actor=han, matter="organization.claim", applicant=han.party)
    for field in ("licence", "authorization"):
        cases.attach_file(actor=han, case=case, field=field, file=pdf(f"{field}.pdf"))
    case.refresh_from_db()
    said = {
        "registered": "listed",
        "organization": str(entry.pk),
        "credit_code": CREDIT_CODE,
        "position": "法务",
        "truth": True,
    }
    cases.save_draft(actor=han, case=case, answers=said, revision=case.revision)
    sent = cases.submit(actor=han, case=Case.objects.get(pk=case.pk))
    address = f"/organizations/{entry.pk}/"
    assert f"Claimed by {sent.number}" in text_of(browser(wang).get(address))
    for other in (browser(), browser(han), browser(assistant(entry.party))):
        page = other.get(address)
        assert sent.number not in text_of(page)
        assert "/apply/organization.claim/" in links_of(page)


def test_the_page_of_a_merged_entry_leads_to_the_kept_one_for_everybody(
    visitor: Client, wang: User
):
    kept, merged = OrganizationFactory.create_batch(2)
    draft = MergeDraft(MergeCause.DUPLICATE, "重复")
    merge_organizations(actor=wang, kept=kept, merged=merged, draft=draft)
    page = visitor.get(f"/organizations/{merged.pk}/", follow=True)
    assert page.redirect_chain == [(f"/organizations/{kept.pk}/", 302)]
    assert str(merged.pk) not in "".join(links_of(visitor.get("/organizations/")))
