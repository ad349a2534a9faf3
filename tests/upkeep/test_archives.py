"""Backup and restore, by losing the database and the files."""

import json
import shutil
from pathlib import Path

from tests.upkeep.archive_files import members_of, write_members
from tests.upkeep.park import Park, lose_database

FILLED = (("migrate",), ("people",), ("record", 0, 5))


def lose_everything(park: Park) -> None:
    lose_database(park.url)
    for path in park.home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_park_that_lost_its_database_and_files_is_back(park: Park, tmp_path: Path):
    file = tmp_path / "copy" / "park.tar.gz"
    before = park.does(
        *FILLED, ("begin_session",), ("yuanqu", "backup", file, "--with-secret"), ("state",)
    )
    assert (before["facts"], before["files"], before["backups"]) == (5, 5, 1)
    secret = (park.home / "secret").read_text()
    lose_everything(park)

    said = park.must("restore", str(file))

    assert "5 links of the chain, 5 files" in said
    assert (park.home / "secret").read_text() == secret
    # The backup was noted after it was made, and everybody logs in again.
    assert park.does(("state",)) == before | {"documents": 5, "sessions": 0, "backups": 0}
    assert park.does(("record", 5, 1), ("state",))["head"][0] == 6


def test_restore_replaces_a_park_only_when_told_and_keeps_it(park: Park, tmp_path: Path):
    file = tmp_path / "park.tar.gz"
    before = park.does(*FILLED, ("yuanqu", "backup", file), ("state",))
    after = park.does(("record", 5, 2), ("state",))

    refused = park.run("restore", str(file))
    assert (refused.returncode, refused.stderr[:30]) == (1, "There is a park here already. ")
    later = json.dumps({"seq": after["head"][0], "hash": after["head"][1]})
    against = park.run("restore", str(file), "--replace", "--against", later)
    assert against.returncode == 1
    assert "broken at link 6, and nothing was replaced" in against.stderr
    assert park.does(("state",)) == after

    said = park.must("restore", str(file), "--replace")
    assert said.count("What was here is kept") == 2
    assert park.does(("state",)) == before | {"documents": 5, "backups": 0}
    (aside,) = park.home.glob("files.before-*")
    assert len([path for path in aside.rglob("*") if path.is_file()]) == 2
    assert list(park.home.glob(".*")) == []


def test_backup_of_a_served_park_is_whole_and_no_restore_is_let_in(park: Park, tmp_path: Path):
    file = tmp_path / "park.tar.gz"
    before = park.does(*FILLED, ("state",))
    with park.served():
        park.must("backup", str(file))
        refused = park.run("restore", str(file), "--replace")
        assert refused.returncode == 1
        assert refused.stderr.startswith("A server or a worker runs on this park.")
    lose_everything(park)
    park.must("restore", str(file))
    assert park.does(("state",))["head"] == before["head"]


def test_backup_does_not_overwrite_and_is_its_owners_alone(park: Park, tmp_path: Path):
    file = tmp_path / "copy" / "park.tar.gz"
    park.does(("migrate",), ("yuanqu", "backup", file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert "secret" not in members_of(file)
    content = file.read_bytes()
    done = park.run("backup", str(file))
    assert (done.returncode, done.stderr[:30]) == (1, "There is a file already: " + str(file)[:5])
    assert file.read_bytes() == content


def test_chain_that_is_not_the_manifests_replaces_nothing(park: Park, tmp_path: Path):
    file = tmp_path / "park.tar.gz"
    before = park.does(*FILLED, ("yuanqu", "backup", file), ("state",))
    members = members_of(file)
    manifest = json.loads(members["manifest.json"]) | {"ledger_hash": "sha256:00"}
    write_members(file, members | {"manifest.json": json.dumps(manifest).encode()})

    done = park.run("restore", str(file), "--replace")

    assert done.returncode == 1
    assert done.stderr.startswith("The chain in the backup is broken at link ")
    assert park.does(("state",)) == before
    assert [path.name for path in park.home.iterdir() if "before" in path.name] == []
