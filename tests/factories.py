"""One maker for each model, and the cast of the house style."""

from datetime import date
from typing import Any

import factory

from yuanqu.accounts.actions import PersonDraft, create_party, create_person, grant_membership
from yuanqu.accounts.models import Party, PartyKind, Role, User
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole

PASSWORD = "a-long-password-for-tests"


class PartyFactory(factory.Factory[Party]):
    """A party, by the action that makes one."""

    class Meta:
        model = Party

    kind = PartyKind.ORGANIZATION
    label = factory.Sequence(lambda n: f"示例企业{n}")

    @classmethod
    def _create(cls, model_class: type[Party], *args: Any, **kwargs: Any) -> Party:
        return create_party(**kwargs)


class UserFactory(factory.Factory[User]):
    """A person with the password `PASSWORD`."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    display_name = ""

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return create_person(draft=PersonDraft(password=PASSWORD, **kwargs))


def park() -> Party:
    """The one park."""
    return Party.objects.filter(kind=PartyKind.PARK).first() or create_party(
        kind=PartyKind.PARK, label="示例园区", label_en="Example park"
    )


def official(username: str = "wangfang", display_name: str = "王芳") -> User:
    """A park official; 王芳 unless said."""
    user = UserFactory.create(username=username, display_name=display_name)
    grant_membership(actor=None, user=user, party=park(), role=Role.OFFICIAL)
    return user


def colleague() -> User:
    """A second official, who may verify what 王芳 records."""
    return official("zhoulan", "周岚")


def assistant(party: Party, username: str = "lilei", display_name: str = "李雷") -> User:
    """A company's assistant; 李雷 unless said."""
    user = UserFactory.create(username=username, display_name=display_name)
    grant_membership(actor=None, user=user, party=party, role=Role.ASSISTANT)
    return user


def stranger() -> User:
    """韩梅, who is logged in and belongs to nobody here."""
    return UserFactory.create(username="hanmei", display_name="韩梅")


def evidence(**changes: Any) -> EvidenceDraft:
    """A quotation of a public document."""
    return EvidenceDraft(**{"title": "示例公报", "quote": "园区生产总值100亿元。"} | changes)


def figure(party: Party | None = None, **changes: Any) -> FactDraft:
    """A reported figure: the park's gross domestic product of 2023, or a number of a company."""
    about = party or park()
    of_park = about.kind == PartyKind.PARK
    said: dict[str, Any] = {
        "kind": "figure.reported" if of_park else "organization.figure",
        "occurred": Period(date(2023, 1, 1), date(2024, 1, 1)),
        "parties": (PartyRole(about, "area" if of_park else "subject"),),
        "quantity": Quantity(100, 8, "CNY", Qualifier.EXACT),
        "attributes": {"measure": "gdp" if of_park else "output"},
        "evidence": (evidence(),),
    }
    return FactDraft(**said | changes)
