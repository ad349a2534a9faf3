"""Pages and letters of logging in are ours, wherever our settings let django-allauth show them."""

from pathlib import Path

import allauth
import pytest
from allauth.mfa.models import Authenticator
from django.template.engine import Engine
from django.test import Client
from django.urls import reverse

from tests.accounts.cast import log_in, prove_again
from tests.accounts.keys import SoftwareKey
from tests.accounts.test_second_factors import add_key
from tests.architecture.tree import SOURCE
from tests.factories import PASSWORD, UserFactory
from tests.web.conftest import browser
from tests.web.pages import text_of

THEIRS = Path(allauth.__file__).parent / "templates"
# What django-allauth brings along and our settings never show.
NOT_SHOWN = {
    "account/confirm_email_verification_code.html",  # letters carry addresses, not codes
    "account/confirm_password_reset_code.html",
    "account/email_change.html",  # several addresses, not one
    "account/signup_by_passkey.html",
    "account/verified_email_required.html",  # a decorator that no view of ours has
    "mfa/trust.html",  # no browser is trusted to skip the second factor
    "mfa/webauthn/signup_form.html",
    "socialaccount/login_redirect.html",  # for SameSite=Strict; ours is Lax
    "account/email/password_reset_code_message.txt",
    "account/email/password_reset_code_subject.txt",
    "mfa/recovery_codes/download.txt",  # the codes alone, one a line
    "socialaccount/messages/account_connected_updated.txt",  # the same as account_connected
}


def pages() -> list[str]:
    """Every page, letter and message that django-allauth brings along, but no building blocks."""
    folders = ("account", "mfa", "socialaccount")
    found = (path for folder in folders for path in (THEIRS / folder).rglob("*.*"))
    names = (path.relative_to(THEIRS).as_posix() for path in found)
    return sorted(
        name
        for name in names
        if "/base_" not in name
        and "/base." not in name
        and "snippets/" not in name
        and name not in NOT_SHOWN
    )


def test_the_pages_are_found():
    assert len(pages()) > 80


@pytest.mark.parametrize("name", pages())
def test_a_page_or_letter_of_logging_in_is_ours(name: str):
    assert Path(Engine.get_default().get_template(name).origin.name).is_relative_to(SOURCE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/accounts/password/reset/", "Forgotten password"),
        ("/accounts/password/reset/done/", "If the address belongs to an account"),
        ("/accounts/password/reset/key/1-x/", "This letter opens nothing any more"),
        ("/accounts/password/reset/key/done/", "The new password holds"),
        ("/accounts/confirm-email/x/", "This letter opens nothing any more"),
        ("/accounts/inactive/", "This account is suspended"),
    ],
)
def test_a_page_that_leads_on_says_how(visitor: Client, address: str, says: str):
    assert says in text_of(visitor.get(address))


@pytest.mark.django_db
def test_whoever_changes_how_they_log_in_is_asked_once_more_and_told_why():
    client = browser(UserFactory.create(username="hanmei"))
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "at a screen left open" in text_of(page)
    shown = client.post(
        reverse("account_reauthenticate"),
        {"password": PASSWORD, "next": reverse("mfa_activate_totp")},
    )
    assert shown.headers["Location"] == reverse("mfa_activate_totp")


@pytest.mark.django_db
def test_a_key_is_renamed_and_removed_on_pages_that_name_it():
    UserFactory.create(username="hanmei")
    client = Client(headers={"accept-language": "en"})
    log_in(client)
    client.post("/language/", {"language": "en"})
    add_key(client, SoftwareKey())
    prove_again(client)
    held = Authenticator.objects.get(type="webauthn")
    edit, remove = (reverse(f"mfa_{does}_webauthn", args=[held.pk]) for does in ("edit", "remove"))
    assert "Rename the key" in text_of(client.get(edit))
    client.post(edit, {"name": "办公室的电脑"})
    assert "办公室的电脑 opens this account no more." in text_of(client.get(remove))
    other_ways = text_of(client.get(reverse("mfa_reauthenticate_webauthn"), secure=True))
    assert "Is it you?" in other_ways
    assert "Other ways" in other_ways


@pytest.mark.django_db
def test_whoever_has_no_password_sets_one_on_a_page_that_says_so():
    han = UserFactory.create(username="hanmei")
    han.set_unusable_password()
    han.save()
    client = browser(han)
    address = reverse("account_set_password")
    assert "Your account has none" in text_of(client.get(address))
    client.post(address, {"password1": "a-new-passphrase", "password2": "a-new-passphrase"})
    han.refresh_from_db()
    assert han.check_password("a-new-passphrase")
