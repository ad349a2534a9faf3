"""The demonstration, loaded once for a module of tests and rolled back after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from yuanqu.demo.actions import load_demonstration
from yuanqu.demo.cast import Cast
from yuanqu.ledger.sealing import seal_pending


def unheard(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody follows."""


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cast]:
    """The cast of a loaded and sealed demonstration."""
    home: Path = tmp_path_factory.mktemp("home")
    settings = override_settings(HOME=home, MEDIA_ROOT=home / "files")
    with django_db_blocker.unblock(), settings, transaction.atomic():
        cast = load_demonstration(unheard)
        seal_pending()
        yield cast
        transaction.set_rollback(True)
