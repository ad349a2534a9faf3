"""Prove the wheel: built here, installed elsewhere, it opens a park in an empty folder.

The trial has only the wheel's own .venv on its PATH: no Node, no checkout, nothing of this folder.
"""

import contextlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools import vendor
from tools.postgres import free_port

ROOT = vendor.ROOT
CARRIED = (  # one of each kind that a plain Python build would leave out
    "yuanqu/web/vendor/tabler.min.css",
    "yuanqu/web/vendor/echarts.min.js",
    "yuanqu/locale/zh_Hans/LC_MESSAGES/django.mo",
    "yuanqu/demo/organizations.yaml",
    "yuanqu/ledger/units.yaml",
)
PATIENCE_S = 90


def build_wheel(folder: Path) -> Path:
    """The wheel, built with the back end that is locked in requirements/build.txt."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("yuanqu-*.whl"))


def require_contents(wheel: Path) -> None:
    """The wheel carries what a park needs, and no source of a translation."""
    names = set(zipfile.ZipFile(wheel).namelist())
    if missing := [name for name in CARRIED if name not in names]:
        sys.exit(f"The wheel lacks {', '.join(missing)}")


def install_wheel(wheel: Path, folder: Path) -> Path:
    """A fresh environment with the wheel and its locked dependencies; returns its programs."""
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    programs = folder / "venv" / "bin"
    pip = [str(programs / "python"), "-m", "pip"]
    install = [*pip, "install", "--quiet", "--no-compile", "--no-deps"]
    lock = str(ROOT / "requirements" / "run.txt")
    subprocess.run([*install, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*install, str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True)
    return programs


def fetch(address: str) -> str | None:
    """The page, or None while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return str(response.read().decode())
    except (urllib.error.URLError, ConnectionError):
        return None


def wait_for(address: str, server: subprocess.Popen[bytes]) -> str:
    """The first answer of a server that is starting."""
    for _second in range(PATIENCE_S * 4):
        if (page := fetch(address)) is not None:
            return page
        if server.poll() is not None:
            break
        time.sleep(0.25)
    sys.exit(f"No answer from {address}")


@contextlib.contextmanager
def demonstration(programs: Path, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`yuanqu demo` in an empty folder, stopped as Ctrl+C stops it."""
    environment = {"PATH": str(programs), "LANG": "C.UTF-8", "HOME": str(folder)}
    command = [str(programs / "yuanqu"), "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, env=environment) as server:
        try:
            yield server
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)


def stylesheet(page: str) -> str:
    """The address of the vendored style sheet, as the page gives it."""
    found = re.search(r'href="(/[^"]*/vendor/tabler[^"]*\.css)"', page)
    return found.group(1) if found else sys.exit("The page does not load the vendored style sheet")


def main() -> None:
    """`./run wheel`: the wheel goes to dist/."""
    wheel = build_wheel(ROOT / "dist")
    require_contents(wheel)
    print(f"· {wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory(prefix="yuanqu-wheel-") as name:
        folder = Path(name)
        programs = install_wheel(wheel, folder)
        empty = folder / "empty"
        empty.mkdir()
        port = free_port()
        with demonstration(programs, empty, port) as server:
            home = f"http://127.0.0.1:{port}"
            page = wait_for(f"{home}/", server)
            style = fetch(home + stylesheet(page))
    if style is None or "tblr" not in style:
        sys.exit("The vendored style sheet is not served")
    print("· the wheel opens a park in an empty folder, and serves its style sheet")


if __name__ == "__main__":
    main()
