"""Loading the demonstration: through the actions, once, and qualified as the source qualifies."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.demo.conftest import unheard
from yuanqu import indicators
from yuanqu.accounts.models import Membership, Party, User
from yuanqu.cases.models import Attachment, Case, CaseEvent, Letter, Objection
from yuanqu.demo.actions import load_demonstration
from yuanqu.demo.cast import FILE, Cast
from yuanqu.demo.entries import all_entries, reported_facts
from yuanqu.engines.standings import Bearing, Standing
from yuanqu.ledger.models import Access, Fact, FactStanding, LegalBasis, UnsealedFact
from yuanqu.organizations.models import Organization, OrganizationName

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

DEFINITIONS = Path(indicators.__file__).parent / "indicators"
REPORTED = [fact.id for fact in reported_facts()]


def rows() -> dict[str, int]:
    """How many rows each table of the demonstration holds."""
    models = (Fact, FactStanding, Organization, OrganizationName, Party, User, Membership,
              Case, CaseEvent, Attachment, Letter, Objection)  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def test_everything_is_loaded():
    assert rows() == {
        "Fact": 226,  # 114, what 111 of them became, and the decision of a case
        "FactStanding": 226,
        "Organization": 37,
        "OrganizationName": 81,
        "Party": 44,
        "User": 7,
        "Membership": 6,
        "Case": 6,
        "CaseEvent": 15,
        "Attachment": 3,
        "Letter": 2,
        "Objection": 1,
    }
    assert UnsealedFact.objects.count() == 0


def test_loading_again_changes_nothing(demonstration: Cast):
    before, kept = rows(), (settings.HOME / FILE).read_bytes()
    passwords = dict(User.objects.values_list("username", "password"))

    again = load_demonstration(unheard)

    assert again == demonstration
    assert rows() == before
    assert (settings.HOME / FILE).read_bytes() == kept
    assert dict(User.objects.values_list("username", "password")) == passwords


def test_what_the_feature_says_is_verified_by_another_than_its_recorder():
    wang, zhou = (User.objects.get(username=name) for name in ("wangfang", "zhoulan"))
    facts = Fact.objects.filter(pk__in=REPORTED)
    assert set(facts.values_list("recorded_by", flat=True)) == {wang.party_id}
    assert set(facts.values_list("standing__standing", flat=True)) == {Standing.VERIFIED}
    assert set(facts.values_list("access", "legal_basis")) == {
        (Access.PUBLIC, LegalBasis.PUBLIC_SOURCE)
    }
    verifications = Fact.objects.filter(about__in=REPORTED, bearing=Bearing.VERIFIES)
    assert verifications.count() == len(REPORTED)
    assert set(verifications.values_list("recorded_by", flat=True)) == {zhou.party_id}


def test_quantities_and_qualifiers_survive():
    kept = {fact.pk: fact.quantity for fact in Fact.objects.filter(pk__in=REPORTED)}
    assert kept == {fact.id: fact.quantity for fact in reported_facts()}


def test_quotations_survive():
    facts = Fact.objects.filter(pk__in=REPORTED).prefetch_related("evidence__content")
    kept = {fact.pk: [piece.content.quote for piece in fact.evidence.all()] for fact in facts}
    assert kept == {fact.id: [quote for _, quote in fact.evidence] for fact in reported_facts()}


def test_some_examples_wait_on_the_desk():
    invented = [fact.id for fact in all_entries().facts if fact.id not in REPORTED]
    found = Fact.objects.filter(pk__in=invented)
    assert Counter(found.values_list("standing__standing", flat=True)) == {
        Standing.CLAIMED: 3,
        Standing.VERIFIED: 1,
        Standing.DISPUTED: 1,
    }


def selections(compute: Any) -> list[dict[str, Any]]:
    """Every {kind, where} of a definition, however deep in a ratio."""
    if not isinstance(compute, dict):
        return []
    if "kind" in compute:
        return [compute]
    return [found for part in compute.values() for found in selections(part)]


def test_no_indicator_counts_an_example():
    definitions = [yaml.safe_load(path.read_text("utf-8")) for path in DEFINITIONS.glob("*.yaml")]
    wanted = [one for definition in definitions for one in selections(definition["compute"])]
    assert len(wanted) >= 47
    counted = [
        fact.key
        for fact in all_entries().facts
        for one in wanted
        if fact.id not in REPORTED
        and fact.kind == one["kind"]
        and one.get("where", {}).items() <= dict(fact.attributes).items()
    ]
    assert counted == []


def test_abbreviations_and_our_own_english_are_not_official_names():
    official = OrganizationName.objects.filter(official=True)
    assert list(official.filter(language="en").values_list("text", flat=True)) == [
        "Suzhou Industrial Park"
    ]
    assert not official.filter(text__in=["楷拓生物", "南大光电", "思必驰"]).exists()
    assert official.filter(text="沛嘉医疗科技（苏州）有限公司").exists()


def test_everyone_of_the_cast_can_log_in(demonstration: Cast):
    assert [member.name for member in demonstration.members] == [
        "王芳", "周岚", "刘洋", "李雷", "赵明", "陈静", "韩梅"
    ]  # fmt: skip
    for member in demonstration.members:
        assert User.objects.get(username=member.username).check_password(member.password)


def test_passwords_are_for_the_operator_alone(demonstration: Cast):
    assert (settings.HOME / FILE).stat().st_mode & 0o777 == 0o600
    assert len({member.password for member in demonstration.members}) == 7
    assert not any(member.password in repr(demonstration) for member in demonstration.members)


@pytest.mark.parametrize("damage", [None, "{", '["lilei"]'])
def test_lost_passwords_are_replaced(demonstration: Cast, damage: str | None):
    path, kept = settings.HOME / FILE, (settings.HOME / FILE).read_bytes()
    path.unlink() if damage is None else path.write_text(damage)

    cast = load_demonstration(unheard)

    lilei = next(member for member in cast.members if member.username == "lilei")
    assert lilei not in demonstration.members
    assert User.objects.get(username="lilei").check_password(lilei.password)
    path.write_bytes(kept)  # the database goes back by itself, the file does not
