"""What several of these tests ask for."""

from collections.abc import Iterator

import pytest

from tests.accounts.cast import holding
from tests.accounts.elsewhere import configuration
from tests.accounts.providers import Provider, serving
from tests.factories import PartyFactory
from yuanqu.accounts.identity.configuration import providers
from yuanqu.accounts.models import Party, Role, User


@pytest.fixture
def company(db: None) -> Party:
    return PartyFactory.create(label="示例科技")


@pytest.fixture
def boss(company: Party) -> User:
    """The company's administrator."""
    return holding(Role.ADMINISTRATOR, company, "boss")


@pytest.fixture
def elsewhere(settings) -> Iterator[Provider]:
    with serving() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = providers(configuration(provider.address))
        yield provider
