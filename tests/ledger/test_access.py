"""Who may open what: a stranger, the other company, the company itself, an official."""

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    PartyFactory,
    assistant,
    colleague,
    evidence,
    figure,
    official,
    stranger,
)
from yuanqu.accounts.access import Viewer
from yuanqu.accounts.actions import end_membership
from yuanqu.accounts.models import Party, User
from yuanqu.ledger.access import evidence_visible_to, visible_to
from yuanqu.ledger.actions import record_fact, verify_fact, withdraw_fact
from yuanqu.ledger.models import Access, Confidentiality, Fact, LegalBasis, Purpose
from yuanqu.ledger.queries import claims_to_settle, claims_waiting_count, fact_story, facts
from yuanqu.search.models import Document

pytestmark = pytest.mark.django_db

TABLE = {  # access -> who may open: nobody logged in, a stranger, another, one's own, an official
    Access.PUBLIC: (True, True, True, True, True),
    Access.PARTIES: (False, False, False, True, True),
    Access.OFFICIALS: (False, False, False, False, True),
    Access.AGGREGATE: (False, False, False, True, False),
}


@pytest.fixture
def mine() -> Party:
    return PartyFactory.create()


@pytest.fixture
def viewers(mine: Party) -> tuple[Viewer, ...]:
    other = assistant(PartyFactory.create(), "zhaoming", "赵明")
    return (AnonymousUser(), stranger(), other, assistant(mine), official())


def recorded(mine: Party, access: Access) -> Fact:
    returned = {"legal_basis": LegalBasis.STATISTICS_LAW, "purposes": (Purpose.STATISTICS,)}
    more = returned if access == Access.AGGREGATE else {}
    return record_fact(actor=colleague(), draft=figure(mine, access=access, **more))


@pytest.mark.parametrize("access", Access)
def test_each_viewer_opens_what_the_table_says(
    mine: Party, viewers: tuple[Viewer, ...], access: Access
):
    fact = recorded(mine, access)
    opened = tuple(visible_to(viewer).filter(pk=fact.pk).exists() for viewer in viewers)
    assert opened == TABLE[access]
    listed = tuple(fact in facts(viewer) for viewer in viewers)
    assert listed == TABLE[access]


def test_restricted_evidence_of_a_public_fact_is_for_its_parties_and_officials(
    mine: Party, viewers: tuple[Viewer, ...]
):
    hidden = evidence(confidentiality=Confidentiality.RESTRICTED)
    record_fact(actor=colleague(), draft=figure(mine, evidence=(evidence(), hidden)))
    seen = tuple(evidence_visible_to(viewer).count() for viewer in viewers)
    assert seen == (1, 1, 1, 2, 2)
    shown = tuple(len(facts(viewer)[0].evidence.all()) for viewer in viewers)
    assert shown == (1, 1, 1, 2, 2)


def test_an_ended_mandate_opens_nothing(mine: Party):
    fact, li, wang = recorded(mine, Access.PARTIES), assistant(mine), official()
    assert visible_to(li).filter(pk=fact.pk).exists()
    end_membership(actor=wang, membership=li.memberships.get())
    assert not visible_to(li).filter(pk=fact.pk).exists()


def test_the_desk_lists_what_others_claimed(mine: Party):
    wang, zhou = official(), colleague()
    by_li = record_fact(actor=assistant(mine), draft=figure(mine))
    by_wang = record_fact(actor=wang, draft=figure(mine))
    assert list(claims_to_settle(wang)) == [by_li]
    assert claims_waiting_count(zhou) == 2
    verify_fact(actor=zhou, fact=by_wang, reason="与公报一致")
    assert list(claims_to_settle(zhou)) == [by_li]


def test_the_story_of_a_fact_tells_who_verified_it(mine: Party):
    wang, zhou = official(), colleague()
    fact = record_fact(actor=wang, draft=figure(mine))
    verify_fact(actor=zhou, fact=fact, reason="与公报一致")
    story = [(told.bearing, told.recorded_by, told.attributes) for told in fact_story(wang, fact)]
    assert story == [("verifies", zhou.party, {"reason": "与公报一致"})]
    assert list(facts(wang)) == [fact]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_facts_takes_three_queries(
    mine: Party, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    wang: User = official()
    for _ in range(count):
        record_fact(actor=wang, draft=figure(mine))
    with django_assert_num_queries(3):
        for fact in facts(AnonymousUser()):
            assert [part.party.label for part in fact.roles.all()] == [mine.label]
            assert [piece.content.quote for piece in fact.evidence.all()] != [""]
            assert (fact.standing.standing, fact.recorded_by.pk) == ("claimed", wang.party_id)


def test_search_finds_public_words_and_never_restricted_ones(mine: Party):
    hidden = evidence(quote="秘密协议", confidentiality=Confidentiality.RESTRICTED)
    fact = record_fact(actor=official(), draft=figure(mine, evidence=(evidence(), hidden)))
    document = Document.objects.get(key=f"fact:{fact.pk}")
    assert (document.title, document.access) == (f"组织数据 · {mine.label}", ["public"])
    assert "园区生产总值100亿元。" in document.body
    assert "秘密协议" not in document.body


def test_search_forgets_what_is_withdrawn(mine: Party):
    wang = official()
    fact = record_fact(actor=wang, draft=figure(mine))
    withdraw_fact(actor=wang, fact=fact, reason="录错了")
    assert Document.objects.get(key=f"fact:{fact.pk}").is_withdrawn
