"""Claiming an organization by licence and authorization letter, as a case, and by log-in."""

from typing import Any

import pytest
from django.utils import timezone

from tests.cases.factories import pdf
from tests.factories import UserFactory, official, park
from tests.organizations.factories import (
    ANOTHER_CREDIT_CODE,
    CREDIT_CODE,
    OrganizationFactory,
)
from yuanqu.accounts.access import is_administrator_of
from yuanqu.accounts.actions import end_membership, grant_membership, recognize_identity
from yuanqu.accounts.errors import Conflict, Refused
from yuanqu.accounts.models import Membership, Role, User
from yuanqu.cases import actions
from yuanqu.cases.actions import CorrectionDraft
from yuanqu.cases.models import Case, Notice
from yuanqu.engines.assurance import Assurance, Vouched
from yuanqu.engines.workflow.states import Outcome, State
from yuanqu.ledger.models import Access, Fact
from yuanqu.organizations.actions import MergeDraft, merge_organizations
from yuanqu.organizations.models import Claim, MergeCause, Organization
from yuanqu.organizations.queries import claims_of, rival_claims

pytestmark = pytest.mark.django_db

MATTER = "organization.claim"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def wang() -> User:
    return official()


@pytest.fixture
def company() -> Organization:
    return OrganizationFactory.create(zh="示例有限公司", credit_code=CREDIT_CODE)


def person(name: str = "李雷") -> User:
    return UserFactory.create(display_name=name, email=f"{timezone.now().timestamp()}@example.com")


def draft(who: User, company: Organization | None, **changes: Any) -> Case:
    """A claim filled in and not yet sent."""
    case = actions.open_draft(actor=who, matter=MATTER, applicant=who.party)
    for field in ("licence", "authorization"):
        actions.attach_file(actor=who, case=case, field=field, file=pdf(f"{field}.pdf"))
    case.refresh_from_db()
    said: dict[str, Any] = {
        "registered": "listed" if company else "new",
        "credit_code": CREDIT_CODE,
        "position": "法务",
        "truth": True,
    }
    said |= (
        {"organization": str(company.pk)}
        if company
        else {"name": "新来有限公司", "kind": "company"}
    )
    actions.save_draft(actor=who, case=case, answers=said | changes, revision=case.revision)
    return Case.objects.get(pk=case.pk)


def claim(who: User, company: Organization | None, **changes: Any) -> Case:
    return actions.submit(actor=who, case=draft(who, company, **changes))


def decide(wang: User, case: Case, outcome: Outcome = Outcome.APPROVED) -> Case:
    held = Case.objects.get(pk=case.pk)
    if held.state == State.SUBMITTED:
        held = actions.accept(actor=wang, case=held)
    return actions.decide(actor=wang, case=held, outcome=outcome, reasons="证照与授权书相符。")


def refusal(who: User, company: Organization | None, **changes: Any) -> str:
    case = draft(who, company, **changes)
    with pytest.raises(Refused) as refused:
        actions.submit(actor=who, case=case)
    case.refresh_from_db()
    assert case.state == State.DRAFT
    return refused.value.code


# --- the way through ---------------------------------------------------------------------


def test_an_approved_claim_makes_an_administrator_and_a_fact(wang: User, company: Organization):
    li = person()
    case = decide(wang, claim(li, company))
    assert is_administrator_of(li, company.party)
    number = company.identifiers.get()
    assert number.verified_by == wang.party
    fact = Fact.objects.get(kind="organization.claimed")
    assert (fact.access, fact.attributes) == (
        Access.PARTIES,
        {"case": str(case.pk), "number": case.number, "contested": False},
    )
    assert {(part.role, part.party_id) for part in fact.roles.all()} == {
        ("organization", company.pk),
        ("administrator", li.party_id),
    }


def test_before_the_decision_and_after_a_rejection_there_is_no_mandate(
    wang: User, company: Organization
):
    li = person()
    case = claim(li, company)
    assert not Membership.objects.filter(user=li).exists()
    decide(wang, case, Outcome.REJECTED)
    assert not Membership.objects.filter(user=li).exists()
    assert not Fact.objects.filter(kind="organization.claimed").exists()


def test_the_mandate_ends_with_the_authorization(wang: User, company: Organization):
    li = person()
    decide(wang, claim(li, company, authorized_until="2099-12-31"))
    end = Membership.objects.get(user=li).valid_to
    assert end is not None
    assert timezone.localtime(end).isoformat() == "2100-01-01T00:00:00+08:00"


@pytest.mark.parametrize("day", ["9999-12-30", "9999-12-31"])
def test_an_authorization_for_good_gives_a_mandate_without_an_end(
    wang: User, company: Organization, day: str
):
    li = person()
    decide(wang, claim(li, company, authorized_until=day))
    assert Membership.objects.get(user=li).valid_to is None


def test_an_authorization_that_has_run_out_gives_no_mandate(wang: User, company: Organization):
    case = claim(person(), company, authorized_until="2020-01-01")
    with pytest.raises(Refused) as refused:
        decide(wang, case)
    assert refused.value.code == "accounts.ends_in_the_past"
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_an_organization_that_is_not_registered_is_entered_by_the_decision(wang: User):
    park()
    li = person()
    case = claim(li, None)
    assert Organization.objects.count() == 0
    decide(wang, case)
    made = Organization.objects.get()
    number = made.identifiers.get()
    assert (made.party.label, number.value) == ("新来有限公司", CREDIT_CODE)
    assert number.verified_at is not None
    assert is_administrator_of(li, made.party)


def test_who_claims_a_new_one_that_is_registered_already_claims_that_one(
    wang: User, company: Organization
):
    li = person()
    decide(wang, claim(li, None))
    assert Organization.objects.count() == 1
    assert is_administrator_of(li, company.party)


def test_an_entry_without_a_code_gets_it_by_the_claim(wang: User):
    plain = OrganizationFactory.create(zh="无代码有限公司")
    decide(wang, claim(person(), plain))
    assert plain.identifiers.get().value == CREDIT_CODE


def test_a_corrected_claim_is_noted_anew(wang: User, company: Organization):
    li = person()
    other = OrganizationFactory.create(zh="另一家", credit_code=ANOTHER_CREDIT_CODE)
    case = claim(li, company)
    items = [CorrectionDraft("单位与证照不符。", "organization")]
    case = actions.request_corrections(actor=wang, case=case, items=items)
    answers = case.answers | {"organization": str(other.pk), "credit_code": ANOTHER_CREDIT_CODE}
    actions.save_draft(actor=li, case=case, answers=answers, revision=case.revision)
    actions.resubmit(actor=li, case=Case.objects.get(pk=case.pk))
    assert Claim.objects.get().party == other.party


def test_a_claim_of_a_merged_entry_is_one_of_the_kept(wang: User, company: Organization):
    other = OrganizationFactory.create(zh="重复登记")
    merge = MergeDraft(MergeCause.DUPLICATE, "重复")
    merge_organizations(actor=wang, kept=company, merged=other, draft=merge)
    li = person()
    decide(wang, claim(li, other))
    assert is_administrator_of(li, company.party)


# --- what is refused at once -------------------------------------------------------------


def test_a_licence_that_cannot_be_this_organizations_is_refused(company: Organization):
    li = person()
    plain = OrganizationFactory.create(zh="无代码有限公司")
    assert refusal(li, company, credit_code="91320594MA1EXAMP05") == "uscc.check_digit"
    assert refusal(li, company, credit_code=ANOTHER_CREDIT_CODE) == (
        "organizations.claim_code_differs"
    )
    assert refusal(li, plain) == "organizations.claim_code_differs"


def test_a_person_is_no_organization_to_claim(company: Organization):
    li = person()
    case = draft(li, company, organization=str(person("韩梅").party_id))
    with pytest.raises(Refused) as refused:
        actions.submit(actor=li, case=case)
    assert refused.value.code == "organizations.claim_of_nobody"


def test_who_administers_it_already_claims_nothing(company: Organization):
    li = person()
    grant_membership(actor=None, user=li, party=company.party, role=Role.ADMINISTRATOR)
    assert refusal(li, company) == "organizations.claimed_by_you"


def test_an_official_does_not_decide_an_own_claim(company: Organization, wang: User):
    case = claim(wang, company)
    with pytest.raises(Refused) as refused:
        decide(wang, case)
    assert refused.value.code == "cases.own_case"


# --- two claims of one organization ------------------------------------------------------


def test_a_second_claim_goes_on_and_its_claimant_is_told(wang: User, company: Organization):
    first = claim(person(), company)
    second = claim(han := person("韩梅"), company)
    assert [c.contested for c in Claim.objects.order_by("case__submitted_at")] == [False, True]
    told = Notice.objects.filter(user=han, template="contested").first()
    assert told is not None
    assert second.number in told.subject
    assert [claim.case for claim in rival_claims(second)] == [first]
    assert [claim.case for claim in claims_of(wang, company.party)] == [first, second]
    assert list(claims_of(han, company.party)) == []


def test_the_second_waits_until_the_first_is_decided(wang: User, company: Organization):
    li, han = person(), person("韩梅")
    first, second = claim(li, company), claim(han, company)
    with pytest.raises(Conflict) as refused:
        decide(wang, second)
    assert (refused.value.code, refused.value.facts) == (
        "organizations.claim_waits",
        {"number": first.number},
    )
    assert not Membership.objects.filter(user=han).exists()
    decide(wang, first, Outcome.REJECTED)
    decide(wang, second)
    assert is_administrator_of(han, company.party)
    assert not is_administrator_of(li, company.party)
    assert Fact.objects.get(kind="organization.claimed").attributes["contested"] is True


def test_the_second_may_be_rejected_before_the_first_is_decided(wang: User, company: Organization):
    first, second = claim(person(), company), claim(person("韩梅"), company)
    assert decide(wang, second, Outcome.REJECTED).outcome == Outcome.REJECTED
    assert decide(wang, first).outcome == Outcome.APPROVED


def test_a_claim_of_what_somebody_administers_is_contested(wang: User, company: Organization):
    grant_membership(actor=None, user=person(), party=company.party, role=Role.ADMINISTRATOR)
    claim(person("韩梅"), company)
    assert Claim.objects.get().contested


def test_claims_of_one_new_organization_stand_beside_each_other_by_its_code(wang: User):
    park()
    first, second = claim(person(), None), claim(person("韩梅"), None)
    with pytest.raises(Conflict):
        decide(wang, second)
    decide(wang, first)
    decide(wang, second)
    assert Organization.objects.count() == 1


# --- by log-in ---------------------------------------------------------------------------


def test_an_assured_legal_person_is_let_in_by_the_credit_code(company: Organization):
    li, han = person(), person("韩梅")
    for who, assurance in ((li, Assurance.SUBSTANTIAL), (han, Assurance.LOW)):
        said = Vouched(subject=str(who.pk), assurance=assurance, legal_person=CREDIT_CODE)
        recognize_identity(user=who, provider="province", said=said)
    assert is_administrator_of(li, company.party)
    assert not is_administrator_of(han, company.party)


def test_who_is_vouched_for_before_the_claim_makes_it_known_is_let_in_then(wang: User):
    park()
    said = Vouched(subject="x", assurance=Assurance.HIGH, legal_person=CREDIT_CODE)
    legal = person("法定代表人")
    recognize_identity(user=legal, provider="province", said=said)
    decide(wang, claim(person(), None))
    assert is_administrator_of(legal, Organization.objects.get().party)


def test_a_mandate_that_was_taken_back_is_not_given_again_by_the_old_claim(
    wang: User, company: Organization
):
    li = person()
    decide(wang, claim(li, company))
    end_membership(actor=wang, membership=Membership.objects.get(user=li))
    assert not is_administrator_of(li, company.party)
