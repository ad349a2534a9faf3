"""Files: checked by content, kept under their SHA-256, never under a given name.

Evidence lies in one folder of the store; an app that keeps files of its own names another.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yuanqu.accounts.errors import Refused

# By the first bytes, whatever the name says. OFD and the office formats are ZIP archives.
SIGNATURES = (
    (b"%PDF-", "application/pdf", {".pdf"}),
    (b"\x89PNG\r\n\x1a\n", "image/png", {".png"}),
    (b"\xff\xd8\xff", "image/jpeg", {".jpg", ".jpeg"}),
    (b"PK\x03\x04", "application/zip", {".docx", ".xlsx", ".pptx", ".ofd", ".zip"}),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", {".doc", ".xls", ".wps", ".et"}),
)
TEXT_ENDINGS = {".txt", ".csv", ".md"}
EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store: its digest is its address; the name is for display only."""

    sha256: str
    name: str
    size: int
    media_type: str


def stored_path(sha256: str, folder: str = EVIDENCE) -> str:
    """Where in the store the file with this digest lies."""
    return f"{folder}/{sha256[:2]}/{sha256}"


def store_file(stream: BinaryIO, name: str) -> StoredFile:
    """Check a file and keep it. Storing the same content twice keeps one copy.

    Raises `Refused`: empty, too large, a name with a path, or content that is no accepted kind.
    """
    content, media_type = checked_content(stream, name)
    return keep_content(content, name, media_type)


def checked_content(stream: BinaryIO, name: str) -> tuple[bytes, str]:
    """The content of a file and its media type, nothing kept. Raises `Refused` as `store_file`."""
    if name != PurePath(name).name or "\\" in name or "\x00" in name or name in {"", ".", ".."}:
        raise Refused("ledger.file_name")
    content = stream.read(settings.EVIDENCE_MAX_BYTES + 1)
    if not content:
        raise Refused("ledger.file_empty")
    if len(content) > settings.EVIDENCE_MAX_BYTES:
        raise Refused("ledger.file_too_large", most=str(settings.EVIDENCE_MAX_BYTES // 2**20))
    return content, _media_type(content, name)


def keep_content(content: bytes, name: str, media_type: str, folder: str = EVIDENCE) -> StoredFile:
    """Keep content that was checked, one copy however often it comes.

    It is written each time, so that a file that is kept again is young again: whoever sweeps away
    old files that nothing names leaves it alone.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    default_storage.save(stored_path(sha256, folder), ContentFile(content))
    return StoredFile(sha256, name[:200], len(content), media_type)


def _media_type(content: bytes, name: str) -> str:
    ending = PurePath(name).suffix.lower()
    for signature, media_type, endings in SIGNATURES:
        if content.startswith(signature):
            if ending in endings:
                return media_type
            raise Refused("ledger.file_not_what_it_says", ending=ending or "-")
    runs = content.startswith((b"#!", b"MZ", b"\x7fELF"))
    if ending in TEXT_ENDINGS and not runs and b"\x00" not in content:
        return "text/plain"
    raise Refused("ledger.file_kind", ending=ending or "-")


def file_content(sha256: str, folder: str = EVIDENCE) -> bytes:
    """The bytes of a stored file.

    Raises FileNotFoundError where the store has lost it, or holds something else in its place:
    what was exchanged on the disk must not be handed out under the seal of what was evidence.
    """
    with default_storage.open(stored_path(sha256, folder)) as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileNotFoundError(f"The store holds another file as {sha256}.")
    return content


def drop_file(sha256: str, folder: str = EVIDENCE) -> None:
    """Remove a file from the store; that it is gone already is as good."""
    default_storage.delete(stored_path(sha256, folder))
