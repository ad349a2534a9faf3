"""Values: what counts, since when, under which rule, and what is left out."""

import datetime
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from tests.factories import PartyFactory, evidence
from tests.indicators.factories import (
    claimed,
    definition,
    financing,
    gdp,
    known,
    noon,
    verify,
    wang,
    written,
    zhou,
)
from yuanqu.engines.aggregation import Reason
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.indicators.computing import Request, history
from yuanqu.indicators.definitions import Versions, all_definitions
from yuanqu.indicators.figures import figures_of
from yuanqu.indicators.queries import (
    indicator_history,
    indicator_value,
    indicator_values,
    lineage,
    scoreboard,
    values_of,
)
from yuanqu.indicators.values import IndicatorValue
from yuanqu.indicators.wording import SENTENCES
from yuanqu.ledger.actions import correct_fact, dispute_fact, record_fact, withdraw_fact
from yuanqu.ledger.drafts import FactDraft
from yuanqu.ledger.models import Purpose
from yuanqu.ledger.queries import facts_of_kinds
from yuanqu.ledger.sealing import seal_pending

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()
MAY, JUNE, JULY = date(2024, 5, 20), date(2024, 6, 20), date(2024, 7, 20)


def gdp_on(day: date) -> IndicatorValue:
    found = indicator_value(ANYBODY, "gdp", as_of=day)
    assert found is not None
    return found


def amount(value: IndicatorValue) -> int | float | str | None:
    return value.value.number if value.value else None


def left_out(value: IndicatorValue) -> dict[str, int]:
    return {left.reason: left.lines.total for left in value.left_out}


def value_of(versions: Versions, day: date) -> IndicatorValue:
    (found,) = values_of(ANYBODY, [versions], Request(day))
    return found


# --- unknown is not zero ------------------------------------------------------------------


@pytest.mark.parametrize("code", ["gdp", "financing_on_record", "approvals_on_record"])
def test_nothing_known_is_no_value_and_not_nought(code: str):
    found = indicator_value(ANYBODY, code, as_of=MAY)
    assert found is not None
    assert (found.value, found.used.total, found.left_out) == (None, 0, ())


def test_every_indicator_in_force_is_listed_though_nothing_is_known():
    values = indicator_values(ANYBODY, as_of=MAY)
    assert [value.definition.code for value in values] == sorted(all_definitions())
    assert {value.value for value in values} == {None}


def test_an_unknown_indicator_has_no_value():
    assert indicator_value(ANYBODY, "happiness") is None
    assert indicator_value(ANYBODY, "gdp", as_of=date(1994, 2, 26)) is None
    assert indicator_history(ANYBODY, "happiness") == ()


# --- known as of --------------------------------------------------------------------------


def test_a_value_holds_its_period_its_day_and_its_facts():
    fact = known(gdp(3686), MAY)
    value = gdp_on(JUNE)
    assert value.value == Quantity(3686, 8, "CNY")
    assert (value.period, value.as_of, value.purpose) == (
        Period.of_year(2023),
        JUNE,
        Purpose.PUBLICATION,
    )
    assert (value.used.opened, value.used.closed, value.left_out) == ((fact.pk,), 0, ())


def test_a_later_verification_does_not_change_an_earlier_days_value():
    fact = claimed(gdp(3686), MAY)
    before = gdp_on(MAY)
    verify(fact, JUNE)
    assert gdp_on(MAY) == before
    assert (before.value, left_out(before)) == (None, {"not_verified": 1})
    assert (amount(gdp_on(JUNE)), left_out(gdp_on(JUNE))) == (368600000000, {})


def test_a_fact_is_not_known_before_its_seal():
    known(gdp(3686), JUNE)
    assert left_out(gdp_on(MAY)) == {"later_than_as_of": 1}
    assert gdp_on(MAY).value is None
    with noon(JUNE):
        record_fact(actor=wang(), draft=gdp(9999))
    assert left_out(gdp_on(JULY)) == {"not_sealed": 1}


def test_the_day_ends_at_midnight_in_the_park():
    with time_machine.travel(datetime.datetime(2024, 5, 20, 16, 30, tzinfo=datetime.UTC)):
        known_here = record_fact(actor=wang(), draft=gdp(3686))  # 00:30 on 21 May in the park
        seal_pending()
    verify(known_here, JUNE)
    assert left_out(gdp_on(date(2024, 5, 20))) == {"later_than_as_of": 1}
    assert left_out(gdp_on(date(2024, 5, 21))) == {"not_verified": 1}


def test_a_correction_waits_to_be_verified():
    fact = known(gdp(3686), MAY)
    with noon(JUNE):
        correction = correct_fact(actor=wang(), fact=fact, draft=gdp(3700))
        seal_pending()
    assert (amount(gdp_on(JUNE)), left_out(gdp_on(JUNE))) == (368600000000, {"not_verified": 1})
    verify(correction, JULY)
    assert (amount(gdp_on(JULY)), left_out(gdp_on(JULY))) == (370000000000, {"corrected": 1})
    assert amount(gdp_on(JUNE)) == 368600000000
    assert gdp_on(JULY).used.opened == (correction.pk,)


def test_a_corrected_claim_never_counts_again():
    fact = claimed(gdp(3686), MAY)
    with noon(MAY):
        correction = correct_fact(actor=wang(), fact=fact, draft=gdp(3700))
        seal_pending()
    assert left_out(gdp_on(MAY)) == {"corrected": 1, "not_verified": 1}
    verify(correction, JUNE)
    assert (amount(gdp_on(JUNE)), left_out(gdp_on(JUNE))) == (370000000000, {"corrected": 1})


@pytest.mark.parametrize(
    ("move", "reason"), [(dispute_fact, "disputed"), (withdraw_fact, "withdrawn")]
)
def test_what_is_disputed_or_withdrawn_is_left_out_from_that_day(move: object, reason: str):
    fact = known(gdp(3686), MAY)
    with noon(JUNE):
        move(actor=zhou(), fact=fact, reason="与原文不符")  # type: ignore[operator]
        seal_pending()
    assert amount(gdp_on(MAY)) == 368600000000
    assert (gdp_on(JUNE).value, left_out(gdp_on(JUNE))) == (None, {reason: 1})


def test_a_dispute_that_is_settled_lets_the_fact_count_again():
    fact = known(gdp(3686), MAY)
    with noon(JUNE):
        dispute_fact(actor=zhou(), fact=fact, reason="与原文不符")
        seal_pending()
    verify(fact, JULY)
    assert [amount(gdp_on(day)) for day in (MAY, JUNE, JULY)] == [368600000000, None, 368600000000]


# --- which period, which figure -----------------------------------------------------------


def test_the_latest_year_counts_and_a_quarter_is_no_year():
    known(gdp(3500, "2022"), MAY)
    known(gdp(3686, "2023"), MAY)
    known(gdp(1000, "2023-Q4"), MAY)
    value = gdp_on(JUNE)
    assert (amount(value), value.period) == (368600000000, Period.of_year(2023))
    assert left_out(value) == {"outside_period": 2}


def test_of_two_figures_for_one_year_the_later_known_counts():
    known(gdp(3686), MAY)
    later = known(gdp(3690), JUNE)
    value = gdp_on(JUNE)
    assert (value.used.opened, left_out(value)) == ((later.pk,), {"superseded_by_later": 1})


def test_a_share_needs_both_figures_of_one_year():
    revenue = gdp(411, "2023")
    known(
        FactDraft(
            **{
                name: getattr(revenue, name) for name in ("kind", "occurred", "parties", "evidence")
            },
            quantity=Quantity(4111, 7, "CNY"),
            attributes={"measure": "public_budget_revenue"},
        ),
        MAY,
    )
    known(gdp(3500, "2022"), MAY)
    share = indicator_value(ANYBODY, "budget_share_of_gdp", as_of=MAY)
    assert share is not None
    assert share.value is None
    known(gdp(3686, "2023"), JUNE)
    share = indicator_value(ANYBODY, "budget_share_of_gdp", as_of=JUNE)
    assert share is not None
    assert share.value == Quantity(1115, -2, "percent", Qualifier.ABOUT)
    assert (share.period, share.used.total) == (Period.of_year(2023), 2)


# --- qualifiers ---------------------------------------------------------------------------


@pytest.mark.parametrize("qualifier", Qualifier)
def test_the_qualifier_of_a_figure_survives(qualifier: Qualifier):
    known(gdp(3686, qualifier=qualifier), MAY)
    assert gdp_on(MAY).value == Quantity(3686, 8, "CNY", qualifier)


def test_the_qualifier_of_a_sum_is_the_strongest_that_is_still_true():
    for qualifier in (Qualifier.EXACT, Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        known(financing(1, qualifier=qualifier), MAY)
    value = indicator_value(ANYBODY, "financing_on_record", as_of=MAY)
    assert value is not None
    assert value.value == Quantity(3, 8, "CNY", Qualifier.MORE_THAN)
    assert value.used.total == 3


def test_a_sum_that_is_a_stock_is_of_its_day():
    known(financing(1), MAY)
    known(financing(2, period="2024-07"), MAY)  # announced, and not yet begun
    value = indicator_value(ANYBODY, "financing_on_record", as_of=JUNE)
    assert value is not None
    assert (amount(value), value.period) == (100000000, Period.of_day(JUNE))
    assert left_out(value) == {"outside_period": 1}


def test_a_count_of_parties_counts_each_once(tmp_path: Path):
    twice = PartyFactory.create()
    for recipient in (twice, twice, PartyFactory.create()):
        known(financing(1, recipient), MAY)
    counted = definition(
        code="recipients",
        unit="organization",
        compute={"count": {"kind": "financing.closed", "distinct": "recipient"}},
    )
    value = value_of(written(tmp_path, counted), MAY)
    assert (value.value, value.used.total) == (Quantity(2, 0, "organization"), 3)


# --- versions -----------------------------------------------------------------------------


def two_versions(folder: Path) -> Versions:
    """Until 2024 every round counts; from then on only round B."""
    only_b = {"sum": {"kind": "financing.closed", "where": {"round": "B"}}}
    return written(
        folder,
        definition(effective={"from": "2020-01-01", "to": "2024-01-01"}),
        definition(version=2, effective={"from": "2024-01-01"}, compute=only_b),
    )


def test_each_years_value_is_computed_by_the_rule_of_that_year(tmp_path: Path):
    versions = two_versions(tmp_path)
    known(financing(1, period="2023-03"), MAY)
    before = value_of(versions, MAY)
    assert (amount(before), before.period.text, before.definition.version) == (
        100000000,
        "2023",
        1,
    )
    known(financing(5, period="2024-03"), MAY)  # a round A: no longer counted
    assert value_of(versions, MAY).value == before.value
    known(financing(7, period="2024-04", attributes={"round": "B"}), MAY)
    after = value_of(versions, MAY)
    assert (amount(after), after.period.text, after.definition.version) == (700000000, "2024", 2)


def test_a_history_has_each_year_by_its_own_rule(tmp_path: Path):
    versions = two_versions(tmp_path)
    rounds = (("2019", "A"), ("2022", "A"), ("2023", "B"), ("2024", "A"), ("2024", "B"))
    for year, name in rounds:
        known(financing(1, period=f"{year}-03", attributes={"round": name}), MAY)
    figures = figures_of(facts_of_kinds(["financing.closed"]))
    told = [
        (point.period.text, point.definition.version, point.outcome.value)
        for point in history(versions, figures, Request(MAY))
    ]
    one = Quantity(1, 8, "CNY")
    assert told == [("2022", 1, one), ("2023", 1, one), ("2024", 2, one)]


def test_a_history_is_as_known_on_the_day():
    known(gdp(3686, "2023"), MAY)
    known(gdp(3900, "2024"), JUNE)

    def told(day: date) -> list[tuple[str, object]]:
        found = indicator_history(ANYBODY, "gdp", as_of=day)
        return [(value.period.text, amount(value)) for value in found]

    assert told(MAY) == [("2023", 368600000000)]
    assert told(JUNE) == [("2023", 368600000000), ("2024", 390000000000)]


def test_the_history_of_a_stock_grows_with_what_had_happened():
    for month in ("2023-02", "2023-05", "2024-01"):
        known(financing(1, period=month), MAY)
    told = indicator_history(ANYBODY, "financing_on_record", as_of=MAY)
    assert [(value.period.text, amount(value)) for value in told] == [
        ("2023-02", 100000000),
        ("2023-05", 200000000),
        ("2024-01", 300000000),
    ]


def test_an_indicator_ended_is_no_longer_listed(tmp_path: Path):
    ended = written(tmp_path, definition(effective={"from": "2020-01-01", "to": "2024-06-01"}))
    known(financing(1, period="2023-03"), MAY)
    assert amount(value_of(ended, MAY)) == 100000000
    assert values_of(ANYBODY, [ended], Request(JUNE)) == []


# --- lineage ------------------------------------------------------------------------------


def test_the_lineage_opens_used_and_left_out_facts_with_their_quotations():
    old = known(gdp(3500, "2022", evidence=(evidence(quote="旧数。"),)), MAY)
    new = known(gdp(3686, "2023", evidence=(evidence(quote="新数。"),)), MAY)
    rows = lineage(ANYBODY, gdp_on(MAY))
    told = [
        (row.reason, [(fact.pk, fact.evidence.all()[0].content.quote) for fact in row.facts])
        for row in rows
    ]
    assert told == [("", [(new.pk, "新数。")]), ("outside_period", [(old.pk, "旧数。")])]


def test_every_reason_has_a_sentence():
    for reason in (*Reason, "too_few_respondents"):
        assert SENTENCES[f"indicators.{reason}"]


# --- the scoreboard -----------------------------------------------------------------------


def test_the_scoreboard_has_its_groups_and_figures_in_order():
    known(gdp(3686), MAY)
    groups = scoreboard(ANYBODY, as_of=MAY)
    assert [group.code for group in groups] == [
        "economy",
        "innovation",
        "platforms",
        "consortia",
        "clusters",
        "talent",
    ]
    for group in groups:
        places = [value.definition.place for value in group.values]
        assert places == sorted(places, key=lambda place: place.order if place else 0)
    assert groups[0].values[0].definition.code == "gdp"
    assert amount(groups[0].values[0]) == 368600000000


@pytest.mark.parametrize("count", [1, 3])
def test_all_values_cost_four_queries_and_one_that_counts_nobody_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for year in range(2023, 2023 + count):
        known(gdp(3686, str(year)), JULY)
        known(financing(1), JULY)
    official, later = wang(), date(2026, 1, 1)
    with django_assert_num_queries(4):
        assert len(indicator_values(ANYBODY, as_of=later)) == len(all_definitions())
    with django_assert_num_queries(4):
        assert len(scoreboard(official, as_of=later)) == 6
    with django_assert_num_queries(3):
        assert len(indicator_history(ANYBODY, "gdp", as_of=later)) == count
    value = gdp_on(later)
    with django_assert_num_queries(3):
        assert len(lineage(ANYBODY, value)) == (1 if count == 1 else 2)
