"""Put an archive back: everything is checked beside the park before anything in it is replaced.

The order survives a crash at any place. Files come first, since a file too many harms nobody; then
the database takes its name in one step; only then does what the database does not name go aside.
Whoever is killed on the way leaves a note (unfinished.py): before the park was touched it bars
nothing, afterwards it bars the park until a restore has come to its end.
"""

import filecmp
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.ledger.verifying import Head
from yuanqu.privacy.actions import reapply_erasures
from yuanqu.search.actions import rebuild_index
from yuanqu.upkeep.archives.databases import Database, the_database
from yuanqu.upkeep.archives.manifest import FILES, SECRET, Manifest, missing_from
from yuanqu.upkeep.archives.progress import Step, Told, quietly
from yuanqu.upkeep.archives.reading import require_fit, unpack
from yuanqu.upkeep.archives.unfinished import (
    BESIDE,
    Unfinished,
    clear_folders,
    forget_unfinished,
    unfinished,
)
from yuanqu.upkeep.archives.writing import stored_files
from yuanqu.upkeep.nodes import alone


@dataclass(frozen=True, slots=True)
class Restored:
    """A park that was put back; where what it replaced is kept, empty where there was nothing."""

    manifest: Manifest
    database_kept: str
    files_kept: str
    documents: int


def restore_archive(
    archive: Path, *, replace: bool = False, against: Head | None = None, told: Told = quietly
) -> Restored:
    """Put the park back as it was. `against` is a head kept elsewhere, checked besides the own.

    Raises `Refused`, with nothing changed: a server runs, there is a park already and `replace` is
    not given, the archive is damaged, or its chain is not whole. What a restore left that was
    killed is put right by running it again.
    """
    database = the_database()
    with alone():
        left = clear_what_is_left(database)
        database.require_quiet()
        if not (replace or left.placing or is_empty(database)):
            raise Refused("upkeep.target_not_empty")
        with tempfile.TemporaryDirectory(prefix=BESIDE, dir=settings.HOME) as name:
            folder = Path(name)
            manifest = unpack(archive, folder, told)
            require_fit(manifest, database.vendor)
            return _restore(database, manifest, Source(archive, folder, against, left), told)


@dataclass(frozen=True, slots=True)
class Source:
    """From where the park comes: the archive, where it is unpacked, what it is held against.

    `left` is what an earlier restore that was killed has left.
    """

    archive: Path
    folder: Path
    against: Head | None
    left: Unfinished


def clear_what_is_left(database: Database) -> Unfinished:
    """Remove what a killed restore laid beside the park. A note that bars the park stays."""
    left = unfinished() or Unfinished("", "")
    clear_folders()
    database.discard(left.staged)
    if not left.placing:
        forget_unfinished()
    return left


def is_empty(database: Database) -> bool:
    """Whether there is no park here: neither a table nor a file."""
    return database.is_empty() and next(stored_files(files()), None) is None


def _restore(database: Database, manifest: Manifest, source: Source, told: Told) -> Restored:
    name = database.new_name()
    note = Unfinished.begin(source.archive, name)
    if source.left.placing:
        note = note.place()  # until it is put right, the park stays barred
    try:
        _check(database, name, manifest, source, told)
        note.place()
        kept = _put_in_place(database, manifest, source.folder, told)
    except BaseException:
        # Refused while it was checked: the park is what it was. While it was put in place: barred.
        if (now := unfinished()) is not None and not now.placing:
            forget_unfinished()
        raise
    finally:
        database.discard(name)
    reapply_erasures()  # what somebody had erased since the backup stays erased
    told(Step.INDEXING, 0, 0)
    shutil.rmtree(settings.INDEX_ROOT, ignore_errors=True)
    documents = rebuild_index()
    forget_unfinished()
    return Restored(manifest, *kept, documents)


def files() -> Path:
    """The store of files."""
    return Path(settings.MEDIA_ROOT)


# ── checking, beside the park ────────────────────────────────────────────────────────────────────


def _check(database: Database, name: str, manifest: Manifest, source: Source, told: Told) -> None:
    """Make the database, bring its tables up to date, and walk its chain from the first link."""
    told(Step.STAGING, 0, 0)
    url = database.stage(source.folder / manifest.database, name)
    told(Step.VERIFYING, 0, 0)
    heads = filter(None, (Head(manifest.ledger_seq, manifest.ledger_hash), source.against))
    found = _checked(source.folder, url, [{"seq": head.seq, "hash": head.hash} for head in heads])
    if found["code"]:
        reason = sentence(found["code"])
        raise Refused("upkeep.chain_broken", seq=str(found["seq"]), reason=reason)
    if missing_from(manifest.members, database.contents_of_staged()) > manifest.files_missing:
        raise Refused("upkeep.files_missing")


def _checked(folder: Path, url: str, heads: list[dict[str, int | str]]) -> dict[str, Any]:
    """What a process of its own finds in the staged database, with a home of its own."""
    home = folder / "home"
    home.mkdir()
    environment = {**os.environ, "YUANQU_HOME": str(home), "YUANQU_DATABASE_URL": url}
    done = subprocess.run(  # noqa: S603 - our own program and arguments
        [sys.executable, "-m", "yuanqu.upkeep.archives.checking", json.dumps(heads)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()
        raise Refused("upkeep.check_failed", reason=reason[-1][:300] if reason else "?")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# ── replacing ────────────────────────────────────────────────────────────────────────────────────


def _put_in_place(
    database: Database, manifest: Manifest, folder: Path, told: Told
) -> tuple[str, str]:
    told(Step.PLACING, 0, 0)
    mark = f"before-{timezone.localtime():%Y%m%d-%H%M%S}"
    aside = files().with_name(f"{files().name}.{mark}")
    _place_files(folder / FILES, aside)
    _place_secret(folder / SECRET, mark)
    database_kept = database.put_in_place(mark)
    for path in list(stored_files(files())):
        if FILES + path.relative_to(files()).as_posix() not in manifest.members:
            _set_aside(path, aside)
    return database_kept, str(aside) if aside.exists() else ""


def _place_files(fresh: Path, aside: Path) -> None:
    """Each file into its place; one of another content, which a digest cannot have, goes aside."""
    for path in stored_files(fresh):
        to = files() / path.relative_to(fresh)
        if to.exists() and not filecmp.cmp(to, path, shallow=False):
            _set_aside(to, aside)
        to.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o644)
        shutil.move(path, to)


def _set_aside(path: Path, aside: Path) -> None:
    to = aside / path.relative_to(files())
    to.parent.mkdir(parents=True, exist_ok=True)
    path.replace(to)


def _place_secret(fresh: Path, mark: str) -> None:
    """The secret that came along takes the place of the one here, which is kept."""
    if not fresh.exists():
        return
    here = Path(settings.HOME) / SECRET
    if here.exists():
        here.replace(here.with_name(f"{SECRET}.{mark}"))
    fresh.replace(here)
