"""Pulls: only allowed places are looked at, and nothing changes before an official says so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import travel

from tests.factories import official, stranger
from tests.organizations.factories import OrganizationFactory
from tests.organizations.pulled import Stub, stub_source
from tests.organizations.tables import code, csv_of, row
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import User
from yuanqu.engines.proposals import ProposalState
from yuanqu.organizations.actions import (
    MergeDraft,
    SourceDraft,
    add_source,
    apply_proposal,
    change_profile,
    decline_proposal,
    drop_old_proposals,
    merge_organizations,
    pause_source,
    propose_import,
    pull_due,
    pull_source,
)
from yuanqu.organizations.drafts import Profile
from yuanqu.organizations.importing.files import report_on
from yuanqu.organizations.models import (
    MergeCause,
    Organization,
    OrganizationKind,
    OrganizationName,
    Proposal,
    ProposedRow,
    Source,
    SourceKind,
)
from yuanqu.search.models import Document

pytestmark = pytest.mark.django_db

COMPANIES = "/companies"


@pytest.fixture
def wang() -> User:
    return official()


@pytest.fixture
def stub(settings: Settings) -> Iterator[Stub]:
    with stub_source() as source:
        settings.PULL_HOSTS = [source.host]
        settings.PULL_TOKENS = {}
        yield source


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PULLS_ROOT = tmp_path
    return tmp_path


def company(number: int, **changes: Any) -> dict[str, Any]:
    said = {"企业名称": f"示例企业{number}有限公司", "credit_code": code(number), "类型": "企业"}
    return said | changes


def source_at(stub: Stub, wang: User, **changes: Any) -> Source:
    said: dict[str, Any] = {
        "name": "市场监管",
        "kind": SourceKind.REST,
        "place": stub.at(COMPANIES),
        "rows_at": "data",
    }
    return add_source(actor=wang, draft=SourceDraft(**said | changes))


def pulled(wang: User, source: Source) -> Proposal:
    proposal = pull_source(actor=wang, source=source)
    assert proposal is not None
    return proposal


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


# --- deciding ----------------------------------------------------------------------------


def proposed(wang: User, *rows: list[str]) -> Proposal:
    return propose_import(actor=wang, title="名录.csv", report=report_on(csv_of(*rows)))


def test_a_file_with_a_wrong_row_is_not_applied(wang: User):
    proposal = proposed(wang, row(1), row(2, code="91320594MA1EXAMP05"))
    with pytest.raises(Refused) as refused:
        apply_proposal(actor=wang, proposal=proposal)
    assert (refused.value.code, refused.value.facts) == ("import.has_problems", {"count": "1"})
    assert Organization.objects.count() == 0


def test_an_expired_proposal_is_not_applied(wang: User):
    proposal = proposed(wang, row(1))
    with travel(timezone.now() + timedelta(days=3)), pytest.raises(Conflict) as refused:
        apply_proposal(actor=wang, proposal=proposal)
    assert refused.value.code == "proposals.expired"
    assert Organization.objects.count() == 0


def test_a_proposal_is_applied_once(wang: User):
    proposal = proposed(wang, row(1))
    applied = apply_proposal(actor=wang, proposal=proposal)
    assert (applied.state, applied.decided_by) == (ProposalState.APPLIED, wang)
    for decide in (apply_proposal, decline_proposal):
        with pytest.raises(Conflict) as refused:
            decide(actor=wang, proposal=proposal)
        assert refused.value.code == "proposals.applied"
    assert Organization.objects.count() == 1


def test_a_register_that_has_changed_since_stops_it_all(stub: Stub, wang: User):
    kept = OrganizationFactory.create(zh="示例企业1有限公司", credit_code=code(1))
    stub.says(COMPANIES, {"data": [company(1, 简介="新的"), company(2)]})
    proposal = pulled(wang, source_at(stub, wang))
    profile = Profile(OrganizationKind.COMPANY, summary_zh="别人写的")
    change_profile(actor=wang, organization=kept, profile=profile)
    with pytest.raises(Conflict) as refused:
        apply_proposal(actor=wang, proposal=proposal)
    assert refused.value.code == "proposals.entry_changed"
    proposal.refresh_from_db()
    assert (proposal.state, Organization.objects.count()) == (ProposalState.WAITING, 1)


def test_a_name_that_is_registered_meanwhile_stops_an_import(wang: User):
    proposal = proposed(wang, row(1, code=""))
    OrganizationFactory.create(zh="示例企业1有限公司")
    with pytest.raises(Conflict) as refused:
        apply_proposal(actor=wang, proposal=proposal)
    assert refused.value.code == "import.register_changed"


def test_only_officials_feed_the_register(stub: Stub, wang: User):
    han, source = stranger(), source_at(stub, wang)
    stub.says(COMPANIES, {"data": [company(1)]})
    proposal = pulled(wang, source)
    for act in (
        lambda: source_at(stub, han, name="另一"),
        lambda: pull_source(actor=han, source=source),
        lambda: pause_source(actor=han, source=source, paused=True),
        lambda: apply_proposal(actor=han, proposal=proposal),
        lambda: decline_proposal(actor=han, proposal=proposal),
        lambda: proposed(han, row(1)),
    ):
        with pytest.raises(Forbidden):
            act()


def test_old_proposals_are_forgotten_with_their_rows(wang: User):
    proposed(wang, row(1))
    assert drop_old_proposals() == 0
    assert drop_old_proposals(now=timezone.now() + timedelta(days=93)) == 1
    assert ProposedRow.objects.count() == 0


@pytest.mark.parametrize("count", [3, 30])
def test_many_changes_cost_no_query_each(
    count: int, stub: Stub, wang: User, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(count):
        OrganizationFactory.create(zh=f"旧名{number}", credit_code=code(number))
    stub.says(COMPANIES, {"data": [company(number) for number in range(count)]})
    proposal = pulled(wang, source_at(stub, wang))
    with django_assert_num_queries(50):
        apply_proposal(actor=wang, proposal=proposal)
    assert Organization.objects.filter(party__label__startswith="示例企业").count() == count
