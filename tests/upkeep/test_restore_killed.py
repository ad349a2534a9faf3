"""kill -9 in the middle of a restore: the old park, or the new one, or a park that says so."""

import signal
from pathlib import Path
from typing import Any

from tests.upkeep.park import Park, databases_beside

PLACES = ("files placed", "database placed", "strays aside", "index gone")


def saved(park: Park, file: Path) -> tuple[Any, Any]:
    """How the park stood in the backup, and how it stands two facts later."""
    filled = (("migrate",), ("people",), ("record", 0, 3), ("begin_session",))
    before = park.does(*filled, ("yuanqu", "backup", file), ("state",))
    return before | {"documents": 3, "sessions": 0, "backups": 0}, park.does(
        ("record", 3, 2), ("state",)
    )


def killed(park: Park, place: str, *arguments: str) -> None:
    done = park.run(place, *arguments, module="tests.upkeep.dying")
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def litter(park: Park) -> list[str]:
    hidden = [path.name for path in park.home.glob(".*")]
    return hidden + [name for name in databases_beside(park.url) if "restore" in name]


def require_barred(park: Park, file: Path) -> None:
    refused = park.run("ledger", "head")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"A restore of {file}, begun on ")


def test_a_restore_killed_before_it_touches_the_park_leaves_the_old_one(park: Park, tmp_path: Path):
    file = tmp_path / "park.tar.gz"
    before, after = saved(park, file)
    killed(park, "staged", str(file), "--replace")
    assert park.does(("state",)) == after
    assert litter(park) != []
    with park.served() as server:
        assert '"restore": "ok"' in server.get("/health/ready")[1]
    assert park.run("restore", str(file)).returncode == 1  # it still has to be told to replace
    park.must("restore", str(file), "--replace")
    assert park.does(("state",)) == before
    assert litter(park) == []


def test_a_restore_killed_while_it_puts_the_park_in_place_bars_it_until_one_is_done(
    park: Park, tmp_path: Path
):
    file, other = tmp_path / "park.tar.gz", tmp_path / "other.tar.gz"
    before, _after = saved(park, file)
    told = ["--replace"]
    for place in PLACES:
        killed(park, place, str(file), *told)
        require_barred(park, file)
        told = []  # what is there is nobody's park, so nobody needs to say that it may go
    other.write_bytes(file.read_bytes()[:-100])
    for command in (["serve", "--port", "0"], ["backup", f"{file}.2"], ["restore", str(other)]):
        assert park.run(*command).returncode == 1
    assert not Path(f"{file}.2").exists()
    require_barred(park, file)  # also by one that was refused
    (park.home / "restore.json").write_text("{")
    assert park.run("ledger", "head").returncode == 1  # a note that cannot be read bars it too
    park.must("restore", str(file))
    assert park.does(("state",)) == before
    assert litter(park) == []
