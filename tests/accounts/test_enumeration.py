"""Who has an account is told to nobody: not by the words, not by the status, not by the time.

Time is measured twice: by the work that takes it (passwords hashed, letters sent), which does not
vary, and by the processor's time of this thread alone, of which the least of many interleaved runs
is compared, so that a busy machine changes nothing.
"""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, PBKDF2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.cast import log_in
from tests.factories import PASSWORD, UserFactory
from yuanqu.accounts.actions import attach_phone
from yuanqu.accounts.models import LockOut, OutgoingText, User
from yuanqu.engines.masking import masked_email, masked_phone

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "zhixing@example.org", "zhiming@example.org"
NUMBER, NO_NUMBER = "13812345678", "13812348765"
NAME, NO_NAME = "zhixing", "zhiming"
CHOSEN = "quite-another-passphrase"


class CountingHasher(MD5PasswordHasher):
    """Counts how many passwords are hashed."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return super().encode(password, salt)


class RealHasher(PBKDF2PasswordHasher):
    """The real one, weakened enough for a test and still most of what a log-in costs."""

    iterations = 60_000


@pytest.fixture
def known() -> User:
    person = UserFactory.create(username=NAME, email=KNOWN)
    return attach_phone(user=person, number=NUMBER, verified=True)


def reset(client: Client, name: str):
    return client.post(reverse("account_reset_password"), {"email": name})


def sign_up(client: Client, name: str):
    given = {"display_name": "韩梅", "email": name, "password1": CHOSEN, "password2": CHOSEN}
    return client.post(reverse("account_signup"), given)


def sign_up_by_number(client: Client, number: str):
    given = {"display_name": "韩梅", "phone": number, "password1": CHOSEN, "password2": CHOSEN}
    return client.post(reverse("account_signup"), given)


def guess(client: Client, name: str):
    return log_in(client, name, "wrong-password")


def ask_for_code(client: Client, name: str):
    return client.post(reverse("account_request_login_code"), {"email": name})


def ask_for_text(client: Client, number: str):
    return client.post(reverse("account_request_login_code"), {"phone": number})


ASKING = [
    (reset, KNOWN, UNKNOWN),
    (sign_up, KNOWN, UNKNOWN),
    (sign_up_by_number, NUMBER, NO_NUMBER),
    (guess, KNOWN, UNKNOWN),
    (guess, NAME, NO_NAME),
    (guess, NUMBER, NO_NUMBER),
    (ask_for_code, KNOWN, UNKNOWN),
    (ask_for_text, NUMBER, NO_NUMBER),
]
NAMES = [
    "reset",
    "sign-up",
    "sign-up by number",
    "log-in by address",
    "log-in by name",
    "log-in by number",
    "code by letter",
    "code by text",
]
everywhere = pytest.mark.parametrize(("ask", "known_name", "unknown_name"), ASKING, ids=NAMES)
Ask = Callable[[Client, str], Any]


def seen(answer, client: Client, name: str) -> tuple[int, str, str]:
    """What a stranger sees: status, where it leads, and the page there, without the name typed."""
    where = answer.headers.get("Location", "")
    page = client.get(where).content.decode() if where else answer.content.decode()
    for typed in (f"+86{name}", name, masked_phone(f"+86{name}"), masked_email(name)):
        page = page.replace(typed, "NAME")
    return answer.status_code, where, re.sub(r'value="\w{64}"', "", page)


@everywhere
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_answer_is_the_same(known, ask: Ask, known_name: str, unknown_name: str, language: str):
    answers = []
    for name in (known_name, unknown_name):
        client = Client(headers={"accept-language": language})
        answers.append(seen(ask(client, name), client, name))
    assert answers[0] == answers[1]
    assert answers[0][2]


@everywhere
def test_the_work_is_the_same(settings, known, ask: Ask, known_name: str, unknown_name: str):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    User.objects.filter(pk=known.pk).update(password=CountingHasher().encode(PASSWORD, "salt"))
    done = []
    for name in (known_name, unknown_name):
        CountingHasher.hashed, sent = 0, len(mail.outbox)
        ask(Client(), name)
        done.append((CountingHasher.hashed, len(mail.outbox) - sent))
    assert done[0] == done[1]


@everywhere
def test_the_time_is_the_same(settings, known, ask: Ask, known_name: str, unknown_name: str):
    settings.PASSWORD_HASHERS = [f"{__name__}.RealHasher"]
    known.set_password(PASSWORD)
    known.save()
    taken: dict[str, list[float]] = {known_name: [], unknown_name: []}
    for _ in range(8):
        for name, times in taken.items():
            forget_everything(known)
            client, before = Client(), time.thread_time()
            ask(client, name)
            times.append(time.thread_time() - before)
    known_least, unknown_least = min(taken[known_name]), min(taken[unknown_name])
    # The letter is another and a token is made: milliseconds, drowned by the network's own.
    alike = abs(known_least - unknown_least) < 0.008 or 0.75 < known_least / unknown_least < 1.33
    assert alike, (known_least, unknown_least)


def forget_everything(known: User) -> None:
    """As if nobody had asked before: no counts, no accounts but the known one."""
    LockOut.objects.all().delete()
    cache.clear()
    OutgoingText.objects.all().delete()
    from allauth.account.models import EmailAddress

    EmailAddress.objects.exclude(user=known).delete()
    User.objects.exclude(pk=known.pk).delete()


def test_whoever_is_known_hears_of_it_by_letter_alone(known):
    sign_up(Client(), KNOWN)
    (letter,) = mail.outbox
    assert letter.to == [KNOWN]
    assert User.objects.count() == 1


def test_a_locked_account_is_not_told_from_a_name_that_nobody_has(known):
    for name in (KNOWN, UNKNOWN):
        for _ in range(5):
            guess(Client(), name)
    answers = []
    for name in (KNOWN, UNKNOWN):
        client = Client()
        answers.append(seen(guess(client, name), client, name))
    assert answers[0] == answers[1]
