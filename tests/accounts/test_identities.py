"""Logging in elsewhere: OIDC, CAS 2 and 3, and plain OAuth2, each against a server on loopback."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse

from tests.accounts.cast import is_in, log_in, prove_again
from tests.accounts.elsewhere import (
    KINDS,
    as_known_to,
    come_back,
    configuration,
    depart,
    log_in_at,
    path_of,
)
from tests.accounts.providers import Provider, cas, go_to
from tests.factories import UserFactory
from yuanqu.accounts.access import memberships_of
from yuanqu.accounts.identity.configuration import providers
from yuanqu.accounts.models import AccountEvent, ExternalIdentity, User

pytestmark = pytest.mark.django_db


# ── coming in ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_vouched_for_gets_an_account_once(elsewhere: Provider, kind: str):
    elsewhere.person = as_known_to(kind)
    for _ in range(2):
        client = Client()
        log_in_at(client, kind)
        assert is_in(client)
    han = User.objects.get()
    assert (han.has_usable_password(), memberships_of(han).exists()) == (False, False)
    assert han.display_name == ("" if kind == "cas2" else "韩梅")
    identity = ExternalIdentity.objects.get()
    assert (identity.user, identity.provider, identity.subject) == (han, kind, "7")


@pytest.mark.parametrize("kind", ["oidc", "oauth2", "cas3"])
@pytest.mark.parametrize(
    ("acr", "level"), [("face", "high"), ("sms", "substantial"), ("x", "low"), (None, "low")]
)
def test_a_log_in_is_worth_what_the_provider_says_of_it(elsewhere, kind, acr, level):
    elsewhere.person = as_known_to(kind, **({"acr": acr} if acr else {}))
    client = Client()
    log_in_at(client, kind)
    assert ExternalIdentity.objects.get().assurance == level
    assert client.session["assurance"] == level


def test_the_level_is_that_of_the_last_log_in(elsewhere):
    for acr in ("face", "sms"):
        elsewhere.person = as_known_to("oidc", acr=acr)
        log_in_at(Client(), "oidc")
    assert ExternalIdentity.objects.get().assurance == "substantial"


@pytest.mark.parametrize("kind", ["oidc", "oauth2", "cas3"])
def test_nothing_is_kept_but_the_subject_the_level_and_the_legal_person(elsewhere, kind):
    elsewhere.person = as_known_to(
        kind, phone="13812345678", id_card="320500199001010000", acr="face"
    )
    log_in_at(Client(), kind)
    account = SocialAccount.objects.get()
    assert account.extra_data == {"assurance": "high", "legal_person": ""}
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_is_taken_over_only_if_it_is_said_to_be_verified(elsewhere, verified: bool):
    elsewhere.person = as_known_to("oidc", email="Han@Example.org", email_verified=verified)
    log_in_at(Client(), "oidc")
    assert User.objects.get().email == ("han@example.org" if verified else "")


def test_an_address_that_is_known_here_opens_no_door_to_its_account(elsewhere, mailoutbox):
    owner = UserFactory.create(username="hanmei", email="han@example.org")
    elsewhere.person = as_known_to("oidc", email="han@example.org", email_verified=True)
    client = Client()
    log_in_at(client, "oidc")
    assert not is_in(client)
    assert list(User.objects.all()) == [owner]
    assert mailoutbox[-1].to == ["han@example.org"]


def test_a_provider_that_opens_no_accounts_lets_only_known_people_in(settings, elsewhere):
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        configuration(elsewhere.address, opens_accounts=False)
    )
    client = Client()
    log_in_at(client, "oidc")
    assert not is_in(client)
    assert not User.objects.exists()


def test_a_suspended_person_does_not_come_in_by_another_door(elsewhere):
    log_in_at(Client(), "oidc")
    User.objects.update(is_active=False)
    client = Client()
    log_in_at(client, "oidc")
    assert not is_in(client)


@pytest.mark.parametrize("kind", KINDS)
def test_after_logging_in_elsewhere_no_page_of_others_is_gone_to(elsewhere, kind):
    elsewhere.person = as_known_to(kind)
    assert log_in_at(Client(), kind, next="https://evil.example/").headers["Location"] == "/"
    assert log_in_at(Client(), kind, next="/facts/").headers["Location"] == "/facts/"


# ── what is not believed ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_coming_back_without_having_left_opens_nothing(elsewhere, kind):
    elsewhere.person = as_known_to(kind)
    back = go_to(depart(Client(), kind))
    stranger = Client()
    assert come_back(stranger, back).status_code == 401
    assert not is_in(stranger)
    assert not User.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_good_once(elsewhere, kind):
    elsewhere.person = as_known_to(kind)
    client = Client()
    back = go_to(depart(client, kind))
    come_back(client, back)
    client.logout()
    assert come_back(client, back).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("kind", KINDS)
def test_a_made_up_code_or_ticket_opens_nothing(elsewhere, kind):
    elsewhere.person = as_known_to(kind)
    client = Client()
    back = go_to(depart(client, kind))
    right = parse_qs(urlsplit(back).query)["ticket" if "cas" in kind else "code"][0]
    assert come_back(client, back.replace(right, "ST-made-up")).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_that_is_missing_is_nobody(elsewhere, kind):
    elsewhere.person = as_known_to(kind, **({"user": " "} if "cas" in kind else {"sub": ""}))
    client = Client()
    assert log_in_at(client, kind).status_code == 401
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}],
    ids=["audience", "issuer", "expired"],
)
def test_a_token_for_another_from_another_or_of_yesterday_is_not_believed(elsewhere, wrong):
    elsewhere.token = wrong
    client = Client()
    assert log_in_at(client, "oidc").status_code == 401
    assert not is_in(client)


def test_two_answers_about_two_subjects_are_not_believed(elsewhere):
    elsewhere.userinfo = {"sub": "8"}
    assert log_in_at(Client(), "oidc").status_code == 401
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "answer",
    [
        b"not XML",
        b"",
        cas(""),
        cas("<cas:authenticationSuccess/>"),
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
        + cas("<cas:authenticationSuccess><cas:user>&a;</cas:user></cas:authenticationSuccess>"),
        cas(
            "<cas:authenticationSuccess><cas:user>7</cas:user></cas:authenticationSuccess>"
            + " " * 70_000
        ),
        b"<serviceResponse><authenticationSuccess><user>7</user></authenticationSuccess></serviceResponse>",
    ],
    ids=["no XML", "nothing", "empty", "nobody", "entity", "endless", "another name space"],
)
def test_a_cas_answer_that_is_not_sound_is_not_believed(elsewhere, answer: bytes):
    elsewhere.cas_answer = answer
    client = Client()
    assert log_in_at(client, "cas3").status_code == 401
    assert not is_in(client)


def test_a_provider_that_does_not_answer_is_said_on_a_page(elsewhere, settings, caplog):
    client = Client()
    back = go_to(depart(client, "cas3"))
    settings.SOCIALACCOUNT_PROVIDERS = providers(configuration("http://127.0.0.1:9"))
    answer = come_back(client, back)
    assert answer.status_code == 401
    assert [r.getMessage() for r in caplog.records if r.name.startswith("yuanqu.accounts")] == [
        "A log-in elsewhere failed."
    ]


def test_nobody_is_sent_away_by_a_link_alone(elsewhere):
    client = Client()
    for kind in KINDS:
        page = client.get(path_of(kind))
        assert (page.status_code, "address" in (page.context or {})) == (200, False)
    assert elsewhere.asked == []
    guarded = Client(enforce_csrf_checks=True)
    assert [guarded.post(path_of(kind)).status_code for kind in KINDS] == [403] * 4


def test_the_caller_does_not_widen_what_is_asked_for(elsewhere):
    page = Client().post(f"{path_of('oidc')}?scope=everything&auth_params=prompt%3Dnone")
    asked = parse_qs(urlsplit(page.context["address"]).query)
    assert "everything" not in asked["scope"][0]
    assert "prompt" not in asked
    assert asked["code_challenge_method"] == ["S256"]


def test_the_page_that_sends_away_names_the_provider_in_the_language(elsewhere):
    for language, name in (("zh-hans", "示例认证"), ("en", "Example")):
        client = Client(headers={"accept-language": language})
        assert name in client.post(path_of("cas3")).content.decode()


def test_an_unknown_provider_is_not_found(elsewhere):
    for name in (
        "openid_connect_login",
        "cas_login",
        "cas_callback",
        "oauth2_login",
        "oauth2_callback",
    ):
        assert Client().get(reverse(name, kwargs={"provider_id": "nobody"})).status_code == 404
    assert Client().get(reverse("cas_login", kwargs={"provider_id": "oidc"})).status_code == 404


# ── adding one to an account ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def han() -> User:
    return UserFactory.create(username="hanmei", email="han@example.org")


def add(client: Client, kind: str):
    prove_again(client)
    return log_in_at(client, kind, process="connect")


def test_a_log_in_elsewhere_is_added_and_taken_away(elsewhere, han):
    client = Client()
    log_in(client)
    add(client, "oidc")
    assert ExternalIdentity.objects.get().user == han
    other = Client()
    log_in_at(other, "oidc")
    assert other.session["_auth_user_id"] == str(han.pk)
    prove_again(client)
    client.post(reverse("socialaccount_connections"), {"account": SocialAccount.objects.get().pk})
    assert not ExternalIdentity.objects.exists()
    assert not SocialAccount.objects.exists()
    acts = AccountEvent.objects.filter(act__startswith="accounts.identity").order_by("pk")
    assert [(e.act, e.reference) for e in acts] == [
        ("accounts.identity_linked", "oidc"),
        ("accounts.identity_unlinked", "oidc"),
    ]


def test_one_subject_is_one_persons(elsewhere, han):
    log_in_at(Client(), "oidc")
    client = Client()
    log_in(client)
    add(client, "oidc")
    assert ExternalIdentity.objects.get().user != han
    assert not han.external_identities.exists()


def test_nobody_adds_a_log_in_to_an_account_whose_screen_they_found_open(elsewhere, han):
    client = Client()
    log_in(client)
    log_in_at(client, "oidc", process="connect")
    assert not ExternalIdentity.objects.exists()
