"""Closed facts: they count where their purpose allows, and never open below the aggregate."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import PartyFactory, assistant, park, stranger
from tests.indicators.factories import (
    claimed,
    definition,
    financing,
    gdp,
    known,
    returned,
    wang,
    written,
)
from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Forbidden
from yuanqu.indicators.computing import Request
from yuanqu.indicators.definitions import Versions
from yuanqu.indicators.queries import (
    indicator_history,
    indicator_value,
    indicator_values,
    lineage,
    values_of,
)
from yuanqu.indicators.values import IndicatorValue
from yuanqu.ledger.drafts import PartyRole
from yuanqu.ledger.models import Access, Purpose

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()
MAY = date(2024, 5, 20)


@pytest.fixture
def statistic(tmp_path: Path) -> Versions:
    """Financing of a year as a published statistic."""
    return written(tmp_path, definition(purpose="statistics"))


def asked(viewer: Viewer, versions: Versions) -> IndicatorValue:
    (value,) = values_of(viewer, [versions], Request(MAY))
    return value


def amount(value: IndicatorValue) -> object:
    return value.value.number if value.value else None


def test_returns_of_three_companies_make_an_aggregate_that_opens_to_none_of_them(
    statistic: Versions,
):
    companies = [PartyFactory.create() for _ in range(3)]
    for company in companies:
        known(returned(1, company), MAY)
    own = assistant(companies[0])
    for viewer in (ANYBODY, stranger(), own, wang()):
        value = asked(viewer, statistic)
        assert (amount(value), value.withheld) == (300000000, False)
        assert (value.used.opened, value.used.closed) == ((), 3)
        (row,) = lineage(viewer, value)
        assert (row.facts, row.lines.total) == ((), 3)


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three_respondents_are_not_published(statistic: Versions, count: int):
    for _ in range(count):
        known(returned(1), MAY)
    for viewer in (ANYBODY, wang()):
        value = asked(viewer, statistic)
        assert (value.value, value.withheld) == (None, True)
        assert [(left.reason, left.lines.opened, left.lines.closed) for left in value.left_out] == [
            ("too_few_respondents", (), count)
        ]


def test_many_returns_of_one_company_are_one_respondent(statistic: Versions):
    company = PartyFactory.create()
    for _ in range(5):
        known(returned(1, company), MAY)
    assert asked(ANYBODY, statistic).value is None


def test_a_party_that_is_in_every_return_is_no_respondent(statistic: Versions):
    for _ in range(2):
        parties = (PartyRole(PartyFactory.create(), "recipient"), PartyRole(park(), "investor"))
        known(returned(1, parties=parties), MAY)
    assert asked(ANYBODY, statistic).withheld


def test_public_facts_do_not_hide_a_single_return(statistic: Versions):
    for _ in range(5):
        known(financing(1), MAY)
    assert amount(asked(ANYBODY, statistic)) == 500000000
    known(returned(1), MAY)
    value = asked(ANYBODY, statistic)
    assert (value.value, value.withheld) == (None, True)


def test_a_return_is_left_out_of_what_is_not_a_statistic(tmp_path: Path):
    plain = written(tmp_path, definition())
    fact = known(financing(1), MAY)
    for _ in range(3):
        known(returned(1), MAY)
    value = asked(ANYBODY, plain)
    assert (amount(value), value.used.opened) == (100000000, (fact.pk,))
    assert [(left.reason, left.lines.opened, left.lines.closed) for left in value.left_out] == [
        ("purpose", (), 3)
    ]


@pytest.mark.parametrize("purpose", [Purpose.ELIGIBILITY, Purpose.SUPERVISION])
def test_a_return_never_feeds_another_purpose(statistic: Versions, purpose: Purpose):
    for _ in range(3):
        known(returned(1), MAY)
    (value,) = values_of(wang(), [statistic], Request(MAY, purpose))
    assert (value.value, [left.reason for left in value.left_out]) == (None, ["purpose"])


@pytest.mark.parametrize("purpose", [one for one in Purpose if one != Purpose.PUBLICATION])
def test_only_officials_ask_for_another_purpose_than_publication(purpose: Purpose):
    known(gdp(3686), MAY)
    for viewer in (ANYBODY, stranger(), assistant(PartyFactory.create())):
        for ask in (
            lambda: indicator_values(viewer, as_of=MAY, purpose=purpose),  # noqa: B023
            lambda: indicator_value(viewer, "gdp", as_of=MAY, purpose=purpose),  # noqa: B023
            lambda: indicator_history(viewer, "gdp", as_of=MAY, purpose=purpose),  # noqa: B023
        ):
            with pytest.raises(Forbidden, match="officials_only"):
                ask()
    value = indicator_value(wang(), "gdp", as_of=MAY, purpose=purpose)
    assert value is not None
    assert amount(value) == (368600000000 if purpose == Purpose.STATISTICS else None)


@pytest.mark.parametrize("access", [Access.PARTIES, Access.OFFICIALS])
def test_a_fact_that_is_not_public_is_not_published_by_itself(access: Access):
    known(gdp(3686, access=access), MAY)
    for viewer in (ANYBODY, stranger(), wang()):
        value = indicator_value(viewer, "gdp", as_of=MAY)
        assert value is not None
        assert value.value is None
        assert [left.reason for left in value.left_out] == ["purpose"]
        opened = value.left_out[0].lines.opened
        assert bool(opened) == (viewer == wang())


def test_an_official_sees_a_closed_figure_that_they_may_open():
    known(gdp(3686, access=Access.OFFICIALS), MAY)
    value = indicator_value(wang(), "gdp", as_of=MAY, purpose=Purpose.STATISTICS)
    assert value is not None
    assert (amount(value), value.used.closed) == (368600000000, 0)


def test_the_count_of_what_is_left_out_holds_no_ids_of_closed_facts(statistic: Versions):
    fact = claimed(returned(1), MAY)
    value = asked(wang(), statistic)
    assert [(left.reason, left.lines.opened, left.lines.closed) for left in value.left_out] == [
        ("not_verified", (), 1)
    ]
    assert str(fact.pk) not in repr(value)
