"""Reading a file that somebody sent in a process of its own, which may use little and then ends.

The parent calls `read_table`; `python -m yuanqu.organizations.importing.aside` is the child. They
speak JSON, so that nothing of the file but texts comes back.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from yuanqu.organizations.importing.listings import listing_table
from yuanqu.organizations.importing.tables import Fault, Line, Merged, Table, TableError
from yuanqu.organizations.importing.texts import text_table
from yuanqu.organizations.importing.workbooks import workbook_table

MEMORY = 1 << 30
CPU_SECONDS = 60
WALL_SECONDS = 120
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BRACKETS = (b"{", b"[")
# The child finds the program, and knows nothing else of its parent: no secret and no database.
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[3])}


def table_of(content: bytes, rows_at: str = "") -> Table:
    """The table, by what the content is and not by what the file is called. Raises TableError."""
    if content.startswith(OLE):
        raise TableError("import.old_workbook")
    if content.startswith(ZIP):
        return workbook_table(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(BRACKETS):
        return listing_table(content, rows_at)
    return text_table(content)


def read_table(content: bytes, rows_at: str = "") -> Table:
    """The same, in a process with limits. Raises TableError, `import.unreadable` at a limit."""
    command = [sys.executable, "-m", __name__, rows_at]
    try:
        done = subprocess.run(  # noqa: S603 - ourselves, without a shell
            command, input=content, env=ENVIRONMENT, capture_output=True, timeout=WALL_SECONDS,
            check=True,
        )  # fmt: skip
        said = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise TableError("import.unreadable") from error
    if "code" in said:
        raise TableError(said["code"], **said["facts"])
    return _table(said)


def _table(said: dict[str, Any]) -> Table:
    return Table(
        lines=tuple(Line(number, tuple(cells)) for number, cells in said["lines"]),
        written_in=said["written_in"],
        faults=tuple(Fault(**fault) for fault in said["faults"]),
        merged=tuple(Merged(**block) for block in said["merged"]),
    )


def _answer(content: bytes, rows_at: str) -> dict[str, Any]:
    try:
        table = table_of(content, rows_at)
    except TableError as error:
        return {"code": error.code, "facts": dict(error.facts)}
    return {
        "lines": [(line.number, line.cells) for line in table.lines],
        "written_in": table.written_in,
        "faults": [asdict(fault) for fault in table.faults],
        "merged": [asdict(block) for block in table.merged],
    }


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    json.dump(_answer(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
