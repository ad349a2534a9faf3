"""Keys for programs, on the pages: a secret is shown once, in no address, session or cache."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import PASSWORD, stranger
from tests.web.conftest import browser
from tests.web.pages import text_of
from yuanqu.accounts.actions import create_token
from yuanqu.accounts.models import ApiToken, User
from yuanqu.accounts.tokens import authenticate

pytestmark = pytest.mark.django_db
NEW = "/me/tokens/new/"
SAID = {"name": "月报", "scopes": ["facts:read", "cases:write"], "days": "30"}


@pytest.fixture
def proved(han: User) -> Client:
    """韩梅's browser, in which she has just shown again that it is she."""
    client = browser(han)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_making_a_key_asks_for_the_password_again(han: User):
    for response in (browser(han).get(NEW), browser(han).post(NEW, SAID)):
        assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_a_key_is_made_shown_once_and_works(proved: Client, han: User):
    response = proved.post(NEW, SAID)
    assert response.status_code == 201
    (secret,) = set(re.findall(r"yq_[0-9a-f]{16}_[\w-]+", response.content.decode()))
    viewer = authenticate(secret)
    assert viewer is not None
    assert viewer.user == han
    assert viewer.token.scopes == ["cases:write", "facts:read"]
    assert (viewer.token.expires_at - viewer.token.created_at).days == 30
    assert "no-store" in response.headers["Cache-Control"]
    assert "Location" not in response.headers
    assert secret not in str(dict(proved.session))
    assert secret not in proved.get("/me/tokens/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"days": "9999"}, {"days": "x"}],
)
def test_a_key_that_is_not_sound_is_refused(proved: Client, wrong: dict[str, object]):
    assert proved.post(NEW, SAID | wrong).status_code == 422
    assert not ApiToken.objects.exists()


def test_the_list_says_what_each_key_may_and_never_shows_a_secret(han: User):
    made = create_token(user=han, name="月报", scopes=("read",))
    page = browser(han).get("/me/tokens/")
    assert "月报" in text_of(page)
    assert "Read everything that I may open" in text_of(page)
    assert made.token.identifier not in page.content.decode()


def test_one_revokes_the_own_key_and_nobody_elses(han: User, wang: User):
    made = create_token(user=han, name="月报")
    address = f"/me/tokens/{made.token.pk}/revoke/"
    assert browser(wang).post(address).status_code == 404
    assert authenticate(made.secret) is not None
    assert "The key is revoked." in text_of(browser(han).post(address, follow=True))
    assert authenticate(made.secret) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_keys_ask_the_database_as_often_for_one_as_for_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    han = stranger()
    for _ in range(count):
        create_token(user=han, name="月报")
    client = browser(han)
    with django_assert_num_queries(7):
        page = client.get("/me/tokens/")
    assert text_of(page).count("月报") == count * 2  # its title, and whom the button is about
