"""Proposals: an official applies or declines them, once, and nothing else moves the register."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from tests.factories import stranger
from tests.organizations.factories import OrganizationFactory
from tests.organizations.pulled import (
    COMPANIES,
    Stub,
    company,
    pulled,
    source_at,
)
from tests.organizations.tables import code, csv_of, row
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import User
from yuanqu.engines.proposals import ProposalState
from yuanqu.organizations.actions import (
    apply_proposal,
    change_profile,
    decline_proposal,
    drop_old_proposals,
    pause_source,
    propose_import,
    pull_source,
)
from yuanqu.organizations.drafts import Profile
from yuanqu.organizations.importing.files import report_on
from yuanqu.organizations.models import (
    Organization,
    OrganizationKind,
    Proposal,
    ProposedRow,
)

pytestmark = pytest.mark.django_db


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
    count: int, stub: Stub, wang: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for number in range(count):
        OrganizationFactory.create(zh=f"旧名{number}", credit_code=code(number))
    stub.says(COMPANIES, {"data": [company(number) for number in range(count)]})
    proposal = pulled(wang, source_at(stub, wang))
    with django_assert_max_num_queries(50):
        apply_proposal(actor=wang, proposal=proposal)
    assert Organization.objects.filter(party__label__startswith="示例企业").count() == count
