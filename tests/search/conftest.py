"""Each test has an index of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from yuanqu.search.schema import VERSION


@pytest.fixture(autouse=True)
def index_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.INDEX_ROOT = tmp_path / "index"
    return tmp_path / "index" / f"v{VERSION}"
