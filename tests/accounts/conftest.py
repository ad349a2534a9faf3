"""What several of these tests ask for."""

from collections.abc import Iterator

import pytest

from tests.accounts.elsewhere import configuration
from tests.accounts.providers import Provider, serving
from yuanqu.accounts.identity.configuration import providers


@pytest.fixture
def elsewhere(settings) -> Iterator[Provider]:
    with serving() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = providers(configuration(provider.address))
        yield provider
