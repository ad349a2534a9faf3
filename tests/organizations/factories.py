"""Organizations for tests, made by the action that registers them."""

from typing import Any
from uuid import UUID

import factory

from tests.factories import colleague, evidence, official
from yuanqu.accounts.models import Party, User
from yuanqu.engines.periods import Period
from yuanqu.ledger.actions import record_fact, verify_fact
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.models import Fact
from yuanqu.organizations.actions import register_organization
from yuanqu.organizations.drafts import IdentifierDraft, NameDraft, OrganizationDraft, Profile
from yuanqu.organizations.models import NameLanguage, Organization, OrganizationKind, Scheme

# Made for these tests: the check characters are right, the bodies do not exist.
CREDIT_CODE = "91320594MA1EXAMP04"
ANOTHER_CREDIT_CODE = "91320594MA1EXAMP17"


def draft(zh: str = "示例生物科技有限公司", en: str = "", **profile: Any) -> OrganizationDraft:
    """A company with a Chinese name and, where given, an English one and a credit code."""
    number = profile.pop("credit_code", "")
    names = [NameDraft(zh)] if zh else []
    if en:
        names.append(NameDraft(en, NameLanguage.EN))
    return OrganizationDraft(
        Profile(**{"kind": OrganizationKind.COMPANY} | profile),
        tuple(names),
        (IdentifierDraft(Scheme.USCC, number),) if number else (),
    )


class OrganizationFactory(factory.Factory[Organization]):
    """An organization of the register; takes what `draft` takes."""

    class Meta:
        model = Organization

    zh = factory.Sequence(lambda n: f"示例企业{n}有限公司")

    @classmethod
    def _create(
        cls, model_class: type[Organization], *args: Any, id: UUID | None = None, **kwargs: Any
    ) -> Organization:
        return register_organization(actor=None, draft=draft(**kwargs), id=id)


def label(holder: Party, code: str = "high_tech_enterprise", **changes: Any) -> Fact:
    """A verified label of a party: a high-tech enterprise since 2023, unless said."""
    titles = {"high_tech_enterprise": ("高新技术企业", "High-tech enterprise")}
    zh, en = titles.get(code, (code, code))
    said: dict[str, Any] = {
        "kind": "organization.label",
        "occurred": Period.parse("2023"),
        "parties": (PartyRole(holder, "holder"),),
        "attributes": {"label": code, "title": {"zh": zh, "en": en}},
        "evidence": (evidence(),),
    }
    return verified(FactDraft(**said | changes))


def verified(fact: FactDraft) -> Fact:
    """A fact that 王芳 recorded and 周岚 verified."""
    wang = User.objects.filter(username="wangfang").first() or official()
    zhou = User.objects.filter(username="zhoulan").first() or colleague()
    recorded = record_fact(actor=wang, draft=fact)
    verify_fact(actor=zhou, fact=recorded, reason="与原文一致")
    return recorded
