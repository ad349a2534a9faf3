"""Each test has an index of its own, and documents about the cast of the park."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytest_django.fixtures import SettingsWrapper

from yuanqu.search.access import EVERYONE
from yuanqu.search.drafts import DocumentDraft
from yuanqu.search.queries import Page, search

TODAY = date(2024, 10, 8)


@pytest.fixture(autouse=True)
def index_folder(settings: SettingsWrapper, tmp_path: Path) -> Path:
    settings.INDEX_ROOT = tmp_path / "index"
    return tmp_path / "index"


@pytest.fixture
def draft() -> Callable[..., DocumentDraft]:
    return make_draft


def make_draft(key: str = "organization:1", title: str = "思必驰科技", **changes: object) -> DocumentDraft:
    plain = {"key": key, "kind": "organization", "title": title, "url": "/organizations/1/"}
    return DocumentDraft(**({"access": ("public",)} | plain | changes))  # type: ignore[arg-type]


@pytest.fixture
def find() -> Callable[..., Page]:
    def found(text: str, **changes: object) -> Page:
        asked = {"viewer_tokens": EVERYONE, "on": TODAY} | changes
        return search(text, **asked)  # type: ignore[arg-type]

    return found
