"""The list of organizations, and what the page of one shows."""

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from tests.factories import PartyFactory, assistant, evidence, figure, official, stranger
from tests.organizations.factories import CREDIT_CODE, OrganizationFactory, label, verified
from yuanqu.accounts.models import Party
from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period
from yuanqu.ledger.actions import record_fact, withdraw_fact
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.models import Access, Fact, LegalBasis, Purpose
from yuanqu.organizations.aliases import aliases_on
from yuanqu.organizations.queries import (
    Filters,
    Relation,
    RoleTaken,
    label_choices,
    organization_to_open,
    organizations,
    relations,
    roles_taken,
    timeline,
)

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()


def listed(language: str = "zh-hans", **filters: str) -> list[str]:
    found = organizations(ANYBODY, Filters(**filters), language=language)
    return [one.party.label for one in found]


def instrument_use(user: Party, provider: Party, **changes: object) -> FactDraft:
    said = {
        "kind": "instrument.used",
        "occurred": Period.parse("2024"),
        "parties": (PartyRole(user, "user"), PartyRole(provider, "provider")),
        "attributes": {
            "instrument": {"zh": "示例仪器", "en": "example instrument"},
            "purposes": [{"zh": "检测", "en": "test"}],
        },
        "evidence": (evidence(),),
    }
    return FactDraft(**said | changes)  # type: ignore[arg-type]


@pytest.fixture
def three() -> None:
    OrganizationFactory.create(zh="苏州实验室", en="suzhou laboratory", kind="laboratory")
    OrganizationFactory.create(zh="百例生物", en="Zebra Biology", cluster="biomedicine")
    OrganizationFactory.create(zh="Acme（苏州）", en="Acme", cluster="ai", credit_code=CREDIT_CODE)


@pytest.mark.usefixtures("three")
def test_chinese_names_are_in_the_order_of_pinyin_and_english_ones_by_letters():
    assert listed() == ["Acme（苏州）", "百例生物", "苏州实验室"]
    assert listed("en") == ["Acme（苏州）", "苏州实验室", "百例生物"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "laboratory"}, ["苏州实验室"]),
        ({"kind": "shop"}, []),
        ({"cluster": "ai"}, ["Acme（苏州）"]),
        ({"cluster": "ai", "kind": "laboratory"}, []),
        ({"text": "苏州"}, ["Acme（苏州）", "苏州实验室"]),
        ({"text": "(苏州)"}, ["Acme（苏州）"]),
        ({"text": "ACME"}, ["Acme（苏州）"]),
        ({"text": "laboratory SUZHOU"}, ["苏州实验室"]),
        ({"text": CREDIT_CODE.lower()}, ["Acme（苏州）"]),
        ({"text": "苏州 生物"}, []),
        ({"text": "%"}, []),
        ({"text": "_"}, []),
        ({"text": "\\"}, []),
        ({"text": "' OR 1=1 --"}, []),
        ({"text": "<script>"}, []),
        ({"text": "苏州\x00"}, ["Acme（苏州）", "苏州实验室"]),
        ({"text": "例" * 5000}, []),
        ({"label": "' OR 1=1 --"}, []),
        ({"label": "\x00x"}, []),
        ({"kind": "\x00x"}, []),
        ({"cluster": "\x00x"}, []),
        ({"kind": "x" * 5000}, []),
    ],
)
def test_a_list_is_narrowed_by_each_filter(filters: dict[str, str], found: list[str]):
    assert listed(**filters) == found


def test_a_former_name_still_finds_its_organization():
    from datetime import date

    from yuanqu.organizations.actions import Renaming, rename_organization

    kept = OrganizationFactory.create(zh="旧名")
    rename_organization(actor=None, organization=kept, renaming=Renaming("新名", date(2024, 1, 1)))
    assert listed(text="旧名") == listed(text="新名") == ["新名"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_the_list_costs_two_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for _ in range(count):
        label(OrganizationFactory.create().party)
    with django_assert_num_queries(2):
        rows = [(str(one), one.labels) for one in organizations(ANYBODY)[:20]]
    assert [len(labels) for _, labels in rows] == [1] * count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_organization_costs_eight_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    kept = OrganizationFactory.create(credit_code=CREDIT_CODE)
    for _ in range(count):
        verified(instrument_use(kept.party, PartyFactory.create()))
    with django_assert_num_queries(8):
        aliases = aliases_on()
        opened = organization_to_open(ANYBODY, kept.pk, aliases).get()
        assert len(opened.names.all()) == len(opened.identifiers.all()) == 1
        taken = roles_taken(ANYBODY, opened.party, aliases)
        assert [each.times for each in taken] == [count]
        assert len(relations(ANYBODY, opened.party, aliases)) == count


# --- labels ------------------------------------------------------------------------------


def test_a_label_is_a_dated_fact():
    kept = OrganizationFactory.create()
    fact = label(kept.party)
    shown = organizations(ANYBODY).get().labels
    assert [(one.code, one.names, one.occurred, one.fact) for one in shown] == [
        (
            "high_tech_enterprise",
            Names("高新技术企业", "High-tech enterprise"),
            Period.of_year(2023),
            fact.pk,
        )
    ]
    assert [(choice.code, choice.names.zh) for choice in label_choices()] == [
        ("high_tech_enterprise", "高新技术企业")
    ]
    assert listed(label="high_tech_enterprise") == [kept.party.label]
    assert listed(label="listed_company") == []


def test_a_label_claimed_withdrawn_or_restricted_is_not_on_the_list():
    wang = official()
    claimed, withdrawn, restricted = (OrganizationFactory.create() for _ in range(3))
    record_fact(
        actor=wang,
        draft=FactDraft(
            kind="organization.label",
            occurred=Period.parse("2023"),
            parties=(PartyRole(claimed.party, "holder"),),
            attributes={"label": "secret", "title": {"zh": "密", "en": "Secret"}},
            evidence=(evidence(),),
        ),
    )
    withdraw_fact(actor=wang, fact=label(withdrawn.party, "secret"), reason="误录")
    label(restricted.party, "secret", access=Access.OFFICIALS)
    assert label_choices() == ()
    assert listed(label="secret") == []
    for viewer in (ANYBODY, wang):
        assert [one.labels for one in organizations(viewer)] == [(), (), ()]


def test_one_label_with_two_titles_is_one_choice():
    for title in ("甲", "乙"):
        label(
            OrganizationFactory.create().party,
            attributes={"label": "same", "title": {"zh": title, "en": title}},
        )
    assert [choice.code for choice in label_choices()] == ["same"]


# --- one organization --------------------------------------------------------------------


def test_the_timeline_is_what_the_viewer_may_open_latest_first():
    kept, wang = OrganizationFactory.create(), official()
    old = verified(figure(kept.party, occurred=Period.parse("2021")))
    new = verified(figure(kept.party, occurred=Period.parse("2023")))
    private = verified(figure(kept.party, occurred=Period.parse("2022"), access=Access.PARTIES))
    verified(figure(PartyFactory.create()))
    own = assistant(kept.party)
    assert list(timeline(ANYBODY, kept.party)) == [new, old]
    assert list(timeline(stranger(), kept.party)) == [new, old]
    assert list(timeline(own, kept.party)) == [new, private, old]
    assert list(timeline(wang, kept.party)) == [new, private, old]


def test_roles_and_relations_come_from_shared_facts():
    user, platform = (
        OrganizationFactory.create().party,
        OrganizationFactory.create(kind="platform").party,
    )
    for _ in range(2):
        verified(instrument_use(user, platform))
    verified(figure(user))
    assert roles_taken(ANYBODY, user) == (
        RoleTaken("instrument.used", "user", 2),
        RoleTaken("organization.figure", "subject", 1),
    )
    assert relations(ANYBODY, user) == (
        Relation(platform, "instrument.used", "user", "provider", 2),
    )
    assert relations(ANYBODY, platform) == (
        Relation(user, "instrument.used", "provider", "user", 2),
    )


def test_relations_show_nothing_that_the_viewer_may_not_open_or_that_no_longer_stands():
    user, platform = OrganizationFactory.create().party, PartyFactory.create()
    wang = official()

    def shared(**changes: object) -> Fact:
        return record_fact(actor=wang, draft=instrument_use(user, platform, **changes))

    shared(access=Access.PARTIES)
    shared(
        access=Access.AGGREGATE,
        legal_basis=LegalBasis.STATISTICS_LAW,
        purposes=(Purpose.STATISTICS,),
    )
    withdraw_fact(actor=wang, fact=shared(), reason="误录")
    assert relations(ANYBODY, user) == relations(stranger(), user) == ()
    assert roles_taken(ANYBODY, user) == ()
    assert [relation.times for relation in relations(wang, user)] == [1]
    assert [relation.times for relation in relations(assistant(user), user)] == [2]


def test_a_person_is_no_relation():
    kept, person = OrganizationFactory.create().party, stranger().party
    verified(
        FactDraft(
            kind="patent.granted",
            occurred=Period.parse("2023"),
            parties=(PartyRole(kept, "owner"), PartyRole(person, "inventor")),
            attributes={"sort": "invention", "subject": {"zh": "例", "en": "example"}},
            evidence=(evidence(),),
        )
    )
    assert relations(ANYBODY, kept) == ()
