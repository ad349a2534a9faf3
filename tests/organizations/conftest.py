"""Who feeds the register in tests, and a source of their own."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.factories import official
from tests.organizations.pulled import Stub, stub_source
from yuanqu.accounts.models import User


@pytest.fixture
def wang() -> User:
    """An official."""
    return official()


@pytest.fixture
def stub(settings: Settings) -> Iterator[Stub]:
    """A source on this machine, the only one that the installation allows."""
    with stub_source() as source:
        settings.PULL_HOSTS = [source.host]
        settings.PULL_TOKENS = {}
        yield source
