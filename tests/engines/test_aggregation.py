from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanqu.engines.aggregation import (
    Count,
    Figure,
    Latest,
    Outcome,
    Question,
    Ratio,
    Reason,
    Selection,
    StandingChange,
    Sum,
    evaluate,
    periods_known,
)
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.engines.standings import Standing

GDP = Selection("figure.reported", {"measure": "gdp"})
SEALED = date(2024, 9, 1)
TODAY = date(2024, 12, 31)
QUESTION = Question(unit="CNY", as_of=TODAY, purpose="display", period=Period.of_year(2023))


def figure(id: str, mantissa: int | None = 3686, **changes: Any) -> Figure:
    plain = Figure(
        id=id,
        kind="figure.reported",
        occurred=Period.of_year(2023),
        known_on=SEALED,
        quantity=None if mantissa is None else Quantity(mantissa, 8, "CNY"),
        standing=Standing.VERIFIED,
        attributes={"measure": "gdp"},
        parties={"area": frozenset({"sip"})},
        purposes=frozenset({"display"}),
    )
    return replace(plain, **changes)


def yuan(hundred_millions: int, qualifier: Qualifier = Qualifier.EXACT) -> Quantity:
    return Quantity(hundred_millions, 8, "CNY", qualifier)


def test_latest_takes_the_figure_of_the_latest_period_and_names_the_other() -> None:
    figures = [figure("2023"), figure("2022", 3515, occurred=Period.of_year(2022))]
    outcome = evaluate(figures, Latest(GDP), replace(QUESTION, period=None))
    assert outcome == Outcome(
        yuan(3686), ("2023",), (("2022", Reason.SUPERSEDED_BY_LATER),), Period.of_year(2023)
    )


def test_latest_takes_the_figure_known_later_when_two_speak_of_one_period() -> None:
    figures = [figure("revised", 3690, sequence=2), figure("first", sequence=1)]
    outcome = evaluate(figures, Latest(GDP), QUESTION)
    assert (outcome.value, outcome.used) == (yuan(3690), ("revised",))


def test_latest_keeps_the_qualifier_as_stated() -> None:
    more = Quantity(25, 3, "piece", Qualifier.MORE_THAN)
    outcome = evaluate(
        [figure("patents", quantity=more)], Latest(GDP), replace(QUESTION, unit="piece")
    )
    assert outcome.value == more


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"known_on": None}, Reason.NOT_SEALED),
        ({"known_on": TODAY + timedelta(days=1)}, Reason.LATER_THAN_AS_OF),
        ({"purposes": frozenset({"statistics"})}, Reason.PURPOSE),
        ({"purposes": frozenset()}, Reason.PURPOSE),
        ({"standing": Standing.WITHDRAWN}, Reason.WITHDRAWN),
        ({"standing": Standing.CORRECTED}, Reason.CORRECTED),
        ({"standing": Standing.DISPUTED}, Reason.DISPUTED),
        ({"standing": Standing.CLAIMED}, Reason.NOT_VERIFIED),
        ({"occurred": Period.of_year(2022)}, Reason.OUTSIDE_PERIOD),
        ({"occurred": Period.parse("2023-12-01/2024-02-01")}, Reason.OUTSIDE_PERIOD),
        ({"quantity": None}, Reason.NO_QUANTITY),
        ({"quantity": Quantity(5, 0, "percent")}, Reason.OTHER_UNIT),
    ],
)
@pytest.mark.parametrize("computation", [Latest(GDP), Sum(GDP)])
def test_figure_is_left_out_with_its_reason_and_nothing_is_known(
    changes: dict[str, Any], reason: Reason, computation: Latest | Sum
) -> None:
    outcome = evaluate([figure("f", **changes)], computation, QUESTION)
    assert outcome == Outcome(None, (), (("f", reason),), QUESTION.period)


def test_figure_of_another_selection_is_not_mentioned() -> None:
    others = [
        figure("kind", kind="award.granted"),
        figure("measure", attributes={"measure": "revenue"}),
        figure("bare", attributes={}),
    ]
    assert evaluate(others, Sum(GDP), QUESTION) == Outcome(None, (), (), QUESTION.period)


def test_selection_may_ask_for_a_party_in_a_role() -> None:
    park = Selection("figure.reported", roles={"area": "sip"})
    elsewhere = figure("other", parties={"area": frozenset({"snd"})})
    outcome = evaluate([figure("sip"), elsewhere], Count(park), QUESTION)
    assert (outcome.used, outcome.left_out) == (("sip",), ())


def test_as_of_an_earlier_day_sees_the_standing_of_that_day() -> None:
    withdrawn = StandingChange(date(2024, 10, 1), Standing.WITHDRAWN)
    figures = [figure("f", changes=(withdrawn,))]
    before = evaluate(figures, Latest(GDP), replace(QUESTION, as_of=date(2024, 9, 30)))
    after = evaluate(figures, Latest(GDP), replace(QUESTION, as_of=date(2024, 10, 1)))
    assert (before.value, after.value) == (yuan(3686), None)
    assert after.left_out == (("f", Reason.WITHDRAWN),)


def test_as_of_a_day_before_the_seal_nothing_is_known() -> None:
    outcome = evaluate([figure("f")], Latest(GDP), replace(QUESTION, as_of=date(2024, 8, 31)))
    assert outcome == Outcome(None, (), (("f", Reason.LATER_THAN_AS_OF),), QUESTION.period)


def test_stock_leaves_out_what_had_not_begun() -> None:
    planned = figure("planned", occurred=Period.of_year(2025))
    outcome = evaluate([planned], Latest(GDP), replace(QUESTION, period=None))
    assert outcome.left_out == (("planned", Reason.OUTSIDE_PERIOD),)


def test_sum_adds_exactly_and_keeps_the_bound() -> None:
    rounds = [
        figure("a", quantity=yuan(1, Qualifier.MORE_THAN), occurred=Period.parse("2023-08")),
        figure("b", quantity=yuan(3), occurred=Period.parse("2023-05-02")),
    ]
    outcome = evaluate(rounds, Sum(GDP), QUESTION)
    assert outcome == Outcome(yuan(4, Qualifier.MORE_THAN), ("b", "a"), (), Period.of_year(2023))


def test_count_counts_facts_or_distinct_parties() -> None:
    members = [
        figure("a", parties={"member": frozenset({"soochow", "peijia"})}),
        figure("b", parties={"member": frozenset({"peijia"})}),
        figure("c", parties={}),
    ]
    question = replace(QUESTION, unit="organization")
    facts = evaluate(members, Count(GDP), question)
    parties = evaluate(members, Count(GDP, distinct="member"), question)
    assert facts.value == Quantity(3, 0, "organization")
    assert parties.value == Quantity(2, 0, "organization")
    assert parties.left_out == (("c", Reason.NO_PARTY),)


def test_count_of_nothing_is_unknown_and_not_zero() -> None:
    assert evaluate([], Count(GDP), QUESTION).value is None


def share(numerator: Selection = GDP, denominator: Selection = GDP) -> Ratio:
    return Ratio(Latest(numerator), Latest(denominator), "CNY", "CNY")


RND = Selection("figure.reported", {"measure": "rnd"})
PERCENT = replace(QUESTION, unit="percent")


def test_ratio_divides_and_names_both_sides_once() -> None:
    figures = [figure("gdp", 400), figure("rnd", 20, attributes={"measure": "rnd"})]
    outcome = evaluate(figures, share(RND), PERCENT)
    assert outcome == Outcome(
        Quantity(500, -2, "percent"), ("rnd", "gdp"), (), Period.of_year(2023)
    )
    assert evaluate(figures, share(), PERCENT).used == ("gdp",)


def test_ratio_is_unknown_when_one_side_is() -> None:
    outcome = evaluate([figure("gdp", 400)], share(RND), PERCENT)
    assert (outcome.value, outcome.used) == (None, ())
    assert outcome.left_out == (("gdp", Reason.COUNTERPART_UNKNOWN),)


def test_ratio_of_different_periods_is_no_share_of_anything() -> None:
    figures = [
        figure("gdp", 400, occurred=Period.of_year(2022)),
        figure("rnd", 20, attributes={"measure": "rnd"}),
    ]
    outcome = evaluate(figures, share(RND), replace(PERCENT, period=None))
    assert (outcome.value, outcome.used) == (None, ())
    assert outcome.left_out == (
        ("rnd", Reason.DIFFERENT_PERIODS),
        ("gdp", Reason.DIFFERENT_PERIODS),
    )


def test_ratio_to_zero_is_unknown_with_the_reason() -> None:
    figures = [figure("gdp", 0), figure("rnd", 20, attributes={"measure": "rnd"})]
    outcome = evaluate(figures, share(RND), PERCENT)
    assert outcome.left_out == (("rnd", Reason.ZERO_DENOMINATOR), ("gdp", Reason.ZERO_DENOMINATOR))


def test_periods_known_are_those_of_usable_figures_in_order() -> None:
    figures = [
        figure("2023"),
        figure("2021", occurred=Period.of_year(2021)),
        figure("again", occurred=Period.of_year(2021)),
        figure("claimed", occurred=Period.of_year(2022), standing=Standing.CLAIMED),
    ]
    assert periods_known(figures, Latest(GDP), QUESTION) == (
        Period.of_year(2021),
        Period.of_year(2023),
    )


FIGURES = st.lists(
    st.builds(
        figure,
        st.uuids().map(str),
        st.one_of(st.none(), st.integers(-(10**6), 10**6)),
        occurred=st.integers(2021, 2024).map(Period.of_year),
        known_on=st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2025, 12, 31))),
        sequence=st.integers(0, 3),
        standing=st.sampled_from(Standing),
        kind=st.sampled_from(["figure.reported", "award.granted"]),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)
COMPUTATIONS = st.sampled_from([Latest(GDP), Sum(GDP), Count(GDP), Count(GDP, "area")])
QUESTIONS = st.builds(
    Question,
    st.just("CNY"),
    st.dates(date(2024, 1, 1), date(2025, 12, 31)),
    st.just("display"),
    st.one_of(st.none(), st.integers(2021, 2024).map(Period.of_year)),
)


@given(FIGURES, COMPUTATIONS, QUESTIONS)
def test_every_concerned_figure_is_used_or_left_out_once(
    figures: list[Figure], computation: Latest | Sum | Count, question: Question
) -> None:
    outcome = evaluate(figures, computation, question)
    named = [*outcome.used, *(each for each, _ in outcome.left_out)]
    assert sorted(named) == sorted(each.id for each in figures if GDP.concerns(each))
    assert (outcome.value is None) is (not outcome.used)


@given(FIGURES, COMPUTATIONS, QUESTIONS, st.randoms(use_true_random=False))
def test_outcome_does_not_depend_on_the_order_of_figures(
    figures: list[Figure], computation: Latest | Sum | Count, question: Question, random: object
) -> None:
    shuffled = list(figures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert evaluate(shuffled, computation, question) == evaluate(figures, computation, question)


@given(FIGURES, FIGURES, COMPUTATIONS, QUESTIONS)
def test_value_as_of_a_day_does_not_change_with_what_is_learned_later(
    figures: list[Figure],
    later: list[Figure],
    computation: Latest | Sum | Count,
    question: Question,
) -> None:
    learned = [replace(each, known_on=question.as_of + timedelta(days=1)) for each in later]
    before = evaluate(figures, computation, question)
    after = evaluate([*figures, *learned], computation, question)
    assert (after.value, after.used, after.period) == (before.value, before.used, before.period)
