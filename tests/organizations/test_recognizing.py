"""Recognition of a platform: shown to everybody first, and a label only where it is approved."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cases.factories import pdf, refusal
from tests.factories import assistant, colleague, official
from tests.organizations.factories import OrganizationFactory
from yuanqu.accounts.models import User
from yuanqu.cases import actions
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import Outcome
from yuanqu.ledger.models import Fact
from yuanqu.organizations.models import Organization

pytestmark = pytest.mark.django_db
MATTER = "organization.platform"
ANSWERS = {
    "platform": "示例检测平台",
    "sort": "testing",
    "offers": "示例：对外提供表面缺陷检测，按次预约。",
    "instruments": 6,
    "contact": "李雷",
    "truth": True,
}


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def organization() -> Organization:
    return OrganizationFactory.create(zh="示例科技有限公司")


def in_publicity(organization: Organization, wang: User, **changes: str) -> Case:
    li = assistant(organization.party)
    case = actions.open_draft(actor=li, matter=MATTER, applicant=organization.party)
    actions.save_draft(actor=li, case=case, answers=ANSWERS | changes, revision=0)
    actions.attach_file(actor=li, case=case, field="proof", file=pdf())
    actions.submit(actor=li, case=case)
    actions.accept(actor=wang, case=case)
    actions.start_review(actor=wang, case=case)
    return actions.start_publicity(actor=wang, case=case)


def over(case: Case) -> Case:
    """The same case on the day after its publicity."""
    day = timezone.localdate() - timedelta(days=1)
    Case.objects.filter(pk=case.pk).update(publicity_from=day, publicity_until=day)
    case.refresh_from_db()
    return case


def decided(case: Case, outcome: Outcome) -> Case:
    return actions.decide(actor=colleague(), case=over(case), outcome=outcome, reasons="示例。")


def approve(actor: User, case: Case) -> Case:
    return actions.decide(actor=actor, case=case, outcome=Outcome.APPROVED, reasons="示例。")


def labels() -> list[tuple[str, dict[str, str], str]]:
    found = Fact.objects.filter(kind="organization.label")
    return [(f.attributes["label"], f.attributes["title"], f.standing.standing) for f in found]


def test_an_approved_platform_becomes_a_label_that_waits_for_a_second_official(
    organization: Organization, wang: User
):
    decided(in_publicity(organization, wang), Outcome.APPROVED)
    name = "示例检测平台"
    title = {"zh": f"园区创新平台：{name}", "en": f"Innovation platform of the park: {name}"}
    assert labels() == [("park_innovation_platform", title, "claimed")]
    fact = Fact.objects.get(kind="organization.label")
    assert [(role.role, str(role.party)) for role in fact.roles.order_by("role")] == [
        ("grantor", str(wang.memberships.get().party)),
        ("holder", "示例科技有限公司"),
    ]
    assert (fact.access, fact.legal_basis) == ("public", "consent")


def test_a_name_in_english_is_used_where_there_is_one(organization: Organization, wang: User):
    decided(in_publicity(organization, wang, platform_en="Example Tests"), Outcome.APPROVED)
    ((_label, title, _standing),) = labels()
    assert title["en"] == "Innovation platform of the park: Example Tests"


def test_a_rejected_one_leaves_no_label(organization: Organization, wang: User):
    decided(in_publicity(organization, wang), Outcome.REJECTED)
    assert labels() == []


def test_nothing_is_decided_during_publicity(organization: Organization, wang: User):
    case = in_publicity(organization, wang)
    assert refusal(lambda: approve(colleague(), case)) == "workflow.in_publicity"
    assert labels() == []


def test_whoever_examined_does_not_decide(organization: Organization, wang: User):
    case = over(in_publicity(organization, wang))
    assert refusal(lambda: approve(wang, case)) == "cases.decided_by_another"


def test_only_an_organization_applies(organization: Organization):
    person = official()
    assert (
        refusal(lambda: actions.open_draft(actor=person, matter=MATTER, applicant=person.party))
        == "cases.not_for_such_applicants"
    )
