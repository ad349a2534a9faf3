"""The scoreboard of the demonstration: each figure with its value, unit, qualifier and lineage."""

from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser

from yuanqu.demo.entries import id_of, reported_facts
from yuanqu.indicators.queries import indicator_values
from yuanqu.indicators.values import IndicatorValue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

# Indicator: the facts that it is computed from.
REPORTED = {
    "gdp": "sip-gdp-2023",
    "public_budget_revenue": "sip-budget-revenue-2023",
    "rd_intensity": "sip-rd-intensity-2023",
    "emerging_industry_output": "sip-emerging-output-2023",
    "high_tech_output_share": "sip-high-tech-output-share-2024",
    "economic_zone_place": "sip-economic-zone-place",
    "economic_zone_consecutive_firsts": "sip-economic-zone-consecutive-firsts",
    "high_tech_zone_place": "sip-high-tech-zone-place",
    "valid_invention_patents": "sip-valid-invention-patents-2024",
    "high_value_invention_patents": "sip-high-value-invention-patents-2024",
    "public_platforms_built": "sip-platforms-built-2024",
    "public_platforms_under_construction": "sip-platforms-under-construction-2024",
    "provincial_consortia": "sip-provincial-consortia-2024",
    "provincial_consortia_share": "sip-provincial-consortia-share-2024",
    "provincial_consortia_place": "sip-provincial-consortia-place-2024",
    "city_consortia": "sip-city-consortia-2024",
    "city_consortia_share": "sip-city-consortia-share-2024",
    "city_consortia_place": "sip-city-consortia-place-2024",
    "consortium_policy_provisions": "sip-consortium-policy-2023",
    "technical_needs_called": "interventional-call-2024",
    "ai_firms": "sip-ai-firms-2023",
    "ai_output": "sip-ai-output-2023",
    "biomedicine_firms": "sip-biomedicine-firms-2023",
    "biomedicine_output": "sip-biomedicine-output-2023",
    "nano_firms": "sip-nano-firms-2024",
    "nano_output": "sip-nano-output-2024",
    "nano_listed_companies": "sip-nano-listed-2024",
    "nano_world_place": "sip-nano-world-place",
    "nano_research_institutes": "sip-nano-institutes-2023",
    "nano_academicians": "sip-nano-academicians-2023",
    "nano_national_talents": "sip-nano-national-talents-2023",
    "nano_international_centers": "sip-nano-international-centers-2023",
    "nano_breakthrough_fields": "sip-nano-breakthrough-fields-2023",
    "consortium_product_approved": "interventional-outcome-products",
    "consortium_material": "interventional-outcome-materials",
    "consortium_project_progress": "interventional-outcome-project-progress",
    "consortium_platform_built": "interventional-outcome-platforms",
    "consortium_enterprise_invested": "interventional-outcome-enterprises-invested",
    "consortium_project_incubated": "interventional-outcome-projects-incubated",
    "consortium_member_joined": "interventional-outcome-members-joined",
    "consortium_patent_filed": "interventional-outcome-patents-filed",
    "financing_on_record": "shize-round-b1",
}
# Indicator: (value, unit, qualifier, how many facts).
COMPUTED = {
    "budget_share_of_gdp": ("11.15", "percent", "about", 2),
    "approvals_on_record": ("3", "item", "exact", 3),
    "leading_talent_enterprises_on_record": ("4", "organization", "exact", 4),
    "instrument_users_on_record": ("6", "organization", "exact", 6),
    "national_designations": ("4", "item", "exact", 4),
}


def shown() -> dict[str, IndicatorValue]:
    """Every indicator as anybody sees it."""
    return {value.definition.code: value for value in indicator_values(AnonymousUser())}


def opened(value: IndicatorValue) -> tuple[UUID, ...]:
    """The facts that the value opens to, and no other stands behind it."""
    assert value.used.closed == 0
    return value.used.opened


def test_there_is_a_figure_for_each_indicator():
    assert set(shown()) == REPORTED.keys() | COMPUTED.keys()
    assert [code for code, value in shown().items() if value.left_out or value.withheld] == []


def test_reported_figures_are_shown_as_the_source_states_them():
    facts = {fact.key: fact for fact in reported_facts()}
    values = shown()
    for code, key in REPORTED.items():
        assert (code, values[code].value) == (code, facts[key].quantity)
        assert (code, opened(values[code])) == (code, (id_of("fact", key),))


def test_computed_figures_say_what_they_count():
    values = shown()
    for code, (number, unit, qualifier, count) in COMPUTED.items():
        value = values[code].value
        assert value is not None
        assert (value.plain, value.unit, value.qualifier.value) == (number, unit, qualifier)
        assert len(opened(values[code])) == count
