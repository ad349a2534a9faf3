"""What an archive holds, by name, size and digest: its last member, so that it proves the rest."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from yuanqu.accounts.errors import Refused

FORMAT = "yuanqu-backup/1"
MANIFEST = "manifest.json"
SECRET = "secret"  # noqa: S105 - the member's name
FILES = "files/"
# The member that holds the database, by the database's vendor.
DATABASES: Mapping[str, str] = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive: how many bytes, and their SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, as far as an archive says it: versions, and where its chain stands."""

    database_version: str
    migrations: tuple[str, ...]
    ledger_seq: int
    ledger_hash: str
    # The SHA-256 of every file that it names.
    files_named: frozenset[str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A park at one moment: versions, where its chain stood, and every member."""

    made_at: str
    yuanqu: str
    vendor: str
    database_version: str
    migrations: tuple[str, ...]
    ledger_seq: int
    ledger_hash: str
    # Files that the database named and the store had lost already when the backup was made.
    files_missing: int
    members: Mapping[str, Member]

    @property
    def files(self) -> int:
        """How many evidence files and attachments."""
        return sum(name.startswith(FILES) for name in self.members)

    @property
    def database(self) -> str:
        """The member that holds the database."""
        return DATABASES[self.vendor]

    @property
    def has_secret(self) -> bool:
        """Whether the secret travels with it."""
        return SECRET in self.members

    def to_bytes(self) -> bytes:
        """As the archive carries it."""
        said = {"format": FORMAT, **asdict(self)}
        return json.dumps(said, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read a manifest. Raises `Refused` where it is none of ours."""
        try:
            said: dict[str, Any] = json.loads(content)
            if said.pop("format") != FORMAT or said["vendor"] not in DATABASES:
                raise Refused("upkeep.archive_unknown")
            members = {
                str(name): Member(int(each["size"]), str(each["sha256"]))
                for name, each in said.pop("members").items()
            }
            migrations = tuple(map(str, said.pop("migrations")))
            return cls(**said, migrations=migrations, members=members)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused("upkeep.archive_unknown") from error


def missing_from(members: Mapping[str, Member], contents: Contents) -> int:
    """How many files the database names that are not among the members.

    A file's name is its digest, whichever folder it lies in.
    """
    there = {name.rpartition("/")[2] for name in members if name.startswith(FILES)}
    return len(contents.files_named - there)
