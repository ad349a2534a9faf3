"""Browsers of nobody and of the cast; each asks for English unless a test says otherwise."""

import pytest
from django.test import Client

from tests.factories import colleague, official, stranger
from yuanqu.accounts.models import User


def browser(user: User | None = None, language: str = "en") -> Client:
    """A browser in which this person has logged in and that asks for this language."""
    client = Client(headers={"accept-language": language})
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def visitor() -> Client:
    return browser()


@pytest.fixture
def wang(db: None) -> User:
    return official()


@pytest.fixture
def zhou(db: None) -> User:
    return colleague()


@pytest.fixture
def han(db: None) -> User:
    return stranger()
