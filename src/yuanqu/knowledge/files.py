"""Files that are handed in: checked by size and name first, scanned, read where that is quick."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage

from yuanqu.accounts.errors import Refused
from yuanqu.cases.files import scan
from yuanqu.knowledge.models import Version
from yuanqu.knowledge.reading.apart import LISTS, TABLES, read_apart
from yuanqu.knowledge.reading.parsed import Read, ReadingError
from yuanqu.knowledge.reading.texts import parsed_markdown
from yuanqu.ledger.files import StoredFile, file_content, keep_content

FOLDER = "knowledge"
# A file up to this size is read while one waits; larger ones are read by the job.
QUICK_BYTES = 256 * 1024
# Tables and lists become many entries, so they are read at once or not at all.
MOST_LISTED_BYTES = 5 * 2**20
UNCLAIMED_FOR = timedelta(days=1)
TYPES = {
    ".pdf": "application/pdf", ".ofd": "application/ofd", ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".wps": "application/vnd.ms-works", ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".et": "application/vnd.ms-excel", ".html": "text/html", ".htm": "text/html",
    ".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain",
    ".csv": "text/csv", ".tsv": "text/tab-separated-values", ".jsonl": "application/jsonl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was checked and kept; `read` is None where the job will read it.

    Text that was pasted has no file.
    """

    file: StoredFile | None
    read: Read | None


def received(stream: BinaryIO, name: str, size: int | None, *, at_once: bool = False) -> Received:
    """Check and keep a file; read it where it is small, a table or a list, or `at_once`.

    Call it before the action: reading a file is no part of a transaction. Raises `Refused`.
    """
    content = _bounded(stream, name, size)
    ending = PurePath(name).suffix.lower()
    listed = ending in TABLES | LISTS
    if listed and not at_once and len(content) > MOST_LISTED_BYTES:
        raise Refused("knowledge.by_command", most=str(MOST_LISTED_BYTES // 2**20))
    scan(content)
    quick = at_once or listed or len(content) <= QUICK_BYTES
    read = _read(content, name) if quick else None
    return Received(keep_content(content, name, TYPES[ending], FOLDER), read)


def pasted(text: str) -> Received:
    """Text that somebody pasted, read as Markdown. Raises `Refused`."""
    try:
        return Received(None, Read(texts=(parsed_markdown(text),)))
    except ReadingError as error:
        raise Refused(error.code, **error.facts) from error


def _bounded(stream: BinaryIO, name: str, size: int | None) -> bytes:
    """The content. By its size it is refused before it is looked at."""
    most: int = settings.EVIDENCE_MAX_BYTES
    if (size or 0) > most:
        raise Refused("knowledge.too_large", most=str(most // 2**20))
    if name != PurePath(name).name or "\x00" in name or not name:
        raise Refused("ledger.file_name")
    if PurePath(name).suffix.lower() not in TYPES:
        raise Refused("knowledge.kind")
    content = stream.read(most + 1)
    if len(content) > most:
        raise Refused("knowledge.too_large", most=str(most // 2**20))
    if not content:
        raise Refused("knowledge.empty")
    return content


def read_stored(version: Version) -> Read:
    """Read the file of a version, apart and under limits. Raises ReadingError."""
    try:
        content = file_content(version.file_sha256, FOLDER)
    except FileNotFoundError as error:
        raise ReadingError("knowledge.file_lost") from error
    return read_apart(content, version.file_name)


def original_of(version: Version) -> bytes:
    """The file as it was handed in. Raises FileNotFoundError."""
    return file_content(version.file_sha256, FOLDER)


def _read(content: bytes, name: str) -> Read:
    try:
        return read_apart(content, name)
    except ReadingError as error:
        raise Refused(error.code, **error.facts) from error


def sweep(now: datetime) -> int:
    """Remove from the store what no version names, a day after it was kept. Returns how many."""
    removed = 0
    for folder in _folders():
        names = default_storage.listdir(folder)[1]
        kept = Version.objects.filter(file_sha256__in=names)
        for name in set(names) - set(kept.values_list("file_sha256", flat=True)):
            path = f"{folder}/{name}"
            if now - default_storage.get_modified_time(path) > UNCLAIMED_FOR:
                default_storage.delete(path)
                removed += 1
    return removed


def _folders() -> Iterator[str]:
    if default_storage.exists(FOLDER):
        for name in sorted(default_storage.listdir(FOLDER)[0]):
            yield f"{FOLDER}/{name}"
