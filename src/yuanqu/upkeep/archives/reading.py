"""Take an archive apart, and believe nothing of it that its manifest does not prove."""

import gzip
import os
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from yuanqu.accounts.errors import Refused
from yuanqu.upkeep.archives.manifest import DATABASES, FILES, MANIFEST, SECRET, Manifest, Member
from yuanqu.upkeep.archives.progress import Step, Told
from yuanqu.upkeep.archives.writing import Digesting
from yuanqu.upkeep.tables import migrations_wanted

LEAST_LEFT_FREE = 256 * 1024 * 1024
DAMAGE = (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError)

READ_AT_ONCE = 2**20


def unpack(archive: Path, folder: Path, told: Told) -> Manifest:
    """Every member into the folder, each as the manifest says it is. Raises `Refused`."""
    found: dict[str, Member] = {}
    size = archive.stat().st_size
    try:
        with (
            archive.open("rb") as raw,
            gzip.open(raw) as packed,
            tarfile.open(fileobj=packed, mode="r|") as members,
        ):
            for member in members:
                told(Step.UNPACKING, raw.tell(), size)
                found[member.name] = _take(members, member, folder)
            # Only at its end does gzip compare what it gave with what was packed.
            while packed.read(READ_AT_ONCE):
                pass
    except DAMAGE as error:
        raise Refused("upkeep.archive_damaged") from error
    return _proven(found, folder)


def _take(members: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Member:
    content = members.extractfile(member) if is_ours(member) else None
    if content is None:
        raise Refused("upkeep.archive_unknown")
    if shutil.disk_usage(folder).free - member.size < LEAST_LEFT_FREE:
        raise Refused("upkeep.no_room", place=str(folder))
    to = folder / member.name
    to.parent.mkdir(parents=True, exist_ok=True)
    through = Digesting(content)  # type: ignore[arg-type]  # it reads, no more
    with to.open("xb") as file:
        to.chmod(0o600)
        shutil.copyfileobj(through, file)
        file.flush()
        os.fsync(file.fileno())
    return Member(through.size, through.digest.hexdigest())


def is_ours(member: tarfile.TarInfo) -> bool:
    """A plain file under a name that a backup gives: never a link, never a way out."""
    if not member.isreg():
        return False
    if member.name in {*DATABASES.values(), SECRET, MANIFEST}:
        return True
    parts = PurePosixPath(member.name).parts
    within = member.name.startswith(FILES) and len(parts) > 1
    return within and not any(part.startswith(".") or "\\" in part for part in parts)


def _proven(found: dict[str, Member], folder: Path) -> Manifest:
    """The manifest, if it is there and the rest is what it says. Raises `Refused`."""
    if MANIFEST not in found:
        raise Refused("upkeep.archive_incomplete")
    manifest = Manifest.from_bytes((folder / MANIFEST).read_bytes())
    rest = {name: member for name, member in found.items() if name != MANIFEST}
    wrong = sorted(
        name
        for name in rest.keys() | manifest.members.keys()
        if rest.get(name) != manifest.members.get(name)
    )
    if wrong:
        raise Refused("upkeep.archive_differs", member=wrong[0], count=str(len(wrong)))
    if manifest.database not in rest:
        raise Refused("upkeep.archive_incomplete")
    return manifest


def require_fit(manifest: Manifest, vendor: str) -> None:
    """Made on this kind of database, and by no later version. Raises `Refused`."""
    if manifest.vendor != vendor:
        raise Refused("upkeep.archive_of_another_database", vendor=manifest.vendor)
    ours = {name for name in manifest.migrations if name.partition(".")[0] in our_apps()}
    if ours - migrations_wanted():
        raise Refused("upkeep.archive_is_newer", version=manifest.yuanqu)


def our_apps() -> frozenset[str]:
    """The apps whose tables this program knows."""
    return frozenset(name.partition(".")[0] for name in migrations_wanted())
