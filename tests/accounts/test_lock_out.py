"""Guessing passwords: counted in the database, by account and by address."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from tests.accounts.cast import holding, is_in, log_in
from tests.factories import UserFactory, official, stranger
from yuanqu.accounts.actions import replace_password, unlock_person
from yuanqu.accounts.errors import Forbidden
from yuanqu.accounts.guarding import address_key, client_address
from yuanqu.accounts.models import AccountEvent, LockOut, LockOutKind, Role

pytestmark = pytest.mark.django_db
WRONG = "not-the-password"


@pytest.fixture
def han():
    return stranger()


@pytest.fixture
def noon(time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    return now


def guess(client: Client, times: int, login: str = "hanmei", **given):
    for _ in range(times):
        answer = log_in(client, login, WRONG, **given)
    return answer


def failures(kind: LockOutKind) -> list[int]:
    return list(LockOut.objects.filter(kind=kind).values_list("failures", flat=True))


def test_five_wrong_passwords_shut_the_account_for_a_minute_even_to_the_right_one(
    client, han, noon, time_machine
):
    guess(client, 5)
    answer = log_in(client)
    assert "1" in answer.context["form"].non_field_errors()[0]
    assert not is_in(client)
    time_machine.move_to(noon + timedelta(seconds=61), tick=False)
    log_in(client)
    assert is_in(client)


def test_the_wait_doubles_and_knocking_does_not_lengthen_it(client, han, noon, time_machine):
    waits = []
    guess(client, 4)
    for _ in range(4):
        guess(client, 3)  # the first is counted, the other two knock at a shut door
        until = LockOut.objects.get(kind=LockOutKind.ACCOUNT).shut_until
        assert until is not None
        waits.append(until - timezone.now())
        time_machine.move_to(until, tick=False)
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]


def test_it_is_one_count_whichever_name_is_used(client, noon):
    UserFactory.create(username="hanmei", email="han@example.org")
    guess(client, 3, "hanmei")
    guess(client, 2, "HAN@example.org")
    assert failures(LockOutKind.ACCOUNT) == [5]
    log_in(client)
    assert not is_in(client)


def test_the_count_is_not_of_one_browser_or_address(han, noon):
    for number in range(5):
        guess(Client(REMOTE_ADDR=f"203.0.113.{number}"), 1)
    client = Client(REMOTE_ADDR="198.51.100.1")
    log_in(client)
    assert not is_in(client)


def test_a_right_password_clears_the_account_and_takes_one_try_off_the_address(client, han, noon):
    UserFactory.create(username="lilei")
    guess(client, 3)
    guess(client, 2, "lilei")
    log_in(client)
    assert is_in(client)
    assert sorted(failures(LockOutKind.ACCOUNT)) == [0, 2]
    assert failures(LockOutKind.ADDRESS) == [5]


def test_thirty_wrong_tries_from_one_address_shut_it_for_everybody_there(han, noon):
    thief = Client(REMOTE_ADDR="203.0.113.9")
    for number in range(30):
        guess(thief, 1, f"name{number}")
    log_in(thief)
    assert not is_in(thief)
    elsewhere = Client(REMOTE_ADDR="203.0.113.10")
    log_in(elsewhere)
    assert is_in(elsewhere)


def test_a_count_is_forgotten_after_a_day(client, han, noon, time_machine):
    guess(client, 4)
    time_machine.move_to(noon + timedelta(days=1, seconds=1), tick=False)
    guess(client, 1)
    assert failures(LockOutKind.ACCOUNT) == [1]


def test_the_count_outlives_a_restart(client, han, noon):
    guess(client, 5)
    cache.clear()
    log_in(Client())
    assert not is_in(client)
    assert failures(LockOutKind.ACCOUNT) == [5]


def test_the_security_administrator_opens_a_locked_account(client, han, noon):
    security, wang = holding(Role.SECURITY), official()
    guess(client, 5)
    with pytest.raises(Forbidden):
        unlock_person(actor=wang, user=han)
    unlock_person(actor=security, user=han)
    log_in(client)
    assert is_in(client)
    acts = list(AccountEvent.objects.filter(subject=han).order_by("pk").values_list("act", "actor"))
    assert acts == [
        ("accounts.locked", None),
        ("accounts.unlocked", security.pk),
        ("accounts.logged_in", han.pk),
    ]


def test_a_lock_out_is_noted_once_and_not_for_names_that_nobody_has(client, han, noon):
    guess(client, 9)
    guess(client, 9, "nobody")
    assert AccountEvent.objects.filter(act="accounts.locked").count() == 1


def test_no_password_is_looked_at_while_the_door_is_shut(client, han, noon, monkeypatch):
    guess(client, 5)
    looked = []
    monkeypatch.setattr(type(get_hasher()), "verify", lambda *given: looked.append(given))
    log_in(client)
    assert looked == []


def test_neither_names_nor_addresses_can_be_read_from_the_count(client, noon):
    guess(client, 1, "somebody@example.org", REMOTE_ADDR="203.0.113.9")
    kept = list(LockOut.objects.values_list("key", flat=True))
    assert not any(word in key for key in kept for word in ("somebody", "example", "203.0"))
    assert [len(bytes.fromhex(key)) for key in kept] == [32, 32]


def test_proving_the_password_again_is_counted_too(client, han, noon):
    log_in(client)
    for _ in range(5):
        client.post(reverse("account_reauthenticate"), {"password": WRONG})
    assert failures(LockOutKind.ACCOUNT) == [5]


def test_a_replaced_password_alone_does_not_open_the_door(client, han, noon):
    guess(client, 5)
    replace_password(actor=han, user=han, password="another-long-one")
    log_in(client, password="another-long-one")
    assert not is_in(client)


# ── addresses ────────────────────────────────────────────────────────────────────────────────────


def asking(peer: str, forwarded: str = ""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory(REMOTE_ADDR=peer).get("/", headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_proxies_of_ours_say_where_a_request_comes_from(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(asking("10.0.0.1", forwarded)) == address


def test_a_caller_does_not_dodge_the_count_by_a_header(han, noon):
    for number in range(30):
        guess(
            Client(REMOTE_ADDR="203.0.113.9"),
            1,
            f"name{number}",
            headers={"X-Forwarded-For": f"6.6.6.{number}"},
        )
    assert failures(LockOutKind.ADDRESS) == [30]


def test_a_whole_ipv6_network_is_one_address():
    near, far = address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1")
    assert address_key("2001:db8:1:2:ffff::9") == near
    assert near != far
