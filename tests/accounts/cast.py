"""People with rights that only these tests need, and how they come in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory, park
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import AccountEvent, Membership, Party, Role, User


def holding(role: Role, party: Party | None = None, username: str = "", **about: str) -> User:
    """A person with that role, at the park unless said."""
    user = UserFactory.create(username=username or f"the-{role.value}", **about)
    grant_membership(actor=None, user=user, party=party or park(), role=role)
    return user


def log_in(client: Client, login: str = "hanmei", password: str = PASSWORD, **given):
    """Type a name and a password; the answer is not followed."""
    return client.post(
        reverse("account_login"),
        {"login": login, "password": password} | given.pop("more", {}),
        **given,
    )


def prove_again(client: Client, password: str = PASSWORD):
    """Type the password again, as before everything that changes how one logs in."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def refusal(kind: type[Refused], action, **given) -> str:
    """The code with which an action is refused, and that it wrote nothing."""
    before = Membership.objects.count(), AccountEvent.objects.count()
    with pytest.raises(kind) as caught:
        action(**given)
    assert (Membership.objects.count(), AccountEvent.objects.count()) == before
    return caught.value.code


def is_in(client: Client) -> bool:
    """Whether the browser is logged in."""
    return "_auth_user_id" in client.session
