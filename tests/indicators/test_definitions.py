"""Definition files: what is read, and what is refused with its place named."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.factories import definition, written
from yuanqu.engines.aggregation import Count, Latest, Ratio, Selection, Sum
from yuanqu.engines.names import Names
from yuanqu.indicators.definitions import (
    DefinitionError,
    Measured,
    all_definitions,
    definitions_on,
    measure_names,
    version_on,
)
from yuanqu.indicators.queries import GROUPS
from yuanqu.indicators.wording import GROUP_NAMES
from yuanqu.ledger.models import Purpose

SUMMED = {"kind": "financing.closed"}


def test_every_installed_definition_can_be_read():
    assert {"gdp", "rd_intensity", "valid_invention_patents"} <= set(all_definitions())
    assert measure_names()["gdp"] == Names("地区生产总值", "Gross domestic product")
    assert set(GROUPS) == set(GROUP_NAMES)


def test_a_definition_keeps_what_its_file_says(tmp_path: Path):
    (read,) = written(
        tmp_path,
        definition(
            effective={"from": "2020-01-01", "to": "2025-01-01"},
            scoreboard={"group": "economy", "order": 3},
            purpose="statistics",
        ),
    )
    assert (read.code, read.version, read.since, read.until) == (
        "financing",
        1,
        date(2020, 1, 1),
        date(2025, 1, 1),
    )
    assert (read.unit, read.measured, read.purpose) == (
        "CNY",
        Measured.YEAR,
        Purpose.STATISTICS,
    )
    assert read.computation == Sum(Selection("financing.closed"))
    assert read.place is not None
    assert (read.place.group, read.place.order) == ("economy", 3)
    assert read.kinds == {"financing.closed"}


def test_each_computation_is_read(tmp_path: Path):
    kind, where = "figure.reported", {"measure": "gdp"}
    latest = {"latest": {"kind": kind, "where": where}}
    counted = {"count": {"kind": "instrument.used", "distinct": "user"}}
    ratio = {
        "ratio": {
            "numerator": {**latest, "unit": "CNY"},
            "denominator": {**counted, "unit": "organization"},
            "decimals": 1,
        }
    }
    (alone,) = written(tmp_path, definition(compute=latest))
    assert alone.computation == Latest(Selection(kind, where))
    folder = tmp_path / "ratio"
    folder.mkdir()
    (whole,) = written(folder, definition(unit="percent", compute=ratio))
    assert whole.computation == Ratio(
        Latest(Selection(kind, where)),
        Count(Selection("instrument.used"), "user"),
        "CNY",
        "organization",
        1,
    )
    assert whole.kinds == {kind, "instrument.used"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"unit": "bushel"}, "there is no unit bushel"),
        ({"period": "week"}, "period"),
        ({"version": 0}, "version"),
        ({"names": {"zh": "只有中文"}}, "names"),
        ({"surprise": 1}, "surprise"),
        ({"effective": {"from": "last year"}}, "effective.from"),
        ({"effective": {"from": "2023-02-30"}}, "day is out of range"),
        ({"effective": {"from": "2023-01-01", "to": "2023-01-01"}}, "ends before it begins"),
        ({"compute": {"median": SUMMED}}, "compute"),
        ({"compute": {"sum": SUMMED, "count": SUMMED}}, "compute"),
        ({"compute": {"sum": {"kind": "nothing.known"}}}, "there is no kind nothing.known"),
        ({"compute": {"sum": {**SUMMED, "where": {"city": "x"}}}}, "city: x is nothing"),
        ({"compute": {"sum": {**SUMMED, "where": {"round": "；"}}}}, "round: ； is nothing"),
        ({"compute": {"sum": {"kind": "organization.label"}}}, "have no quantity in CNY"),
        ({"unit": "person"}, "have no quantity in person"),
        ({"compute": {"count": {**SUMMED, "distinct": "friend"}}}, "no party is the friend"),
        ({"purpose": "statistics", "compute": {"latest": SUMMED}}, "not an aggregate"),
        (
            {"compute": {"ratio": {"numerator": {"sum": SUMMED}, "denominator": {"sum": SUMMED}}}},
            "compute",
        ),
        ({"scoreboard": {"group": "sport", "order": 1}}, "scoreboard.group"),
    ],
)
def test_a_wrong_definition_is_refused_by_its_file(
    tmp_path: Path, changes: dict[str, Any], problem: str
):
    with pytest.raises(DefinitionError) as refused:
        written(tmp_path, definition(**changes))
    assert str(refused.value).startswith("financing.v")
    assert problem in str(refused.value)


def test_a_file_is_named_after_its_indicator(tmp_path: Path):
    written(tmp_path, definition())
    (tmp_path / "financing.v1.yaml").rename(tmp_path / "other.yaml")
    with pytest.raises(DefinitionError, match=r"other\.yaml: the file holds the indicator"):
        written(tmp_path, definition())


def test_versions_follow_one_another(tmp_path: Path):
    first = definition(effective={"from": "2020-01-01", "to": "2024-01-01"})
    second = definition(version=2, effective={"from": "2024-01-01"})
    versions = written(tmp_path, second, first)
    assert [version.version for version in versions] == [1, 2]
    for day, expected in ((date(2023, 12, 31), 1), (date(2024, 1, 1), 2)):
        found = version_on(versions, day)
        assert found is not None
        assert found.version == expected
    assert version_on(versions, date(2019, 12, 31)) is None


@pytest.mark.parametrize("until", [None, "2024-07-01"])
def test_versions_that_overlap_are_refused(tmp_path: Path, until: str | None):
    effective = {"from": "2020-01-01"} | ({"to": until} if until else {})
    with pytest.raises(DefinitionError, match="financing: versions 1 and 2 overlap"):
        written(
            tmp_path,
            definition(effective=effective),
            definition(version=2, effective={"from": "2024-01-01"}),
        )


def test_no_indicator_is_in_force_before_its_first_version():
    assert definitions_on(date(1994, 2, 26)) == ()
