"""Authenticator apps, recovery codes and passkeys."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.cast import is_in, log_in, prove_again
from tests.accounts.keys import SoftwareKey
from tests.factories import UserFactory
from yuanqu.accounts.mfa import ParkMFAAdapter
from yuanqu.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def han() -> User:
    return UserFactory.create(username="hanmei", email="han@example.org")


@pytest.fixture
def noon(time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    return now


def digits(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30)))


def set_up(client: Client) -> tuple[str, list[str]]:
    """Switch an authenticator app on; its secret, and the recovery codes."""
    log_in(client)
    prove_again(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    shown = client.post(reverse("mfa_activate_totp"), {"code": digits(secret)}, follow=True)
    return secret, shown.context["unused_codes"]


def enter(client: Client, code: str):
    return client.post(reverse("mfa_authenticate"), {"code": code})


# ── authenticator apps ───────────────────────────────────────────────────────────────────────────


def test_a_password_alone_opens_nothing_once_there_is_a_second_factor(han, noon, time_machine):
    secret, _codes = set_up(Client())
    time_machine.move_to(noon + timedelta(minutes=2), tick=False)
    client = Client()
    assert log_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get("/accounts/email/").status_code == 302
    enter(client, digits(secret))
    assert is_in(client)


def test_the_same_digits_open_it_once(han, noon, time_machine):
    secret, _codes = set_up(Client())
    time_machine.move_to(noon + timedelta(minutes=2), tick=False)
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client)
        enter(client, digits(secret))
    assert (is_in(first), is_in(second)) == (True, False)


def test_wrong_digits_are_counted_by_account_in_every_browser(han, noon, time_machine):
    secret, _codes = set_up(Client())
    time_machine.move_to(noon + timedelta(minutes=2), tick=False)
    for _ in range(5):
        client = Client()
        log_in(client)
        enter(client, "000000")
    client = Client()
    log_in(client)
    enter(client, digits(secret))
    assert not is_in(client)


def test_a_session_has_another_name_after_the_second_factor(han, noon, time_machine):
    secret, _codes = set_up(Client())
    time_machine.move_to(noon + timedelta(minutes=2), tick=False)
    client = Client()
    log_in(client)
    before = client.session.session_key
    enter(client, digits(secret))
    assert client.session.session_key != before


def test_a_recovery_code_opens_it_once(han, noon):
    _secret, codes = set_up(Client())
    assert len(codes) == 10
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client)
        enter(client, codes[0])
    assert (is_in(first), is_in(second)) == (True, False)


def test_recovery_codes_are_shown_once(han, noon):
    client = Client()
    _secret, codes = set_up(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code in page for code in codes)
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403


def test_secrets_lie_encrypted_in_the_database(han, noon, settings):
    secret, codes = set_up(Client())
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)
    shut = ParkMFAAdapter().encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert ParkMFAAdapter().decrypt(shut) == "secret"


def test_a_code_by_letter_does_not_go_round_the_second_factor(han, noon, mailoutbox):
    import re

    set_up(Client())
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": han.email})
    code = re.search(r"\b\d{6}\b", mailoutbox[-1].body)
    assert code
    answer = client.post(reverse("account_confirm_login_code"), {"code": code[0]})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


# ── passkeys ─────────────────────────────────────────────────────────────────────────────────────


def add_key(client: Client, key: SoftwareKey, passwordless: bool = True):
    """Add a passkey to the account that the browser is in."""
    prove_again(client)
    page = client.get(reverse("mfa_add_webauthn"), secure=True)
    given = {
        "name": "My phone",
        "credential": key.create(page.context["js_data"]["creation_options"]),
    }
    given |= {"passwordless": "on"} if passwordless else {}
    return client.post(reverse("mfa_add_webauthn"), given, secure=True)


def log_in_by(client: Client, key: SoftwareKey):
    """Log in by the passkey alone."""
    path = reverse("mfa_login_webauthn")
    asked = client.get(path, secure=True, headers={"accept": "application/json"}).json()
    return client.post(path, {"credential": key.get(asked["request_options"])}, secure=True)


def test_a_passkey_logs_in_without_a_password(han):
    key, client = SoftwareKey(), Client()
    log_in(client)
    add_key(client, key)
    assert Authenticator.objects.filter(user=han, type="webauthn").count() == 1
    other = Client()
    log_in_by(other, key)
    assert is_in(other)


def test_a_passkey_is_a_second_factor_too(han):
    key, client = SoftwareKey(), Client()
    log_in(client)
    add_key(client, key, passwordless=False)
    other = Client()
    log_in(other)
    assert not is_in(other)
    page = other.get(reverse("mfa_authenticate"), secure=True)
    answer = key.get(page.context["js_data"]["request_options"])
    other.post(reverse("mfa_authenticate"), {"credential": answer}, secure=True)
    assert is_in(other)


@pytest.mark.parametrize(
    "key",
    [
        SoftwareKey(origin="https://evil.example"),
        SoftwareKey(site="evil.example"),
        SoftwareKey(origin="http://testserver"),
    ],
    ids=["another page", "another site", "in the clear"],
)
def test_an_answer_given_to_another_page_adds_no_key(han, key: SoftwareKey):
    client = Client()
    log_in(client)
    add_key(client, key)
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_stranger_with_the_id_of_a_key_but_not_its_secret_stays_out(han):
    key, forged, client = SoftwareKey(), SoftwareKey(), Client()
    log_in(client)
    add_key(client, key)
    forged.id, forged.user = key.id, key.user
    other = Client()
    log_in_by(other, forged)
    assert not is_in(other)


def test_an_answer_is_good_for_one_challenge(han):
    key, client = SoftwareKey(), Client()
    log_in(client)
    add_key(client, key)
    path, thief = reverse("mfa_login_webauthn"), Client()
    other = Client()
    asked = other.get(path, secure=True, headers={"accept": "application/json"}).json()
    answer = key.get(asked["request_options"])
    other.post(path, {"credential": answer}, secure=True)
    assert is_in(other)
    thief.get(path, secure=True, headers={"accept": "application/json"})
    thief.post(path, {"credential": answer}, secure=True)
    assert not is_in(thief)


def test_a_removed_passkey_opens_nothing(han):
    key, client = SoftwareKey(), Client()
    log_in(client)
    add_key(client, key)
    held = Authenticator.objects.get(type="webauthn")
    prove_again(client)
    client.post(reverse("mfa_remove_webauthn", args=[held.pk]))
    other = Client()
    log_in_by(other, key)
    assert not is_in(other)


def test_a_passkey_of_another_is_not_removed(han):
    key, client = SoftwareKey(), Client()
    log_in(client)
    add_key(client, key)
    UserFactory.create(username="lilei")
    other = Client()
    log_in(other, "lilei")
    prove_again(other)
    held = Authenticator.objects.get(type="webauthn")
    assert other.post(reverse("mfa_remove_webauthn", args=[held.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=held.pk).exists()
