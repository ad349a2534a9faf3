"""Files of cases: the ledger's checks by content and name, and those of what a stranger sends."""

import io
import shlex
import subprocess
import zipfile
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage

from yuanqu.accounts.errors import Refused
from yuanqu.cases.models import Attachment, Letter
from yuanqu.ledger.files import StoredFile, checked_content, file_content, keep_content

FOLDER = "cases"
LETTER_TYPE = "application/pdf"
# An archive that unpacks to more than this is a bomb, whoever packed it.
UNPACKED_BYTES = 200 * 2**20
UNPACKED_TIMES = 100
UNPACKED_NAMES = 10_000
SCAN_SECONDS = 60
UNCLAIMED_FOR = timedelta(days=1)


def store_attachment(stream: BinaryIO, name: str) -> StoredFile:
    """Check what somebody sends and keep it; a file that no case takes is swept away later.

    Raises `Refused` as the ledger does, and where an archive is a bomb or the scanner objects.
    Call it before the action: reading and scanning a file is no part of a transaction.
    """
    content, media_type = checked_content(stream, name)
    if media_type == "application/zip":
        refuse_bomb(content)
    scan(content)
    return keep_content(content, name, media_type, FOLDER)


def store_letter(content: bytes, name: str) -> StoredFile:
    """Keep a letter that we made ourselves."""
    return keep_content(content, name, LETTER_TYPE, FOLDER)


def attached_content(sha256: str) -> bytes:
    """The bytes of an attachment or letter."""
    return file_content(sha256, FOLDER)


def sweep(now: datetime) -> int:
    """Remove from the store what no attachment or letter names. Returns how many files went.

    A file that was kept in the last day is left alone: a case may be about to take it. Keeping a
    file anew makes it young again, so nothing is swept away between being kept and being named.
    """
    removed = 0
    for folder in _folders(FOLDER):
        names = default_storage.listdir(folder)[1]
        for name in set(names) - _named(names):
            path = f"{folder}/{name}"
            if now - default_storage.get_modified_time(path) > UNCLAIMED_FOR:
                default_storage.delete(path)
                removed += 1
    return removed


def _folders(root: str) -> list[str]:
    if not default_storage.exists(root):
        return []
    return [f"{root}/{name}" for name in sorted(default_storage.listdir(root)[0])]


def _named(digests: list[str]) -> set[str]:
    return {
        *Attachment.objects.filter(file_sha256__in=digests).values_list("file_sha256", flat=True),
        *Letter.objects.filter(file_sha256__in=digests).values_list("file_sha256", flat=True),
    }


def refuse_bomb(content: bytes) -> None:
    """Refuse an archive that unpacks out of all proportion; archives within count as files.

    What the directory says is not trusted: each entry is unpacked, up to the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _measure(archive, min(UNPACKED_BYTES, max(len(content), 2**20) * UNPACKED_TIMES))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise Refused("cases.archive_unreadable") from error


def _measure(archive: zipfile.ZipFile, most: int) -> None:
    entries = archive.infolist()
    if len(entries) > UNPACKED_NAMES or sum(entry.file_size for entry in entries) > most:
        raise Refused("cases.archive_bomb")
    seen = 0
    for entry in entries:
        with archive.open(entry) as file:
            while chunk := file.read(2**20):
                seen += len(chunk)
                if seen > most:
                    raise Refused("cases.archive_bomb")


def scan(content: bytes) -> None:
    """Hand the content to the scanner of YUANQU_MALWARE_COMMAND, if there is one.

    It reads the file on its standard input and says by its exit code: 0 clean, 1 infected. A
    scanner that fails refuses the file: what nobody looked at is not taken in.
    """
    command = shlex.split(settings.MALWARE_COMMAND)
    if not command:
        return
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            command, input=content, capture_output=True, timeout=SCAN_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused("cases.scanner_failed") from error
    if done.returncode == 1:
        raise Refused("cases.malware")
    if done.returncode != 0:
        raise Refused("cases.scanner_failed")
