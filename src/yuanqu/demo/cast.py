"""The people of the demonstration, and their passwords for the operator of this machine."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yuanqu.engines.names import Names

# Without letters and digits that look alike on a screen: 31 signs, so 12 of them hold 59 bits.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
FILE = "demo-passwords.json"


@dataclass(frozen=True, slots=True)
class CastMember:
    """Who may log in to the demonstration, as whom, and with what."""

    username: str
    password: str = field(repr=False)
    name: str
    part: Names


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone of the demonstration, in the order of the files."""

    members: tuple[CastMember, ...]


def new_password() -> str:
    """A random password that can be read aloud: three groups of four signs."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(3))


def kept_passwords(home: Path) -> dict[str, str]:
    """The passwords kept in the park's home; none where the file is gone or damaged."""
    try:
        kept = json.loads((home / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep_passwords(home: Path, passwords: Mapping[str, str]) -> None:
    """Write the passwords for the park's operator alone, whole or not at all."""
    home.mkdir(parents=True, exist_ok=True)
    written = home / f".{FILE}.{os.getpid()}"
    written.unlink(missing_ok=True)
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(dict(passwords), file, ensure_ascii=False, indent=2)
    written.replace(home / FILE)
