"""Logging in and out: by which names, where to afterwards, and what a session is worth."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.cast import holding, is_in, log_in
from tests.factories import PASSWORD, PartyFactory, UserFactory, assistant, official, stranger
from yuanqu.accounts.actions import attach_phone, end_membership, replace_password, suspend_person
from yuanqu.accounts.models import AccountEvent, Role
from yuanqu.accounts.wording import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def han():
    return stranger()


# ── by which names ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "login",
    [
        "hanmei",
        "HanMei",
        " hanmei ",
        "han@example.org",
        "HAN@example.org",
        "138 1234 5678",
        "+8613812345678",
    ],
)
def test_a_person_logs_in_by_any_of_their_names(client: Client, login: str):
    han = UserFactory.create(username="hanmei", email="han@example.org")
    attach_phone(user=han, number="13812345678", verified=True)
    assert log_in(client, login).status_code == 302
    assert client.session["_auth_user_id"] == str(han.pk)


def test_a_number_that_is_only_typed_is_no_name(client: Client, han):
    attach_phone(user=han, number="13812345678", verified=False)
    log_in(client, "13812345678")
    assert not is_in(client)


def test_a_suspended_person_does_not_get_in_and_an_open_session_ends(client: Client, han):
    log_in(client)
    suspend_person(actor=None, user=han)
    assert client.get(reverse("account_email")).status_code == 302
    other = Client()
    assert log_in(other).headers["Location"] == reverse("account_inactive")
    assert not is_in(other)


def test_a_log_in_is_noted_without_a_name(client: Client, han):
    log_in(client)
    event = AccountEvent.objects.get(act="accounts.logged_in")
    assert (event.actor, event.subject, event.reference) == (han, han, "")


# ── where to ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("next_url", ["/organizations/", "/facts/?kind=figure.reported"])
def test_a_page_of_ours_is_gone_to_after_logging_in(client: Client, han, next_url: str):
    assert log_in(client, more={"next": next_url}).headers["Location"] == next_url


@pytest.mark.parametrize(
    "next_url",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "http:///evil.example",
        "https://testserver@evil.example/",
        "///evil.example",
        "http://localhost/",
        "http://127.0.0.1:9/",
        "\thttps://evil.example",
        "data:text/html,x",
    ],
)
@pytest.mark.parametrize("where", ["more", "query"])
def test_no_page_of_others_is_gone_to(client: Client, han, next_url: str, where: str):
    if where == "more":
        answer = log_in(client, more={"next": next_url})
    else:
        path = f"{reverse('account_login')}?next="
        answer = client.post(path + next_url, {"login": "hanmei", "password": PASSWORD})
    assert answer.headers["Location"] == "/"


# ── sessions ─────────────────────────────────────────────────────────────────────────────────────


def test_a_session_made_before_the_log_in_is_not_the_one_after(client: Client, han):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by a thief"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = str(before)
    log_in(client)
    assert client.session.session_key != before
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = str(before)
    assert not is_in(thief)


def test_another_persons_session_leaves_nothing_behind(client: Client, han):
    log_in(client)
    session = client.session
    session["kept"] = "of 韩梅"
    session.save()
    UserFactory.create(username="lilei")
    client.logout()
    log_in(client, "lilei")
    assert "kept" not in client.session


def test_cookies_are_not_read_by_scripts_nor_sent_from_elsewhere(client: Client, han):
    client.get(reverse("account_login"))
    log_in(client)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["expires"] == ""


def test_a_new_password_ends_the_sessions_elsewhere(client: Client, han):
    log_in(client)
    replace_password(actor=han, user=han, password="another-long-password")
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_a_form_from_elsewhere_logs_nobody_in(han):
    client = Client(enforce_csrf_checks=True)
    assert log_in(client).status_code == 403
    assert not is_in(client)


def test_logging_out_needs_a_form_and_ends_the_session(client: Client, han):
    log_in(client)
    key = client.session.session_key
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = str(key)
    assert not is_in(thief)


# ── idling ───────────────────────────────────────────────────────────────────────────────────────


def visit(client: Client) -> bool:
    """Open a page; says whether the person is still known."""
    return client.get("/").wsgi_request.user.is_authenticated


@pytest.mark.parametrize(
    "role", [Role.OFFICIAL, Role.CLERK, Role.SECURITY, Role.AUDIT, Role.SYSTEM]
)
def test_whoever_works_for_the_park_is_logged_out_after_half_an_hour(
    client: Client, role: Role, time_machine
):
    holding(role, username="wangfang")
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    log_in(client, "wangfang")
    time_machine.move_to(now + timedelta(minutes=29, seconds=59), tick=False)
    assert visit(client)
    time_machine.move_to(now + timedelta(minutes=59, seconds=58), tick=False)
    assert visit(client)
    time_machine.move_to(now + timedelta(minutes=89, seconds=58), tick=False)
    assert not visit(client)


def test_whoever_was_logged_out_is_told_why(client: Client, time_machine):
    official()
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    log_in(client, "wangfang")
    time_machine.move_to(now + timedelta(minutes=30), tick=False)
    page = client.get(reverse("account_login"), headers={"accept-language": "zh-hans"})
    assert [str(said) for said in page.context["messages"]] == [
        sentence("accounts.idle", {"minutes": "30"})
    ]


def test_an_administrator_is_logged_out_too_and_an_assistant_is_not(time_machine):
    company = PartyFactory.create()
    holding(Role.ADMINISTRATOR, company, "boss")
    assistant(company)
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    browsers = {name: Client() for name in ("boss", "lilei")}
    for name, client in browsers.items():
        log_in(client, name)
    time_machine.move_to(now + timedelta(minutes=31), tick=False)
    assert {name: visit(client) for name, client in browsers.items()} == {
        "boss": False,
        "lilei": True,
    }


def test_rights_that_end_and_rights_that_begin_are_noticed(client: Client, time_machine):
    wang = official()
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    log_in(client, "wangfang")
    end_membership(actor=None, membership=wang.memberships.get())
    time_machine.move_to(now + timedelta(minutes=2), tick=False)
    assert visit(client)
    time_machine.move_to(now + timedelta(minutes=40), tick=False)
    assert visit(client)


def test_a_session_is_not_written_at_every_request(client: Client, django_assert_max_num_queries):
    official()
    log_in(client, "wangfang")
    client.get(reverse("account_logout"))
    with django_assert_max_num_queries(8) as queries:
        client.get(reverse("account_logout"))
    assert not [query for query in queries.captured_queries if query["sql"].startswith("UPDATE")]


# ── language ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_language_follows_the_person(client: Client, language: str):
    UserFactory.create(username="hanmei", language=language)
    log_in(client)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == language
    assert f'lang="{language}"' in client.get(reverse("account_logout")).text


def test_a_language_that_is_chosen_is_remembered_for_the_person(client: Client, han):
    client.force_login(han)
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/facts/"})
    han.refresh_from_db()
    assert (han.preferred_language, answer.headers["Location"]) == ("en", "/facts/")
    client.post(reverse("set_language"), {"language": "tlh"})
    han.refresh_from_db()
    assert han.preferred_language == "en"


def test_choosing_a_language_leads_to_no_page_of_others(client: Client):
    given = {"language": "en", "next": "https://evil.example/"}
    assert client.post(reverse("set_language"), given).headers["Location"] == "/"
