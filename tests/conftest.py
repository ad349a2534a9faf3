"""What every test may ask for."""

import pytest
from django.conf import settings
from django.utils import translation


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is about the other database."""
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    here, other = ("sqlite", "postgres") if engine == "sqlite3" else ("postgres", "sqlite")
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"about {other}; this run is on {here}"))


@pytest.fixture(autouse=True)
def first_language() -> None:
    """A request in English leaves its language behind; each test begins with the first one."""
    translation.activate(settings.LANGUAGE_CODE)
