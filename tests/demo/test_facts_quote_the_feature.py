"""The demonstration's facts: well formed, about known parties, and quoted character for character.

The feature itself is not in the repository; where it lies beside it, every quotation is looked up.
"""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from yuanqu.demo.entries import FactEntry, all_entries, reported_facts
from yuanqu.engines.quantities import Qualifier
from yuanqu.ledger.drafts import LONGEST_QUOTE
from yuanqu.ledger.kinds import all_kinds, all_units

FEATURE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "suzhou-park.md"
FACTS = {fact.key: fact for fact in reported_facts()}

# (value in the unit's base, unit, qualifier) of each figure in the feature.
FIGURES = {
    "sip-gdp-2023": ("368600000000", "CNY", "exact"),
    "sip-budget-revenue-2023": ("41110000000", "CNY", "exact"),
    "sip-rd-intensity-2023": ("5.16", "percent", "exact"),
    "sip-emerging-output-2023": ("400000000000", "CNY", "at_least"),
    "sip-high-tech-output-share-2024": ("74.8", "percent", "exact"),
    "sip-economic-zone-place": ("1", "rank", "exact"),
    "sip-economic-zone-consecutive-firsts": ("8", "time", "exact"),
    "sip-high-tech-zone-place": ("4", "rank", "at_most"),
    "sip-valid-invention-patents-2024": ("25000", "piece", "more_than"),
    "sip-high-value-invention-patents-2024": ("12000", "piece", "about"),
    "sip-platforms-built-2024": ("11", "unit", "exact"),
    "sip-platforms-under-construction-2024": ("8", "unit", "exact"),
    "biologics-center-task-areas": ("5", "unit", "exact"),
    "shize-round-b1": ("100000000", "CNY", "more_than"),
    "shize-financing-total": ("300000000", "CNY", "more_than"),
    "zhongtian-microcatheter-prototype": ("2", "month", "exact"),
    "zhongtian-microcatheter-patenting": ("8", "month", "exact"),
    "interventional-outcome-products": ("1", "unit", "exact"),
    "interventional-outcome-materials": ("2", "item", "exact"),
    "interventional-outcome-project-progress": ("3", "unit", "exact"),
    "interventional-outcome-platforms": ("4", "unit", "exact"),
    "interventional-outcome-enterprises-invested": ("5", "organization", "exact"),
    "interventional-outcome-projects-incubated": ("6", "unit", "exact"),
    "interventional-outcome-members-joined": ("7", "organization", "exact"),
    "interventional-outcome-patents-filed": ("24", "item", "exact"),
    "interventional-call-2024": ("6", "item", "exact"),
    "sip-consortium-policy-2023": ("17", "provision", "exact"),
    "sip-provincial-consortia-2024": ("4", "organization", "exact"),
    "sip-provincial-consortia-share-2024": ("30", "percent", "nearly"),
    "sip-provincial-consortia-place-2024": ("1", "rank", "exact"),
    "sip-city-consortia-2024": ("21", "organization", "exact"),
    "sip-city-consortia-share-2024": ("30", "percent", "nearly"),
    "sip-city-consortia-place-2024": ("1", "rank", "exact"),
    "sip-ai-firms-2023": ("1700", "organization", "more_than"),
    "sip-ai-output-2023": ("100000000000", "CNY", "at_least"),
    "sip-biomedicine-firms-2023": ("2000", "organization", "more_than"),
    "sip-biomedicine-output-2023": ("150000000000", "CNY", "more_than"),
    "sip-nano-firms-2024": ("1300", "organization", "more_than"),
    "sip-nano-output-2024": ("155000000000", "CNY", "at_least"),
    "sip-nano-listed-2024": ("16", "organization", "exact"),
    "sip-nano-world-place": ("5", "rank", "at_most"),
    "sip-nano-institutes-2023": ("40", "organization", "nearly"),
    "sip-nano-academicians-2023": ("30", "person", "nearly"),
    "sip-nano-national-talents-2023": ("100", "person", "at_least"),
    "sip-nano-international-centers-2023": ("5", "organization", "exact"),
    "sip-nano-breakthrough-fields-2023": ("10", "unit", "at_least"),
    "sip-anniversary": ("30", "year", "exact"),
}

# The word of the source behind each qualifier, as the design maps them.
WORDS = {
    Qualifier.MORE_THAN: "超|逾",
    Qualifier.AT_LEAST: "突破|多",
    Qualifier.NEARLY: "近",
    Qualifier.ABOUT: "约",
    Qualifier.AT_MOST: "前|之一",
}

each_fact = pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)


def test_there_are_as_many_facts_as_the_feature_holds():
    assert len(FACTS) == 109


def test_every_key_is_used_once():
    entries = all_entries()
    for keys in (
        [fact.key for fact in entries.facts],
        [organization.key for organization in entries.organizations],
        [person.username for person in entries.people],
    ):
        assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_every_organization_takes_part_in_a_fact():
    named = {party for fact in all_entries().facts for party, _ in fact.parties}
    acted_for = {person.party for person in all_entries().people}
    registered = {organization.key for organization in all_entries().organizations}
    assert named - registered == set()
    assert registered - named - acted_for == set()


@each_fact
def test_a_fact_is_what_its_kind_asks(fact: FactEntry):
    kind = all_kinds()[fact.kind]
    roles = {role for _, role in fact.parties}
    assert [error.message for error in kind.validator.iter_errors(fact.attributes)] == []
    assert roles - set(kind.roles) == set()
    assert {role for role, need in kind.roles.items() if need == "required"} - roles == set()
    assert (fact.quantity is None) in {
        "required": {False}, "optional": {True, False}, "forbidden": {True}
    }[kind.quantity]  # fmt: skip


@each_fact
def test_a_quantity_is_in_a_unit_of_its_kind(fact: FactEntry):
    if fact.quantity is None:
        return
    kind, unit = all_kinds()[fact.kind], all_units()[fact.quantity.unit]
    assert unit.code in (kind.units or all_units())
    assert fact.quantity.value >= 0
    assert not unit.counting or fact.quantity.value % 1 == 0


@each_fact
def test_a_qualifier_stands_in_a_quotation(fact: FactEntry):
    if fact.quantity is None or fact.quantity.qualifier == Qualifier.EXACT:
        return
    quotes = "".join(quote for _, quote in fact.evidence)
    assert re.search(WORDS[fact.quantity.qualifier], quotes)


@each_fact
def test_a_quotation_is_short_and_of_the_feature(fact: FactEntry):
    assert len(fact.evidence) >= 1
    for source, quote in fact.evidence:
        assert source.key == "feature"
        assert 0 < len(quote) <= LONGEST_QUOTE
        assert quote == quote.strip()


@each_fact
@pytest.mark.skipif(not FEATURE.exists(), reason="the feature is not beside the repository")
def test_a_quotation_is_in_the_feature_character_for_character(fact: FactEntry):
    feature = FEATURE.read_text(encoding="utf-8")
    assert [quote for _, quote in fact.evidence if quote not in feature] == []


def test_the_figures_are_those_of_the_feature():
    stated = {
        key: (fact.quantity.value, fact.quantity.unit, fact.quantity.qualifier.value)
        for key, fact in FACTS.items()
        if fact.quantity is not None
    }
    expected = {key: (Decimal(value), *rest) for key, (value, *rest) in FIGURES.items()}
    assert stated == expected


def test_a_utility_model_is_not_an_invention_patent():
    patents = [fact for fact in FACTS.values() if fact.kind == "patent.granted"]
    assert [fact.attributes["sort"] for fact in patents] == ["utility_model"]


def test_what_is_invented_is_labeled_so():
    real = {organization.key for organization in all_entries().organizations
            if not organization.names.zh.startswith("示例")}  # fmt: skip
    invented = [fact for fact in all_entries().facts if fact.key not in FACTS]
    assert len(invented) == 5
    for fact in invented:
        assert {party for party, _ in fact.parties} & real == set()
        assert all(
            source.title.startswith("示例") and quote.startswith("示例")
            for source, quote in fact.evidence
        )


def test_nothing_is_registered_of_a_real_organization_but_its_name():
    for organization in all_entries().organizations:
        if organization.key != "sip":
            assert organization.name_en_unofficial
