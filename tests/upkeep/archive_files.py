"""Archives as a test takes them apart and puts them together."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yuanqu.upkeep.tables import migrations_wanted

FILE = b"an attachment"
FILE_NAME = f"files/evidence/00/{hashlib.sha256(FILE).hexdigest()}"


def members_of(file: Path) -> dict[str, bytes]:
    """Every member by name, in order."""
    with tarfile.open(file) as archive:
        return {
            entry.name: content.read()
            for entry in archive
            if (content := archive.extractfile(entry)) is not None
        }


def write_members(file: Path, members: Mapping[str, bytes | tarfile.TarInfo]) -> None:
    """An archive of these members, in this order; a TarInfo is something else than a file."""
    with gzip.open(file, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        for name, content in members.items():
            if isinstance(content, tarfile.TarInfo):
                archive.addfile(content)
                continue
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def said_of(content: bytes) -> dict[str, Any]:
    """A member as the manifest has it."""
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def some_members(**changes: Any) -> dict[str, Any]:
    """A small archive that is in order, or not, where its manifest says something else."""
    members = {"database.sqlite3": b"a database", FILE_NAME: FILE}
    manifest = {
        "format": "yuanqu-backup/1",
        "made_at": "2026-02-17T03:00:00+00:00",
        "yuanqu": "0.1.0",
        "vendor": "sqlite",
        "database_version": "3",
        "migrations": sorted(migrations_wanted()),
        "ledger_seq": 5,
        "ledger_hash": "sha256:00",
        "files_missing": 0,
        "members": {name: said_of(content) for name, content in members.items()},
    }
    return members | {"manifest.json": json.dumps(manifest | changes).encode()}
