"""Each test has an index of its own, and the small engine."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.assistant.engine import SmallEngine, put_in_place


@pytest.fixture(autouse=True)
def engine(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallEngine:
    return put_in_place(monkeypatch, settings, tmp_path)
