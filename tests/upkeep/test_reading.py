"""An archive is believed only as far as its manifest proves it."""

import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.upkeep.archive_files import FILE_NAME, some_members, write_members
from yuanqu.accounts.errors import Refused
from yuanqu.upkeep.archives.manifest import Contents, Manifest, Member, missing_from
from yuanqu.upkeep.archives.progress import quietly
from yuanqu.upkeep.archives.reading import require_fit, unpack

Members = dict[str, Any]
Change = Callable[[Members], None]


def unpacked(members: Members, tmp_path: Path) -> Manifest:
    file, folder = tmp_path / "park.tar.gz", tmp_path / "unpacked"
    folder.mkdir()
    write_members(file, members)
    return unpack(file, folder, quietly)


def refusal(members: Members, tmp_path: Path) -> str:
    with pytest.raises(Refused) as caught:
        unpacked(members, tmp_path)
    return caught.value.code


def test_archive_in_order_is_unpacked(tmp_path: Path):
    manifest = unpacked(some_members(), tmp_path)
    assert (manifest.files, manifest.has_secret, manifest.ledger_seq) == (1, False, 5)
    assert (tmp_path / "unpacked" / FILE_NAME).read_bytes() == b"an attachment"
    assert Manifest.from_bytes(manifest.to_bytes()) == manifest
    require_fit(manifest, "sqlite")


def drop_manifest(members: Members) -> None:
    del members["manifest.json"]


def change_file(members: Members) -> None:
    members[FILE_NAME] = b"another attachment"


def drop_file(members: Members) -> None:
    del members[FILE_NAME]


def add_file(members: Members) -> None:
    members["files/evidence/00/more"] = b"more"


def climb_out(members: Members) -> None:
    members["files/../../out"] = b"out"


def name_a_root(members: Members) -> None:
    members["/etc/cron.d/out"] = b"out"


def name_another_member(members: Members) -> None:
    members["home/secret"] = b"out"


def link_out(members: Members) -> None:
    link = tarfile.TarInfo(FILE_NAME)
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    members[FILE_NAME] = link


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop_manifest, "upkeep.archive_incomplete"),
        (change_file, "upkeep.archive_differs"),
        (drop_file, "upkeep.archive_differs"),
        (add_file, "upkeep.archive_differs"),
        (climb_out, "upkeep.archive_unknown"),
        (name_a_root, "upkeep.archive_unknown"),
        (name_another_member, "upkeep.archive_unknown"),
        (link_out, "upkeep.archive_unknown"),
    ],
)
def test_archive_that_is_not_what_it_says_is_refused(tmp_path: Path, change: Change, code: str):
    members = some_members()
    change(members)
    assert refusal(members, tmp_path) == code
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "changes",
    [{"format": "another/1"}, {"vendor": "oracle"}, {"members": []}, {"migrations": None}],
)
def test_manifest_of_another_kind_is_refused(tmp_path: Path, changes: Members):
    assert refusal(some_members(**changes), tmp_path) == "upkeep.archive_unknown"


@pytest.mark.parametrize("content", [b"", b"[]", b"not JSON", b"\x1f\x8b"])
def test_manifest_that_is_none_is_refused(tmp_path: Path, content: bytes):
    members = some_members() | {"manifest.json": content}
    assert refusal(members, tmp_path) == "upkeep.archive_unknown"


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.7, 0.95])
def test_archive_cut_short_is_refused(tmp_path: Path, keep: float):
    file = tmp_path / "park.tar.gz"
    write_members(file, some_members())
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(Refused) as caught:
        unpack(file, tmp_path, quietly)
    assert caught.value.code == "upkeep.archive_damaged"


def test_archive_with_a_flipped_bit_is_refused(tmp_path: Path):
    file = tmp_path / "park.tar.gz"
    write_members(file, some_members())
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(Refused):
        unpack(file, tmp_path, quietly)


@pytest.mark.parametrize(
    ("vendor", "migrations", "code"),
    [
        ("postgresql", None, "upkeep.archive_of_another_database"),
        ("sqlite", ["ledger.9999_of_the_future"], "upkeep.archive_is_newer"),
    ],
)
def test_archive_that_does_not_fit_here_is_refused(
    tmp_path: Path, vendor: str, migrations: list[str] | None, code: str
):
    changes = {"migrations": migrations} if migrations else {}
    manifest = unpacked(some_members(**changes), tmp_path)
    with pytest.raises(Refused) as caught:
        require_fit(manifest, vendor)
    assert caught.value.code == code


def test_tables_of_an_app_that_is_gone_do_not_hinder(tmp_path: Path):
    manifest = unpacked(some_members(migrations=["left_behind.0001_of_old"]), tmp_path)
    require_fit(manifest, "sqlite")


def test_files_are_missing_by_their_digest_whichever_folder_they_lie_in():
    contents = Contents("3", (), 0, "", frozenset({"aa", "bb", "cc"}))
    members = {"files/evidence/aa/aa": Member(1, ""), "files/cases/bb/bb": Member(1, "")}
    assert missing_from(members, contents) == 1
