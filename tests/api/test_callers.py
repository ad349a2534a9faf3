"""Tokens, sessions, limits: who the API takes a caller for."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.api.callers import bearer
from tests.factories import figure, official
from yuanqu.accounts.actions import revoke_token, suspend_person
from yuanqu.accounts.models import ApiToken
from yuanqu.api.models import RequestCount
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.models import Access

pytestmark = pytest.mark.django_db
FACTS = "/api/v1/facts"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer nonsense", "Basic eDp5", "Bearer yq_x_y", "x"]
)
def test_a_bad_token_is_401_and_never_taken_for_nobody(header: str):
    answer = Client(headers={"Authorization": header}).get(FACTS)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_in_the_address_is_refused():
    secret = bearer(official(), "read")["Authorization"].removeprefix("Bearer ")
    answer = Client().get(FACTS, {"token": secret})
    assert (answer.status_code, answer.json()["code"]) == (401, "accounts.token_in_address")


def test_an_expired_or_revoked_token_opens_nothing():
    headers = bearer(official(), "read")
    assert Client(headers=headers).get(FACTS).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert Client(headers=headers).get(FACTS).status_code == 401
    revoke_token(actor=None, token=ApiToken.objects.get())
    assert Client(headers=headers).get(FACTS).status_code == 401


def test_a_token_of_a_suspended_person_opens_nothing():
    wang = official()
    headers = bearer(wang, "read")
    suspend_person(actor=None, user=wang)
    assert Client(headers=headers).get(FACTS).status_code == 401


def test_a_scope_limits_what_its_person_could_do():
    wang = official()
    fact = record_fact(actor=wang, draft=figure(access=Access.OFFICIALS))
    narrow = Client(headers=bearer(wang, "indicators:read")).get(f"{FACTS}/{fact.pk}")
    wide = Client(headers=bearer(wang, "facts:read")).get(f"{FACTS}/{fact.pk}")
    assert (narrow.status_code, narrow.json()["code"]) == (403, "accounts.beyond_scope")
    assert wide.status_code == 200


def test_a_session_reads_as_its_person_and_writes_only_with_a_csrf_token():
    wang = official()
    fact = record_fact(actor=wang, draft=figure(access=Access.OFFICIALS))
    client = Client(enforce_csrf_checks=True)
    client.force_login(wang)
    assert client.get(f"{FACTS}/{fact.pk}").status_code == 200
    answer = client.post(FACTS, "{}", "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "api.csrf")


def test_the_limit_of_a_minute_is_429_with_the_seconds_to_wait(settings: Settings):
    settings.RATE_LIMIT = 2
    answers = [Client().get("/api/v1/indicators/none") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60


def test_a_limit_of_nought_counts_nothing(settings: Settings):
    settings.RATE_LIMIT = 0
    Client().get("/api/v1/indicators/none")
    assert RequestCount.objects.count() == 0
