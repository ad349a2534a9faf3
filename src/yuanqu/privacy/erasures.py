"""Erasures written down beside the database, so that a restore does not bring back what was erased.

A backup from before an erasure still holds the data. Each node keeps a small file for every erasure
in YUANQU_HOME: opaque ids, codes and days, nothing that tells who it was.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Noted:
    """An erasure as it was written down: whose, when, and which rules of personal.yaml."""

    party: UUID
    erased_at: datetime
    codes: tuple[str, ...]


def folder() -> Path:
    """Where this node keeps them."""
    return Path(settings.HOME) / "erasures"


def write_down(noted: Noted) -> bool:
    """Write one down, whole or not at all. False where it was there already."""
    path = folder() / f"{noted.party}-{noted.erased_at:%Y%m%dT%H%M%S}.json"
    if path.exists():
        return False
    folder().mkdir(parents=True, exist_ok=True)
    fresh = folder() / f".{uuid.uuid4().hex}"
    content = {
        "party": str(noted.party),
        "erased_at": noted.erased_at.isoformat(),
        "codes": list(noted.codes),
    }
    fresh.write_text(json.dumps(content), encoding="utf-8")
    fresh.replace(path)
    return True


def written_down() -> Iterator[Noted]:
    """Every erasure that was written down here, the earliest of a person first.

    What cannot be read is passed over: an emptied file must not keep the others from being done.
    """
    for path in sorted(folder().glob("*.json")):
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            at = datetime.fromisoformat(read["erased_at"])
            yield Noted(UUID(read["party"]), at, tuple(map(str, read["codes"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
