"""Backup and restore, by losing the database and the files."""

import gzip
import io
import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.upkeep.park import Park, lose_database

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def filled(park: Park) -> Park:
    park.does("people")
    park.does("record", 0, 5)
    return park


def backed_up(park: Park, tmp_path: Path, *options: str) -> Path:
    file = tmp_path / "copy" / "park.tar.gz"
    park.must("backup", str(file), *options)
    return file


def lose_everything(park: Park) -> None:
    lose_database(park.url)
    for path in park.home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def members_of(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as archive:
        return {
            entry.name: content.read()
            for entry in archive
            if (content := archive.extractfile(entry)) is not None
        }


def write_members(file: Path, members: dict[str, bytes]) -> None:
    with gzip.open(file, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def test_park_that_lost_its_database_and_files_is_back(filled: Park, tmp_path: Path):
    before = filled.does("state")
    assert (before["facts"], before["files"], before["broken"]) == (5, 5, None)
    file = backed_up(filled, tmp_path, "--with-secret")
    secret = (filled.home / "secret").read_text()
    lose_everything(filled)

    said = filled.must("restore", str(file))

    assert "5 links of the chain, 5 files" in said
    assert (filled.home / "secret").read_text() == secret
    assert filled.does("state") == before | {"documents": 5}
    assert filled.does("record", 5, 1)
    assert filled.does("state")["seals"] == 6


def test_backup_is_noted_and_readable_by_its_owner_alone(filled: Park, tmp_path: Path):
    file = backed_up(filled, tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert filled.does("state")["backups"] == 1
    assert list(file.parent.iterdir()) == [file]
    assert "secret" not in members_of(file)


def test_manifest_says_what_the_archive_holds(filled: Park, tmp_path: Path):
    members = members_of(backed_up(filled, tmp_path))
    manifest = json.loads(members.pop("manifest.json"))
    assert set(manifest["members"]) == set(members)
    assert manifest["ledger_seq"] == 5
    assert [manifest["ledger_seq"], manifest["ledger_hash"]] == filled.does("state")["head"]
    assert manifest["files_missing"] == 0


def test_backup_does_not_overwrite(filled: Park, tmp_path: Path):
    file = backed_up(filled, tmp_path)
    before = file.read_bytes()
    done = filled.run("backup", str(file))
    assert done.returncode == 1
    assert done.stderr.startswith("There is a file already")
    assert file.read_bytes() == before


def test_restore_refuses_a_park_that_is_there(filled: Park, tmp_path: Path):
    file = backed_up(filled, tmp_path)
    filled.does("record", 5, 2)
    before = filled.does("state")
    done = filled.run("restore", str(file))
    assert (done.returncode, done.stderr.partition(".")[0]) == (1, "There is a park here already")
    assert filled.does("state") == before


def test_restore_with_replace_keeps_what_was_there(filled: Park, tmp_path: Path):
    file = backed_up(filled, tmp_path)
    before = filled.does("state")
    filled.does("record", 5, 2)
    said = filled.must("restore", str(file), "--replace")
    assert said.count("What was here is kept") == 2
    assert filled.does("state") == before | {"documents": 5}
    (aside,) = filled.home.glob("files.before-*")
    assert len([path for path in aside.rglob("*") if path.is_file()]) == 2


def test_restore_refuses_while_a_server_runs(filled: Park, tmp_path: Path):
    file = backed_up(filled, tmp_path)
    with filled.served():
        done = filled.run("restore", str(file), "--replace")
        assert done.returncode == 1
        assert done.stderr.startswith("A server or a worker runs on this park.")
    assert filled.does("state")["facts"] == 5


def test_backup_of_a_served_park_is_consistent(filled: Park, tmp_path: Path):
    with filled.served():
        file = backed_up(filled, tmp_path)
    lose_everything(filled)
    filled.must("restore", str(file))
    assert filled.does("state")["broken"] is None


def test_restore_checks_the_chain_against_a_head_kept_elsewhere(filled: Park, tmp_path: Path):
    file = backed_up(filled, tmp_path)
    filled.does("record", 5, 2)
    later = filled.must("ledger", "head")
    done = filled.run("restore", str(file), "--replace", "--against", later)
    assert done.returncode == 1
    assert "ledger.chain_cut" in done.stderr
    assert filled.does("state")["facts"] == 7


def drop_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def change_file(members: dict[str, bytes]) -> None:
    name = next(name for name in members if name.startswith("files/"))
    members[name] = members[name][:-1] + b"!"


def drop_file(members: dict[str, bytes]) -> None:
    del members[next(name for name in members if name.startswith("files/"))]


def add_file(members: dict[str, bytes]) -> None:
    members["files/evidence/00/more"] = b"more"


def escape(members: dict[str, bytes]) -> None:
    members["files/../../escaped"] = b"out"


def manifest_with(**changes: Any) -> Change:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"]) | changes
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (drop_manifest, "The backup is not complete"),
        (change_file, "The backup is not what it says"),
        (drop_file, "The backup is not what it says"),
        (add_file, "The backup is not what it says"),
        (escape, "This is not a backup that Yuanqu wrote"),
        (manifest_with(format="another/1"), "This is not a backup that Yuanqu wrote"),
        (manifest_with(migrations=["ledger.9999_of_the_future"]), "The backup was made by version"),
        (manifest_with(ledger_hash="sha256:00"), "The backup does not pass its check"),
        (manifest_with(ledger_seq=9), "The backup does not pass its check"),
    ],
)
def test_archive_that_is_not_what_it_was_replaces_nothing(
    filled: Park, tmp_path: Path, change: Change, reason: str
):
    file = backed_up(filled, tmp_path)
    before = filled.does("state")
    members = members_of(file)
    change(members)
    write_members(file, members)
    there = sorted(path.name for path in filled.home.iterdir())
    done = filled.run("restore", str(file), "--replace")
    assert done.returncode == 1
    assert done.stderr.startswith(reason)
    assert filled.does("state") == before
    assert sorted(path.name for path in filled.home.iterdir()) == there


@pytest.mark.parametrize("keep", [0.5, 0.99])
def test_archive_cut_short_replaces_nothing(filled: Park, tmp_path: Path, keep: float):
    file = backed_up(filled, tmp_path)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])
    done = filled.run("restore", str(file), "--replace")
    assert done.returncode == 1
    assert done.stderr.startswith("The backup is damaged")


def test_archive_of_the_other_database_is_told(filled: Park, tmp_path: Path):
    file = backed_up(filled, tmp_path)
    members = members_of(file)
    here = json.loads(members["manifest.json"])["vendor"]
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[here]
    name = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
    members[name[other]] = members.pop(name[here])
    manifest = json.loads(members["manifest.json"])
    manifest["members"][name[other]] = manifest["members"].pop(name[here])
    members["manifest.json"] = json.dumps(manifest | {"vendor": other}).encode()
    write_members(file, dict(sorted(members.items(), key=lambda each: each[0] == "manifest.json")))
    done = filled.run("restore", str(file), "--replace")
    assert done.returncode == 1
    assert done.stderr.startswith(f"The backup was made on {other}")


def test_everybody_logs_in_again_after_a_restore(filled: Park, tmp_path: Path):
    filled.must(
        "manage", "shell", "--no-imports", "-c",
        "from importlib import import_module; from django.conf import settings;"
        "store = import_module(settings.SESSION_ENGINE).SessionStore(); store['x'] = 1;"
        "store.create()",
    )  # fmt: skip
    assert filled.does("state")["sessions"] == 1
    file = backed_up(filled, tmp_path)
    filled.must("restore", str(file), "--replace")
    assert filled.does("state")["sessions"] == 0
