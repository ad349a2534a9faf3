"""`yuanqu organizations`."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from django.utils import translation

from tests.organizations.factories import CREDIT_CODE, OrganizationFactory, label
from yuanqu.cli.organizations import organizations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What opening the park does in an English shell."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with translation.override("en"):
        yield


def test_the_json_has_each_organization_with_labels_and_numbers():
    kept = OrganizationFactory.create(
        zh="示例", en="Example", cluster="ai", credit_code=CREDIT_CODE
    )
    fact = label(kept.party)
    done = CliRunner().invoke(organizations, ["list", "--json"], catch_exceptions=False)
    assert json.loads(done.output) == [
        {
            "id": str(kept.pk),
            "name_zh": "示例",
            "name_en": "Example",
            "kind": "company",
            "industry": "",
            "cluster": "ai",
            "labels": [
                {"code": "high_tech_enterprise", "occurred_on": "2023", "fact": str(fact.pk)}
            ],
            "identifiers": [{"scheme": "uscc", "value": CREDIT_CODE}],
        }
    ]


def test_the_filters_narrow_the_list():
    OrganizationFactory.create(zh="示例", en="Example", cluster="ai")
    OrganizationFactory.create(zh="实验室", kind="laboratory")
    run = CliRunner().invoke
    lines = run(organizations, ["list", "--cluster", "ai"]).output.splitlines()
    assert [line.split("  ")[1:] for line in lines] == [["Example", "company", "ai"], []]
    assert lines[-1] == "1 organizations"
    assert run(organizations, ["list", "--text", "实验"]).output.endswith("1 organizations\n")
    assert run(organizations, ["list", "--label", "none"]).output == "0 organizations\n"
    assert run(organizations, ["list", "--kind", "shop"]).exit_code == 2
