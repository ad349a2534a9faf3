"""Addresses that a page never makes: odd days, numbers and characters are no failure of ours."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import figure, official
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.models import Evidence
from yuanqu.ledger.sealing import seal_pending

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/scoreboard/", "/indicators/gdp/", "/api/v1/indicators"])
@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "0001-01-01"])
def test_the_first_and_the_last_day_there_are_fail_nothing(client: Client, path: str, day: str):
    record_fact(actor=official(), draft=figure())
    seal_pending()
    assert client.get(path, {"as_of": day}).status_code in {200, 404, 422}


def test_evidence_without_a_file_has_no_file_to_fetch(
    client: Client, settings: Settings, tmp_path: Path
):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "evidence").mkdir()
    fact = record_fact(actor=official(), draft=figure())
    piece = Evidence.objects.get(fact=fact)
    assert client.get(f"/evidence/{piece.pk}/file/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/facts/?kind=%00",
        "/facts/?page=99999999999999999999999",
        "/organizations/?text=%00",
        "/organizations/?text=%ED%A0%80",
        "/organizations/?page=%00",
        "/search/?q=%00",
        "/indicators/%00/",
        "/accounts/login/?next=%00",
        "/api/v1/facts?kind=%00",
        "/api/v1/organizations?text=%00",
        "/api/v1/search?q=%00",
    ],
)
def test_odd_characters_are_no_failure(client: Client, path: str):
    assert client.get(path).status_code < 500
