"""A file is in its place whole, or not at all."""

from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from yuanqu.ledger.storage import WholeFileStorage


class Torn(ContentFile):
    """Content whose source fails in the middle."""

    def chunks(self, chunk_size: int | None = None):
        yield b"half"
        raise ConnectionResetError


def test_store_is_the_one_that_keeps_whole_files():
    assert isinstance(storages["default"], WholeFileStorage)


def test_file_that_is_not_written_to_its_end_is_not_there(tmp_path: Path):
    store = WholeFileStorage(location=tmp_path)
    with pytest.raises(ConnectionResetError):
        store.save("evidence/aa/aa", Torn(b"whole"))
    assert not store.exists("evidence/aa/aa")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_same_content_twice_is_one_file(tmp_path: Path):
    store = WholeFileStorage(location=tmp_path)
    for _ in range(2):
        assert store.save("evidence/aa/aa", ContentFile(b"whole")) == "evidence/aa/aa"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["aa"]


@pytest.mark.parametrize("name", ["../out", "/etc/out"])
def test_name_cannot_leave_the_store(tmp_path: Path, name: str):
    with pytest.raises(SuspiciousFileOperation):
        WholeFileStorage(location=tmp_path).save(name, ContentFile(b"out"))
