"""Opening an account oneself, and proving that a mailbox or a telephone is one's own."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.cast import is_in, log_in, prove_again
from tests.factories import PASSWORD, UserFactory
from yuanqu.accounts.access import memberships_of, parties_of
from yuanqu.accounts.actions import attach_phone
from yuanqu.accounts.models import OutgoingText, User

pytestmark = pytest.mark.django_db
EMAIL, NUMBER = "han@example.org", "+8613812345678"


def sign_up(client: Client, **changes: str):
    given = {"display_name": "韩梅", "email": EMAIL, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(reverse("account_signup"), given | changes)


def address_in_letter() -> str:
    """The path of the one link in the last letter."""
    found = re.search(r"https?://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def code_in(text: str) -> str:
    found = re.search(r"\b(\d{6})\b", text)
    assert found
    return found[1]


def test_a_new_account_waits_until_the_mailbox_is_proved(client: Client):
    assert sign_up(client).headers["Location"] == reverse("account_email_verification_sent")
    han = User.objects.get()
    assert (han.display_name, han.email, han.preferred_language) == ("韩梅", EMAIL, "zh-hans")
    assert not is_in(client)
    log_in(client, EMAIL)
    assert not is_in(client)
    client.post(address_in_letter())
    assert EmailAddress.objects.get().verified
    log_in(client, EMAIL)
    assert is_in(client)
    assert not memberships_of(han).exists()
    assert list(parties_of(han)) == [han.party]


def test_an_account_speaks_the_language_it_was_opened_in():
    sign_up(Client(headers={"accept-language": "en"}))
    assert User.objects.get().preferred_language == "en"


def test_opening_a_link_proves_nothing_by_itself(client: Client):
    sign_up(client)
    client.get(address_in_letter())
    assert not EmailAddress.objects.get().verified


def test_a_park_that_opens_accounts_itself_lets_nobody_sign_up(client: Client, settings):
    settings.SIGNUP_OPEN = False
    assert "accounts" not in sign_up(client).headers.get("Location", "")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"password2": "another"},
        {"password1": "12345678", "password2": "12345678"},
        {"email": "nobody"},
        {"email": ""},
        {"display_name": ""},
        {"phone": "call me"},
        {"display_name": "x" * 61},
    ],
)
def test_a_form_that_is_not_right_opens_no_account(client: Client, wrong: dict[str, str]):
    assert sign_up(client, **wrong).status_code == 200
    assert not User.objects.exists()
    assert mail.outbox == []


def test_markup_in_a_name_is_shown_as_it_was_typed(client: Client):
    sign_up(client, display_name="<script>alert(1)</script>")
    client.post(address_in_letter())
    log_in(client, EMAIL)
    page = client.get("/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_address_that_somebody_only_typed_goes_to_whoever_proves_it(client: Client):
    sign_up(Client(), display_name="Squatter")
    squatter = User.objects.get()
    owner = UserFactory.create(username="hanmei")
    log_in(client)
    prove_again(client)
    cache.clear()  # else no second letter goes to the same mailbox within three minutes
    client.post(reverse("account_email"), {"email": EMAIL, "action_add": ""})
    client.post(address_in_letter())
    for person in (squatter, owner):
        person.refresh_from_db()
    assert (squatter.email, squatter.is_active) == ("", False)
    assert owner.email == EMAIL
    assert EmailAddress.objects.get().user == owner


# ── a forgotten password ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def han() -> User:
    return UserFactory.create(username="hanmei", email=EMAIL)


def reset(client: Client, password: str = "a-new-long-password") -> None:
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    form = client.get(address_in_letter(), follow=True).request["PATH_INFO"]
    client.post(form, {"password1": password, "password2": password})


def test_a_forgotten_password_is_replaced_by_letter_once(client: Client, han: User):
    reset(client)
    log_in(client, password="a-new-long-password")
    assert is_in(client)
    (letter,) = [str(each.body) for each in mail.outbox if "password/reset/key" in str(each.body)]
    (link,) = re.findall(r"testserver(/\S+)", letter)
    assert Client().get(link, follow=True).context["token_fail"]


def test_a_reset_opens_a_locked_account(client: Client, han: User):
    for _ in range(5):
        log_in(client, password="wrong")
    reset(client)
    log_in(client, password="a-new-long-password")
    assert is_in(client)


def test_a_letter_that_cannot_be_sent_is_not_said_on_the_page(
    client: Client, han: User, settings, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answers = [
        client.post(reverse("account_reset_password"), {"email": name})
        for name in (EMAIL, "x@y.example")
    ]
    assert [answer.headers["Location"] for answer in answers] == [
        reverse("account_reset_password_done")
    ] * 2
    said = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("yuanqu.accounts")
    ]
    assert said == ["A letter was not sent."] * 2
    assert EMAIL not in caplog.text


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "密码"), ("en", "password")])
def test_letters_are_in_the_persons_language(client: Client, language: str, word: str):
    UserFactory.create(email=EMAIL, language=language)
    client.post(
        reverse("account_reset_password"), {"email": EMAIL}, headers={"accept-language": "de"}
    )
    assert word in mail.outbox[-1].body


# ── codes by short message ───────────────────────────────────────────────────────────────────────


def ask(client: Client, number: str = NUMBER):
    return client.post(reverse("account_request_login_code"), {"phone": number})


def enter(client: Client, code: str, **given: str):
    return client.post(reverse("account_confirm_login_code"), {"code": code} | given)


@pytest.mark.parametrize("typed", ["13812345678", "+86 138-1234-5678"])
def test_a_code_sent_to_a_proved_number_logs_in(client: Client, han: User, typed: str):
    attach_phone(user=han, number=NUMBER, verified=True)
    assert ask(client, typed).headers["Location"] == reverse("account_confirm_login_code")
    text = OutgoingText.objects.get()
    assert (text.number, text.template) == (NUMBER, "accounts.text_with_code")
    enter(client, code_in(text.body))
    assert is_in(client)


def test_a_code_is_no_longer_asked_for_after_three_wrong_ones(client: Client, han: User):
    attach_phone(user=han, number=NUMBER, verified=True)
    ask(client)
    right = code_in(OutgoingText.objects.get().body)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(3):
        enter(client, wrong)
    enter(client, right)
    assert not is_in(client)


def test_a_code_is_worth_nothing_in_another_browser_or_after_three_minutes(
    client, han, time_machine
):
    from datetime import timedelta

    from django.utils import timezone

    attach_phone(user=han, number=NUMBER, verified=True)
    ask(client)
    code = code_in(OutgoingText.objects.get().body)
    other = Client()
    enter(other, code)
    assert not is_in(other)
    time_machine.move_to(timezone.now() + timedelta(minutes=3, seconds=1))
    enter(client, code)
    assert not is_in(client)


def test_no_text_goes_to_a_number_that_nobody_proved(client: Client, han: User):
    attach_phone(user=han, number=NUMBER, verified=False)
    ask(client)
    ask(Client(), "13912345678")
    assert not OutgoingText.objects.exists()


def test_texts_to_one_number_are_few(han: User):
    attach_phone(user=han, number=NUMBER, verified=True)
    for _ in range(5):
        ask(Client())
    assert OutgoingText.objects.count() == 1


def test_a_code_leads_to_no_page_of_others(client: Client, han: User):
    attach_phone(user=han, number=NUMBER, verified=True)
    ask(client)
    answer = enter(client, code_in(OutgoingText.objects.get().body), next="https://evil.example/")
    assert answer.headers["Location"] == "/"


def test_neither_a_code_nor_both_are_asked_for(client: Client):
    for given in ({}, {"phone": NUMBER, "email": EMAIL}):
        answer = client.post(reverse("account_request_login_code"), given)
        assert answer.status_code == 200
        assert len(answer.context["form"].non_field_errors()) == 1


def test_a_number_is_proved_by_a_code_before_it_is_the_persons(client: Client, han: User):
    log_in(client)
    prove_again(client)
    client.post(reverse("account_change_phone"), {"phone": "138 1234 5678"})
    han.refresh_from_db()
    assert not han.phone_verified
    client.post(reverse("account_verify_phone"), {"code": code_in(OutgoingText.objects.get().body)})
    han.refresh_from_db()
    assert (han.phone, han.phone_verified) == (NUMBER, True)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("account_change_phone", {"phone": NUMBER}),
        ("account_email", {"email": "x@y.example", "action_add": ""}),
        ("mfa_activate_totp", {"code": "000000"}),
    ],
)
def test_how_one_logs_in_is_not_changed_by_whoever_finds_the_screen_open(client, han, name, given):
    log_in(client)
    answer = client.post(reverse(name), given)
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not OutgoingText.objects.exists()
    assert EmailAddress.objects.count() == 1


def test_a_number_of_another_is_not_told_from_a_free_one_and_not_given(client: Client, han: User):
    attach_phone(user=UserFactory.create(), number=NUMBER, verified=True)
    log_in(client)
    prove_again(client)
    client.post(reverse("account_change_phone"), {"phone": NUMBER})
    text = OutgoingText.objects.first()
    client.post(reverse("account_verify_phone"), {"code": code_in(text.body) if text else "000000"})
    han.refresh_from_db()
    assert not han.phone_verified


def test_a_number_given_at_sign_up_is_proved_before_the_account_opens(client: Client):
    assert sign_up(client, phone="13812345678").headers["Location"] == reverse(
        "account_verify_phone"
    )
    assert not is_in(client)
    code = code_in(OutgoingText.objects.get().body)
    answer = client.post(reverse("account_verify_phone"), {"code": code})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert User.objects.get().phone_verified


def test_whoever_types_the_address_of_another_writes_nothing_of_their_own_to_them(client: Client):
    sign_up(client, display_name="中奖了，速开 https://evil.example/")
    assert "evil.example" not in str(mail.outbox[-1].body) + mail.outbox[-1].subject


def test_a_number_alone_opens_an_account_once_it_is_proved(client: Client):
    assert sign_up(client, email="", phone="138 1234 5678").headers["Location"] == reverse(
        "account_verify_phone"
    )
    assert not is_in(client)
    code = code_in(OutgoingText.objects.get().body)
    client.post(reverse("account_verify_phone"), {"code": code})
    han = User.objects.get()
    assert (han.email, han.phone, han.phone_verified) == ("", "+8613812345678", True)
    assert is_in(client)
    again = Client()
    log_in(again, "13812345678")
    assert is_in(again)
    assert mail.outbox == []


def test_a_number_that_has_an_account_opens_no_second_one_and_its_owner_is_told(
    client: Client, han: User
):
    attach_phone(user=han, number="13812345678", verified=True)
    sign_up(client, email="", phone="13812345678")
    assert User.objects.get() == han
    assert OutgoingText.objects.get().template == "accounts.text_already_here"
    client.post(reverse("account_verify_phone"), {"code": ""})
    assert not is_in(client)


def test_without_short_messages_an_address_is_needed(settings):
    settings.SMS, settings.ACCOUNT_SIGNUP_FIELDS = "off", ["email*", "password1*", "password2*"]
    client = Client()
    assert sign_up(client, email="").status_code == 200
    assert not User.objects.exists()
