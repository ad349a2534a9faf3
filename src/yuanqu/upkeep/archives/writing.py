"""Write the park into one file: database, files, the secret if asked, and the manifest last.

The database comes before the files. A file that the database names was there before its row was
committed and has no other content since, so whatever the copy names is still to be copied.
"""

import gzip
import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from yuanqu import __version__
from yuanqu.accounts.errors import Refused
from yuanqu.upkeep.archives.databases import the_database
from yuanqu.upkeep.archives.manifest import (
    DATABASES,
    FILES,
    MANIFEST,
    SECRET,
    Contents,
    Manifest,
    Member,
    missing_from,
)
from yuanqu.upkeep.archives.progress import Step, Told, quietly

COMPRESSION = 1  # most of it is compressed already: PDF, pictures


@dataclass(frozen=True, slots=True)
class Written:
    """A backup in its place."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest


class Digesting(io.RawIOBase):
    """Passes on what is written or read, and digests it."""

    def __init__(self, inner: BinaryIO) -> None:
        super().__init__()
        self.inner, self.digest, self.size = inner, hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def write(self, content: object, /) -> int:
        """Write through."""
        view = memoryview(content)  # type: ignore[arg-type]  # whatever holds bytes
        self.inner.write(view)
        return self._counted(bytes(view))

    def read(self, size: int = -1, /) -> bytes:
        """Read through."""
        content = self.inner.read(size)
        self._counted(content)
        return content

    def _counted(self, content: bytes) -> int:
        self.digest.update(content)
        self.size += len(content)
        return len(content)


def write_archive(path: Path, *, with_secret: bool = False, told: Told = quietly) -> Written:
    """Write the park into a new file, whole or not at all.

    Raises `Refused` where the file is there already, or what writes the database fails.
    """
    if path.exists():
        raise Refused("upkeep.archive_exists", path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as name:
        part = Path(name) / path.name
        with part.open("xb") as file:
            part.chmod(0o600)  # it holds everything
            through = Digesting(file)
            manifest = _write(through, Path(name), with_secret, told)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    return Written(path, through.size, through.digest.hexdigest(), manifest)


def _write(through: Digesting, scratch: Path, with_secret: bool, told: Told) -> Manifest:
    with (
        gzip.GzipFile(fileobj=through, mode="wb", compresslevel=COMPRESSION) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        writer = Writer(archive)
        database = the_database()
        dumped = scratch / "database"
        contents = database.dump(dumped, told)
        writer.add(dumped, DATABASES[database.vendor])
        dumped.unlink()
        _add_files(writer, told)
        if with_secret:
            _add_secret(writer)
        manifest = _manifest(database.vendor, contents, writer.members)
        writer.add_content(manifest.to_bytes(), MANIFEST)
    return manifest


def _add_files(writer: "Writer", told: Told) -> None:
    root = Path(settings.MEDIA_ROOT)
    paths = list(stored_files(root))
    for done, path in enumerate(paths):
        told(Step.FILES, done, len(paths))
        try:
            writer.add(path, FILES + path.relative_to(root).as_posix())
        except FileNotFoundError:  # erased while we were at it
            continue
    told(Step.FILES, len(paths), len(paths))


def stored_files(root: Path) -> Iterator[Path]:
    """Every file of the store, in order; what begins with a dot is being written still."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _add_secret(writer: "Writer") -> None:
    """The secret of YUANQU_HOME. One that the environment gives is kept by whoever gave it."""
    path = Path(settings.HOME) / SECRET
    if not path.exists():
        raise Refused("upkeep.secret_elsewhere")
    writer.add(path, SECRET)


def _manifest(vendor: str, contents: Contents, members: dict[str, Member]) -> Manifest:
    return Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        yuanqu=__version__,
        vendor=vendor,
        database_version=contents.database_version,
        migrations=contents.migrations,
        ledger_seq=contents.ledger_seq,
        ledger_hash=contents.ledger_hash,
        files_missing=missing_from(members, contents),
        members=members,
    )


class Writer:
    """Adds members to the archive and keeps count of them."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self.archive = archive
        self.members: dict[str, Member] = {}

    def add(self, path: Path, name: str) -> None:
        """Add a file. Raises FileNotFoundError where it has gone."""
        with path.open("rb") as file:
            self._add(file, name, os.fstat(file.fileno()).st_size)

    def add_content(self, content: bytes, name: str) -> None:
        """Add what is not a file."""
        self._add(io.BytesIO(content), name, len(content))

    def _add(self, file: BinaryIO, name: str, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        through = Digesting(file)
        self.archive.addfile(entry, through)
        self.members[name] = Member(size, through.digest.hexdigest())
