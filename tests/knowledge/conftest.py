"""Each test has an index and a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_state(settings: Settings, tmp_path: Path) -> None:
    settings.INDEX_ROOT = tmp_path / "index"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def english() -> Iterator[None]:
    """What opening the park does in an English shell."""
    with translation.override("en"):
        yield
