"""How long a newcomer waits: `./run demo` in a fresh clone until `/` answers, then once more.

The clone is of HEAD. The PATH holds Python 3.11 and git and nothing else, so Node comes from its
wheel and packages through pip. Downloads are part of it; caches of earlier installs are not used.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks._measure import report
from tools.check_wheel import fetch
from tools.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
BARS = {"first_s": 150.0, "second_s": 8.0}


def bare_path(folder: Path) -> Path:
    """A folder of two programs: this Python, and git."""
    programs = folder / "bin"
    programs.mkdir()
    python = Path(sys.base_prefix) / "bin" / "python3.11"
    (programs / "python3.11").symlink_to(python)
    (programs / "git").symlink_to(str(shutil.which("git")))
    return programs


def bare_environment(folder: Path) -> dict[str, str]:
    """Where a newcomer's shell stands: a home without caches, a PATH of two programs."""
    home = folder / "home"
    home.mkdir()
    ours = ("YUANQU_", "VIRTUAL_ENV", "PYTHON", "UV_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"PATH": str(bare_path(folder)), "HOME": str(home), "LANG": "C.UTF-8"}


@contextlib.contextmanager
def started(clone: Path, environment: dict[str, str], port: int) -> Iterator[float]:
    """`./run demo` until `/` answers 200: the seconds that took. Stopped afterwards."""
    began = time.monotonic()
    command = ["./run", "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=clone, env=environment, stdout=sys.stderr) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            yield time.monotonic() - began
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the page answers 200, or the server has gone."""
    while server.poll() is None:
        if fetch(address) is not None:
            return
        time.sleep(0.05)
    sys.exit(f"./run demo ended with {server.returncode} before it answered")


def main() -> None:
    """Clone, start, stop, start again."""
    with tempfile.TemporaryDirectory(prefix="yuanqu-start-") as name:
        folder = Path(name)
        clone = folder / "yuanqu"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment, port = bare_environment(folder), free_port()
        with started(clone, environment, port) as first_s:
            pass
        with started(clone, environment, port) as second_s:
            pass
    report({"first_s": round(first_s, 1), "second_s": round(second_s, 1)}, at_most=BARS)


if __name__ == "__main__":
    main()
