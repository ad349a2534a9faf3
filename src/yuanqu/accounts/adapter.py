"""How django-allauth meets our people: who may sign up, and how a person is called."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from yuanqu.accounts.models import User


class ParkAccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the park for now; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display_name(user: User) -> str:
    """The name on the screen."""
    return str(user)
