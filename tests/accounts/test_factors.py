"""Whoever works for the park sets up a second factor before anything else opens."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.cast import holding, log_in, prove_again
from tests.accounts.test_second_factors import digits
from tests.factories import PartyFactory, assistant, official, park, stranger
from tests.web.pages import text_of
from yuanqu.accounts.access import is_official
from yuanqu.accounts.actions import create_token, end_membership, grant_membership
from yuanqu.accounts.factors import lacks_second_factor
from yuanqu.accounts.models import PARK_ROLES, Role

pytestmark = pytest.mark.django_db
WHY = "/me/second-factor/"


@pytest.fixture(autouse=True)
def required(settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def entered(login: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    log_in(client, login)
    client.post("/language/", {"language": "en"})
    return client


def set_up(client: Client) -> None:
    """Switch an authenticator app on, after the password was shown again."""
    prove_again(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": digits(secret)})


@pytest.mark.parametrize("role", PARK_ROLES)
def test_nothing_opens_for_whoever_works_for_the_park_without_one(role: Role):
    holding(role, park(), "worker")
    client = entered("worker")
    for address in ("/", "/desk/", "/inbox/", "/facts/", "/me/tokens/", "/me/"):
        assert client.get(address).headers.get("Location") == WHY, address
    for address in ("/inbox/decide/", "/desk/record/figure.reported/", "/register/import/"):
        assert client.post(address).headers.get("Location") == WHY, address


def test_the_page_says_why_and_how():
    official()
    page = text_of(entered("wangfang").get("/desk/", follow=True))
    assert "You work for the park. A stolen password must not be enough" in page
    assert "With an authenticator app" in page


@pytest.mark.parametrize(
    "address", ["/accounts/logout/", "/accounts/2fa/", "/accounts/email/", "/health/live", WHY]
)
def test_what_it_takes_to_set_one_up_stays_open(address: str):
    official()
    assert entered("wangfang").get(address).status_code == 200


def test_with_one_everything_opens_and_it_costs_no_query_then(django_assert_max_num_queries):
    official()
    client = entered("wangfang")
    set_up(client)
    assert client.get("/desk/").status_code == 200
    with django_assert_max_num_queries(20) as asked:
        client.get("/desk/")
    assert not [q for q in asked.captured_queries if "mfa_authenticator" in q["sql"]]
    assert client.get(WHY).headers["Location"] == reverse("mfa_index")


def test_taking_the_last_one_away_shuts_everything_again():
    wang = official()
    client = entered("wangfang")
    set_up(client)
    assert client.get("/desk/").status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=wang, type="totp").exists()
    assert client.get("/desk/").headers["Location"] == WHY


def test_one_taken_away_elsewhere_is_noticed_within_a_minute(time_machine):
    wang = official()
    client = entered("wangfang")
    set_up(client)
    assert client.get("/desk/").status_code == 200
    Authenticator.objects.filter(user=wang).delete()
    time_machine.move_to(timezone.now() + timedelta(seconds=61))
    assert client.get("/desk/").headers["Location"] == WHY


def test_recovery_codes_alone_are_none():
    wang = official()
    Authenticator.objects.create(user=wang, type="recovery_codes", data={})
    assert lacks_second_factor(wang)


def test_a_role_given_meanwhile_asks_for_one_at_the_next_request():
    han = stranger()
    client = entered("hanmei")
    assert client.get("/").status_code == 200
    grant_membership(actor=None, user=han, party=park(), role=Role.OFFICIAL)
    assert client.get("/").headers["Location"] == WHY
    end_membership(actor=None, membership=han.memberships.get())
    assert client.get("/").status_code == 200


def test_whoever_does_not_work_for_the_park_is_not_asked():
    assistant(PartyFactory.create())
    holding(Role.ADMINISTRATOR, PartyFactory.create(), "boss")
    for login in ("lilei", "boss"):
        assert entered(login).get("/me/").status_code == 200


def test_the_api_refuses_the_session_and_takes_the_key():
    wang = official()
    client = entered("wangfang")
    refused = client.get("/api/v1/organizations")
    assert (refused.status_code, refused.json()["code"]) == (403, "accounts.second_factor_first")
    key = create_token(user=wang, name="report").secret
    taken = Client().get("/api/v1/organizations", headers={"Authorization": f"Bearer {key}"})
    assert taken.status_code == 200
    assert is_official(wang)


def test_where_it_is_not_required_nobody_is_asked(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    official()
    assert entered("wangfang").get("/desk/").status_code == 200
