"""Old formats (.doc, .wps, .xls, .rtf …) by LibreOffice, where it is installed.

It is started as `python -m yuanqu.knowledge.reading.office`, which sets limits and then becomes it.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from yuanqu.knowledge.reading.parsed import ReadingError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How a locked file of the newer formats names what is in it.
LOCKED = "EncryptedPackage".encode("utf-16-le")
PROGRAMS = ("soffice", "libreoffice")
WORD, EXCEL = {".doc", ".wps", ".dot"}, {".xls", ".et"}
MEMORY = 4 << 30
CPU_SECONDS = 120
WALL_SECONDS = 180


def converted(content: bytes, ending: str) -> tuple[bytes, str]:
    """The file in the newer format, and the ending of that.

    Raises ReadingError `knowledge.locked`, `knowledge.kind`, `knowledge.no_office`,
    `knowledge.damaged`, `knowledge.limits`.
    """
    if LOCKED in content:
        raise ReadingError("knowledge.locked")
    if ending not in WORD | EXCEL:
        raise ReadingError("knowledge.kind")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise ReadingError("knowledge.no_office", ending=ending)
    wanted = "docx" if ending in WORD else "xlsx"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / f"file{ending}").write_bytes(content)
        _run(program, place, f"file{ending}", wanted)
        made = place / f"file.{wanted}"
        if not made.is_file():
            raise ReadingError("knowledge.damaged")
        return made.read_bytes(), f".{wanted}"


def _run(program: str, place: Path, name: str, wanted: str) -> None:
    command = [
        sys.executable, "-m", __name__, program, "--headless", "--norestore", "--nolockcheck",
        f"-env:UserInstallation={(place / 'profile').as_uri()}", "--convert-to", wanted,
        "--outdir", str(place), str(place / name),
    ]  # fmt: skip
    environment = {
        "PATH": os.environ.get("PATH", os.defpath), "HOME": str(place),
        "PYTHONPATH": str(Path(__file__).parents[3]), "LANG": "C.UTF-8",
    }  # fmt: skip
    with subprocess.Popen(  # noqa: S603 - the program by its path, without a shell
        command, env=environment, cwd=place, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    ) as running:  # fmt: skip
        try:
            code = running.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(running.pid, signal.SIGKILL)  # LibreOffice starts processes of its own
            raise ReadingError("knowledge.limits") from error
    if code < 0:
        raise ReadingError("knowledge.limits")


def _become(command: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ.pop("PYTHONPATH", None)
    os.execv(command[0], command)  # noqa: S606 - what the parent found


if __name__ == "__main__":
    _become(sys.argv[1:])
