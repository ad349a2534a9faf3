"""`yuanqu indicators`, and indicators in the search."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from click.testing import CliRunner
from django.utils import translation

from tests.indicators.factories import claimed, gdp, known
from yuanqu.cli.indicators import indicators
from yuanqu.indicators.actions import publish_indicators
from yuanqu.indicators.definitions import all_definitions
from yuanqu.search.models import Document

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2024, 5, 20), date(2024, 6, 20)
FIRST_KEYS = [
    "code",
    "name_zh",
    "name_en",
    "value",
    "unit",
    "qualifier",
    "period",
    "as_of",
    "facts",
]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What opening the park does in an English shell."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with translation.override("en"):
        yield


def told(*arguments: str) -> dict[str, dict[str, object]]:
    done = CliRunner().invoke(indicators, ["list", "--json", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return {each["code"]: each for each in json.loads(done.output)}


def test_the_json_is_what_the_readme_promises():
    fact = known(gdp(3686), MAY)
    listed = told("--as-of", "2024-06-20")
    assert set(listed) == set(all_definitions())
    assert {tuple(each)[: len(FIRST_KEYS)] for each in listed.values()} == {tuple(FIRST_KEYS)}
    assert {key: listed["gdp"][key] for key in FIRST_KEYS} == {
        "code": "gdp",
        "name_zh": "地区生产总值",
        "name_en": "Gross domestic product",
        "value": 368600000000,
        "unit": "CNY",
        "qualifier": "exact",
        "period": "2023",
        "as_of": "2024-06-20",
        "facts": [str(fact.pk)],
    }
    nothing = listed["rd_intensity"]
    assert (nothing["value"], nothing["unit"], nothing["qualifier"]) == (None, "percent", None)
    assert nothing["facts"] == []


def test_an_earlier_day_is_told_as_it_was_known():
    claimed(gdp(3686), MAY)
    listed = told("--as-of", "2024-05-20")
    assert (listed["gdp"]["value"], listed["gdp"]["left_out"]) == (None, {"not_verified": 1})


def test_today_is_the_day_unless_said():
    known(gdp(3686), MAY)
    assert told()["gdp"]["value"] == 368600000000


def test_people_get_a_line_for_each():
    known(gdp(3686), MAY)
    done = CliRunner().invoke(indicators, ["list", "--as-of", "2024-06-20"])
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert "gdp  Gross domestic product  exact 368600000000 CNY  2023  facts: 1" in lines
    assert lines[-1] == f"{len(all_definitions())} indicators"


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2024",
        "2024-13",
        "2024-02-30",
        "20240520",
        "",
        "9999-12-31",
        "'; --",
        "0000-01-01",
    ],
)
@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_a_bad_day_is_named_and_nothing_is_printed(text: str, extra: list[str]):
    done = CliRunner().invoke(indicators, ["list", f"--as-of={text}", *extra])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"“{text}” is not a day. Write it as 2024-12-31." in done.stderr


def test_indicators_are_published_to_the_search_once():
    assert publish_indicators() == len(all_definitions())
    assert publish_indicators() == 0
    document = Document.objects.get(key="indicator:gdp")
    assert (document.title, document.title_en, document.url) == (
        "地区生产总值",
        "Gross domestic product",
        "/indicators/gdp/",
    )
    assert CliRunner().invoke(indicators, ["publish"]).output.startswith("0 indicators")
