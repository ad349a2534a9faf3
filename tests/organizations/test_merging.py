"""Merging entries and undoing it: nothing is rewritten, and whoever reads resolves."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from tests.factories import assistant, colleague, evidence, official, park, stranger
from tests.organizations.factories import (
    ANOTHER_CREDIT_CODE,
    CREDIT_CODE,
    OrganizationFactory,
    label,
    verified,
)
from tests.organizations.test_listing import instrument_use
from yuanqu.accounts.access import may_act_for
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import Party, User
from yuanqu.indicators.queries import indicator_value
from yuanqu.ledger.models import Fact, FactParty
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.verifying import verify
from yuanqu.organizations.actions import (
    MergeDraft,
    Renaming,
    change_profile,
    merge_organizations,
    rename_organization,
    unmerge_organizations,
)
from yuanqu.organizations.aliases import aliases_on
from yuanqu.organizations.drafts import Profile
from yuanqu.organizations.legal_persons import party_of
from yuanqu.organizations.models import (
    MergeCause,
    Organization,
    OrganizationKind,
    OrganizationName,
    PartyAlias,
)
from yuanqu.organizations.queries import (
    Filters,
    merges_of,
    organization_to_open,
    organizations,
    relations,
    roles_taken,
    timeline,
)
from yuanqu.search.models import Document

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()
TWICE = MergeDraft(MergeCause.DUPLICATE, "同一家单位登记了两次")
ABSORBED = MergeDraft(MergeCause.ABSORBED, "吸收合并", date(2024, 7, 1))


@pytest.fixture
def wang() -> User:
    return official()


@pytest.fixture
def kept() -> Organization:
    return OrganizationFactory.create(zh="苏州示例有限公司", credit_code=CREDIT_CODE)


@pytest.fixture
def merged() -> Organization:
    return OrganizationFactory.create(zh="示例公司（苏州）")


def merge(wang: User, kept: Organization, merged: Organization, draft: MergeDraft = TWICE):
    return merge_organizations(actor=wang, kept=kept, merged=merged, draft=draft)


def names_listed(text: str = "") -> list[str]:
    return [one.party.label for one in organizations(ANYBODY, Filters(text=text))]


def state() -> list[tuple[object, ...]]:
    """Every fact, part and name: what no merging may rewrite."""
    return [
        *Fact.objects.exclude(kind__startswith="organization.").order_by("pk").values_list(),
        *FactParty.objects.filter(fact__kind="instrument.used").order_by("pk").values_list(),
        *OrganizationName.objects.order_by("pk").values_list(),
    ]


def test_the_kept_entry_is_found_by_the_names_of_both_and_the_merged_one_is_listed_no_more(
    wang: User, kept: Organization, merged: Organization
):
    merge(wang, kept, merged)
    assert names_listed() == ["苏州示例有限公司"]
    assert names_listed("示例公司（苏州）") == ["苏州示例有限公司"]
    assert "示例公司（苏州）" in Document.objects.get(key=f"organization:{kept.pk}").names
    assert Document.objects.get(key=f"organization:{merged.pk}").is_withdrawn
    assert organization_to_open(ANYBODY, merged.pk).get() == kept


def test_what_is_recorded_of_both_stands_on_the_kept_entry(
    wang: User, kept: Organization, merged: Organization
):
    other = OrganizationFactory.create(zh="平台")
    for one in (kept, merged):
        verified(instrument_use(one.party, other.party))
    before = state()
    merge(wang, kept, merged)
    used = timeline(ANYBODY, kept.party).filter(kind="instrument.used")
    assert used.count() == 2
    assert next(iter(roles_taken(ANYBODY, kept.party))).times == 2
    (relation,) = [one for one in relations(ANYBODY, other.party) if one.kind == "instrument.used"]
    assert (relation.party, relation.times) == (kept.party, 2)
    assert state() == before


def test_undoing_restores_both_and_both_are_recorded_as_facts(
    wang: User, kept: Organization, merged: Organization
):
    before = (state(), names_listed(), names_listed("苏州"))
    alias = merge(wang, kept, merged)
    undone = unmerge_organizations(actor=wang, alias=alias, reason="核对后发现是两家")
    assert (state(), names_listed(), names_listed("苏州")) == before
    assert not Document.objects.get(key=f"organization:{merged.pk}").is_withdrawn
    assert Document.objects.get(key=f"organization:{kept.pk}").names == [
        "苏州示例有限公司",
        CREDIT_CODE,
    ]
    facts = Fact.objects.filter(kind__in=["organization.merged", "organization.unmerged"])
    assert [(fact.kind, fact.attributes["reason"]) for fact in facts.order_by("recorded_at")] == [
        ("organization.merged", "同一家单位登记了两次"),
        ("organization.unmerged", "核对后发现是两家"),
    ]
    assert undone.unmerged is not None
    assert undone.unmerged.attributes["merge"] == str(alias.merged_id)
    seal_pending()
    assert verify().broken is None
    with pytest.raises(Conflict) as refused:
        unmerge_organizations(actor=wang, alias=alias, reason="再一次")
    assert refused.value.code == "organizations.unmerged_already"


def test_an_alias_is_resolved_as_of_a_day(wang: User, kept: Organization, merged: Organization):
    with travel("2027-03-02T10:00:00+08:00"):
        alias = merge(wang, kept, merged)
    with travel("2027-05-04T10:00:00+08:00"):
        unmerge_organizations(actor=wang, alias=alias, reason="是两家")
    known = {
        day: aliases_on(date.fromisoformat(day)).resolved(merged.pk) == kept.pk
        for day in ("2027-03-01", "2027-03-02", "2027-05-03", "2027-05-04", "2028-01-01")
    }
    assert list(known.values()) == [False, True, True, False, False]
    assert aliases_on().resolved(merged.pk) == merged.pk


def test_a_chain_of_mergings_is_followed_and_undone_link_by_link(
    wang: User, kept: Organization, merged: Organization
):
    third = OrganizationFactory.create(zh="集团有限公司")
    first = merge(wang, kept, merged)
    merge(wang, third, kept)
    assert aliases_on().together(third.pk) == {third.pk, kept.pk, merged.pk}
    assert names_listed("示例公司（苏州）") == ["集团有限公司"]
    assert {alias.alias for alias in merges_of(ANYBODY, third.party)} == {kept.party, merged.party}
    unmerge_organizations(actor=wang, alias=first, reason="是两家")
    assert aliases_on().together(third.pk) == {third.pk, kept.pk}
    assert names_listed("示例公司（苏州）") == ["示例公司（苏州）"]


def test_an_indicator_counts_the_two_as_one_from_the_day_on(
    wang: User, kept: Organization, merged: Organization
):
    park()
    with travel("2027-03-01T10:00:00+08:00"):
        for one in (kept, merged):
            label(one.party, "leading_talent_enterprise")
        seal_pending()
    with travel("2027-03-02T10:00:00+08:00"):
        merge(wang, kept, merged)

    def counted(day: str) -> int | None:
        value = indicator_value(
            ANYBODY, "leading_talent_enterprises_on_record", as_of=date.fromisoformat(day)
        )
        return value.value.mantissa if value and value.value else None

    assert (counted("2027-03-01"), counted("2027-03-02")) == (2, 1)


def test_a_credit_code_of_the_merged_entry_leads_to_the_kept_one(wang: User):
    kept = OrganizationFactory.create(zh="甲", credit_code=CREDIT_CODE)
    merged = OrganizationFactory.create(zh="乙", credit_code=ANOTHER_CREDIT_CODE)
    merge(wang, kept, merged, ABSORBED)
    assert party_of(ANOTHER_CREDIT_CODE) == kept.party


def test_mandates_are_not_carried_over(wang: User, kept: Organization, merged: Organization):
    li = assistant(merged.party)
    merge(wang, kept, merged)
    assert not may_act_for(li, kept.party, "organization.claim")


# --- what is refused ---------------------------------------------------------------------


def refusal(wang: User, kept: Organization, merged: Organization, draft: MergeDraft) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        merge(wang, kept, merged, draft)
    return refused.value.code


def test_what_cannot_be_one_is_not_merged(wang: User, kept: Organization, merged: Organization):
    other = OrganizationFactory.create(zh="乙", credit_code=ANOTHER_CREDIT_CODE)
    consortium = OrganizationFactory.create(zh="联合体", kind=OrganizationKind.CONSORTIUM)
    tomorrow = timezone.localdate() + timedelta(days=1)
    late = MergeDraft(MergeCause.ABSORBED, "将来", tomorrow)
    assert refusal(wang, kept, kept, TWICE) == "organizations.merged_with_itself"
    assert refusal(wang, kept, other, TWICE) == "organizations.two_credit_codes"
    assert refusal(wang, kept, consortium, TWICE) == "organizations.merged_with_another_sort"
    assert refusal(wang, kept, merged, MergeDraft(MergeCause.DUPLICATE, " ")) == (
        "organizations.reason_missing"
    )
    assert refusal(wang, kept, merged, late) == "organizations.day_in_the_future"
    assert PartyAlias.objects.count() == 0
    assert merge(wang, kept, other, ABSORBED).merged.occurred.text == "2024-07-01"


def test_a_merged_entry_is_neither_merged_nor_changed(
    wang: User, kept: Organization, merged: Organization
):
    third = OrganizationFactory.create(zh="丙")
    merge(wang, kept, merged)
    assert refusal(wang, third, merged, TWICE) == "organizations.is_merged"
    assert refusal(wang, merged, third, TWICE) == "organizations.is_merged"
    assert refusal(wang, merged, kept, TWICE) == "organizations.is_merged"
    with pytest.raises(Conflict):
        rename_organization(
            actor=wang, organization=merged, renaming=Renaming("新名", date(2026, 1, 1))
        )
    with pytest.raises(Conflict):
        change_profile(actor=wang, organization=merged, profile=Profile(OrganizationKind.INSTITUTE))


def test_merging_is_for_officials(kept: Organization, merged: Organization, wang: User):
    with pytest.raises(Forbidden):
        merge(stranger(), kept, merged)
    alias = merge(wang, kept, merged)
    with pytest.raises(Forbidden):
        unmerge_organizations(actor=assistant(kept.party), alias=alias, reason="想分开")


def test_the_table_itself_takes_one_open_alias_of_a_party(
    wang: User, kept: Organization, merged: Organization
):
    alias = merge(wang, kept, merged)
    third: Party = OrganizationFactory.create(zh="丙").party
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyAlias.objects.create(
            alias=alias.alias,
            party=third,
            cause=MergeCause.DUPLICATE,
            since=alias.since,
            merged=verified(instrument_use(kept.party, third)),
        )


def test_the_merging_waits_for_a_second_official_and_may_have_evidence(
    wang: User, kept: Organization, merged: Organization
):
    draft = MergeDraft(MergeCause.DUPLICATE, "两次", evidence=(evidence(quote="变更登记"),))
    fact = merge(wang, kept, merged, draft).merged
    assert fact.standing.standing == "claimed"
    assert [piece.content.quote for piece in fact.evidence.all()] == ["变更登记"]
    assert colleague() != wang
