"""Pulls: only allowed places are looked at, and nothing changes before an official says so."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.organizations.factories import OrganizationFactory
from tests.organizations.pulled import (
    COMPANIES,
    Stub,
    company,
    pulled,
    source_at,
)
from tests.organizations.tables import code
from yuanqu.accounts.errors import Conflict, Refused
from yuanqu.accounts.models import User
from yuanqu.engines.proposals import ProposalState
from yuanqu.organizations.actions import (
    MergeDraft,
    SourceDraft,
    add_source,
    apply_proposal,
    decline_proposal,
    merge_organizations,
    pause_source,
    pull_due,
    pull_source,
)
from yuanqu.organizations.models import (
    MergeCause,
    Organization,
    OrganizationName,
    Proposal,
    SourceKind,
)
from yuanqu.search.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PULLS_ROOT = tmp_path
    return tmp_path


def changes_of(proposal: Proposal) -> list[tuple[str, int, dict[str, str], dict[str, str]]]:
    return [
        (r.change, r.line, r.before, r.record) for r in proposal.rows.order_by("change", "line")
    ]


# --- what is looked at -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "place", "said"),
    [
        ("rest", "https://elsewhere.example/list", "pull.host"),
        ("rest", "http://elsewhere.example/list", "pull.address"),
        ("rest", "https://name:word@allowed.example/list", "pull.address"),
        ("rest", "file:///etc/passwd", "pull.address"),
        ("rest", "ftp://allowed.example/x", "pull.address"),
        ("rest", "https://[::1", "pull.address"),
        ("rest", "https://allowed.example:8443/x", "pull.host"),
        ("rest", "https://allowed.example@evil.example/", "pull.address"),
        ("file", "../secret", "pull.file_name"),
        ("file", "a/b.csv", "pull.file_name"),
        ("file", "/etc/passwd", "pull.file_name"),
        ("file", "..", "pull.file_name"),
        ("file", ".hidden", "pull.file_name"),
    ],
)
def test_a_place_that_the_installation_does_not_allow_is_refused(
    kind: str, place: str, said: str, wang: User, settings: Settings
):
    settings.PULL_HOSTS = ["allowed.example"]
    with pytest.raises(Refused) as refused:
        add_source(actor=wang, draft=SourceDraft("来源", SourceKind(kind), place))
    assert refused.value.code == said


def test_a_host_that_is_no_longer_allowed_is_not_asked(stub: Stub, wang: User, settings: Settings):
    source = source_at(stub, wang)
    settings.PULL_HOSTS = []
    with pytest.raises(Refused) as refused:
        pull_source(actor=wang, source=source)
    assert (refused.value.code, stub.asked) == ("pull.host", [])


def test_a_redirect_is_not_followed(stub: Stub, wang: User):
    source = source_at(stub, wang)
    stub.says(COMPANIES, b"", status=302, Location=stub.at("/inside"))
    stub.says("/inside", {"data": [company(1)]})
    with pytest.raises(Refused) as refused:
        pull_source(actor=wang, source=source)
    assert (refused.value.code, refused.value.facts) == ("pull.status", {"status": "302"})
    assert [path for path, _token in stub.asked] == [COMPANIES]


def test_the_next_page_is_asked_on_the_same_host_alone(stub: Stub, wang: User):
    source = source_at(stub, wang, next_at="next")
    stub.says(COMPANIES, {"data": [company(1)], "next": "/companies?page=2"})
    stub.says("/companies?page=2", {"data": [company(2)], "next": None})
    assert pulled(wang, source).rows.count() == 2
    stub.says("/companies?page=2", {"data": [], "next": "http://169.254.169.254/latest"})
    with pytest.raises(Refused) as refused:
        pull_source(actor=wang, source=source)
    assert refused.value.code == "pull.address"


def test_the_token_of_a_host_is_sent_to_it(stub: Stub, wang: User, settings: Settings):
    settings.PULL_TOKENS = {stub.host: "s3cret", "other.example": "x"}
    stub.says(COMPANIES, {"data": [company(1)]})
    pulled(wang, source_at(stub, wang))
    assert stub.asked == [(COMPANIES, "Bearer s3cret")]


def test_what_goes_wrong_is_kept_with_the_source_and_tried_again(stub: Stub, wang: User):
    source = source_at(stub, wang)
    assert pull_due() == {"pulled": 1, "proposed": 0, "failed": 1}
    source.refresh_from_db()
    assert (source.failure, source.failure_facts) == ("pull.status", {"status": "404"})
    assert source.due_at <= timezone.now() + timedelta(hours=1)
    stub.says(COMPANIES, {"data": [company(1)]})
    assert pull_due(now=source.due_at) == {"pulled": 1, "proposed": 1, "failed": 0}
    source.refresh_from_db()
    assert source.failure == ""


def test_an_answer_that_is_too_large_is_refused(stub: Stub, wang: User, settings: Settings):
    settings.EVIDENCE_MAX_BYTES = 100
    stub.says(COMPANIES, b"x" * 101)
    with pytest.raises(Refused) as refused:
        pull_source(actor=wang, source=source_at(stub, wang))
    assert refused.value.code == "pull.too_large"


def test_a_paused_source_is_left_alone(stub: Stub, wang: User):
    source = source_at(stub, wang)
    pause_source(actor=wang, source=source, paused=True)
    assert pull_due()["pulled"] == 0
    pause_source(actor=wang, source=source, paused=False)
    assert pull_due()["pulled"] == 1


def test_a_file_in_the_folder_is_read_with_its_mapping(folder: Path, wang: User):
    (folder / "companies.csv").write_bytes("Firma\n示例一有限公司\n".encode("gbk"))
    draft = SourceDraft(
        "下发文件", SourceKind.FILE, "companies.csv",
        mapping={"Firma": "name_zh"}, default_kind="company",
    )  # fmt: skip
    proposal = pulled(wang, add_source(actor=wang, draft=draft))
    assert changes_of(proposal) == [
        ("added", 2, {}, {"name_zh": "示例一有限公司", "kind": "company"})
    ]


# --- what is proposed --------------------------------------------------------------------


def test_nothing_changes_before_an_official_says_so(stub: Stub, wang: User):
    kept = OrganizationFactory.create(zh="旧名有限公司", credit_code=code(1))
    stub.says(COMPANIES, {"data": [company(1), company(2)]})
    proposal = pulled(wang, source_at(stub, wang))
    assert changes_of(proposal) == [
        (
            "added",
            2,
            {},
            {"name_zh": "示例企业2有限公司", "credit_code": code(2), "kind": "company"},
        ),
        ("changed", 1, {"name_zh": "旧名有限公司"}, {"name_zh": "示例企业1有限公司"}),
    ]
    assert Organization.objects.get() == kept
    apply_proposal(actor=wang, proposal=proposal)
    kept.refresh_from_db()
    today = timezone.localdate()
    assert (kept.party.label, Organization.objects.count()) == ("示例企业1有限公司", 2)
    names = OrganizationName.objects.filter(organization=kept).order_by("id")
    assert [(n.kind, n.text, n.valid_from, n.valid_to) for n in names] == [
        ("former", "旧名有限公司", None, today),
        ("current", "示例企业1有限公司", today, None),
    ]
    found = Document.objects.get(key=f"organization:{kept.pk}")
    assert (found.title, set(found.names)) == (
        "示例企业1有限公司",
        {"旧名有限公司", "示例企业1有限公司", code(1)},
    )


def test_an_entry_is_meant_by_its_code_else_by_its_name(stub: Stub, wang: User):
    named = OrganizationFactory.create(zh="示例企业1有限公司")
    coded = OrganizationFactory.create(zh="别的名字", credit_code=code(2))
    OrganizationFactory.create(zh="示例企业3有限公司", credit_code=code(9))
    stub.says(COMPANIES, {"data": [company(1), company(2), company(3)]})
    proposal = pulled(wang, source_at(stub, wang))
    rows = {row.line: (row.change, row.party_id) for row in proposal.rows.all()}
    assert rows == {1: ("changed", named.pk), 2: ("changed", coded.pk), 3: ("added", None)}
    apply_proposal(actor=wang, proposal=proposal)
    assert named.identifiers.get().value == code(1)


def test_a_merged_entry_means_the_one_that_was_kept(stub: Stub, wang: User):
    kept = OrganizationFactory.create(zh="总公司", credit_code=code(1))
    merged = OrganizationFactory.create(zh="子公司", credit_code=code(2))
    draft = MergeDraft(MergeCause.ABSORBED, "吸收合并")
    merge_organizations(actor=wang, kept=kept, merged=merged, draft=draft)
    stub.says(COMPANIES, {"data": [company(2, 企业名称="子公司")]})
    proposal = pulled(wang, source_at(stub, wang))
    assert [p.code for p in proposal.problems.all()] == ["pull.another_number"]


def test_wrong_rows_are_left_out_and_nobody_is_called_gone_while_there_are_any(
    stub: Stub, wang: User
):
    source = source_at(stub, wang)
    stub.says(COMPANIES, {"data": [company(1), company(2), company(3)]})
    apply_proposal(actor=wang, proposal=pulled(wang, source))
    stub.says(COMPANIES, {"data": [company(1), company(2, credit_code="91320594MA1EXAMP05")]})
    proposal = pulled(wang, source)
    assert (changes_of(proposal), proposal.bad_lines) == ([], 1)
    stub.says(COMPANIES, {"data": [company(1), company(2)]})
    (gone,) = pulled(wang, source).rows.all()
    assert (gone.change, str(gone.party)) == ("gone", "示例企业3有限公司")


def test_applying_that_somebody_is_gone_marks_it_and_deletes_nobody(stub: Stub, wang: User):
    source = source_at(stub, wang)
    stub.says(COMPANIES, {"data": [company(1), company(2)]})
    apply_proposal(actor=wang, proposal=pulled(wang, source))
    stub.says(COMPANIES, {"data": [company(1)]})
    apply_proposal(actor=wang, proposal=pulled(wang, source))
    assert Organization.objects.count() == 2
    assert source.entries.filter(gone_on__isnull=False).count() == 1
    assert pull_source(actor=wang, source=source) is None
    stub.says(COMPANIES, {"data": [company(1), company(2)]})
    assert pull_source(actor=wang, source=source) is None
    assert source.entries.filter(gone_on__isnull=False).count() == 0


def test_two_rows_for_one_entry_and_a_name_that_several_have_are_problems(stub: Stub, wang: User):
    OrganizationFactory.create(zh="同名")
    OrganizationFactory.create(zh="同名")
    OrganizationFactory.create(zh="一家", credit_code=code(1))
    same = {"企业名称": "同名", "类型": "企业"}
    stub.says(
        COMPANIES,
        {"data": [same, company(1, 企业名称="一家"), {"企业名称": "一家", "类型": "企业"}]},
    )
    proposal = pulled(wang, source_at(stub, wang))
    assert [(p.line, p.code) for p in proposal.problems.all()] == [
        (1, "pull.several_of_this_name"),
        (3, "import.name_twice"),
    ]


def test_what_was_declined_is_not_proposed_again_while_it_stays_the_same(stub: Stub, wang: User):
    source = source_at(stub, wang)
    stub.says(COMPANIES, {"data": [company(1)]})
    first = pulled(wang, source)
    assert pulled(wang, source) == first
    decline_proposal(actor=wang, proposal=first)
    assert pull_source(actor=wang, source=source) is None
    stub.says(COMPANIES, {"data": [company(1), company(2)]})
    assert pulled(wang, source) != first


def test_a_later_proposal_takes_the_place_of_one_that_waits(stub: Stub, wang: User):
    source = source_at(stub, wang)
    stub.says(COMPANIES, {"data": [company(1)]})
    first = pulled(wang, source)
    stub.says(COMPANIES, {"data": [company(1), company(2)]})
    second = pulled(wang, source)
    first.refresh_from_db()
    assert (first.state, second.state) == (ProposalState.REPLACED, ProposalState.WAITING)
    with pytest.raises(Conflict) as refused:
        apply_proposal(actor=wang, proposal=first)
    assert refused.value.code == "proposals.replaced"
