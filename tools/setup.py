"""Make what a checkout needs: .venv, the locked packages, browser libraries, translations.

Runs on a bare Python 3.11: the standard library only. Each step names what it depends on; a stamp
holds the digest of that, so a step whose stamp still fits is skipped without a word.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tools import vendor

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "yuanqu-stamps.json"
CATALOGS = ROOT / "src" / "yuanqu" / "locale"


def digest(paths: Iterable[Path]) -> str:
    """One digest over the files' contents, in order."""
    contents = hashlib.sha256()
    for path in paths:
        contents.update(path.read_bytes())
    return contents.hexdigest()


def stamps() -> dict[str, str]:
    """What earlier set-ups finished; empty when .venv is new."""
    return json.loads(STAMPS.read_text()) if STAMPS.exists() else {}


def write_stamps(finished: dict[str, str]) -> None:
    """Note what is finished."""
    STAMPS.write_text(json.dumps(finished, indent=1))


def forget(name: str) -> None:
    """What this step made is gone: make it again."""
    write_stamps({made: stamp for made, stamp in stamps().items() if made != name})


def step(name: str, wanted: str, announce: str, make: Callable[[], None]) -> None:
    """Make one thing unless its stamp says that it is made; a line says what and how long."""
    if stamps().get(name) == wanted:
        return
    print(f"· {announce} …", end=" ", flush=True)
    began = time.monotonic()
    make()
    write_stamps(stamps() | {name: wanted})
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def run(*command: str | Path, **environment: str) -> None:
    """Run a command quietly; when it fails, show what it said and stop."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"\n{done.stdout}\nThis command failed: {' '.join(map(str, command))}")


def install(*arguments: str) -> None:
    """Install into .venv with uv where it is present, else with pip.

    pip compiles nothing ahead: Python compiles what it imports, a small part of what is installed.
    """
    if uv := shutil.which("uv"):
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, *arguments)
    else:
        run(PYTHON, "-m", "pip", "install", "--quiet", "--no-compile",
            "--disable-pip-version-check", *arguments)  # fmt: skip


def make_venv() -> None:
    """A fresh .venv of this Python, when there is none or it is of another Python."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if PYTHON.exists() and (VENV / "lib" / f"python{version}").is_dir():
        return
    print(f"· .venv of Python {version} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if uv := shutil.which("uv"):
        run(uv, "venv", "--quiet", "--python", sys.executable, VENV)
    else:
        run(sys.executable, "-m", "venv", VENV)


def install_packages(locks: tuple[str, ...]) -> None:
    """The locked packages, then this checkout itself, so that `.venv/bin/yuanqu` runs it."""
    files = [part for lock in locks for part in ("-r", f"requirements/{lock}.txt")]
    install("--require-hashes", "--no-deps", *files)
    install("--no-deps", "--no-build-isolation", "--editable", ".")


def set_up_packages(dev: bool) -> None:
    """What runs Yuanqu, or with `dev` also what checks it, which includes the former."""
    dev = dev or "packages-dev" in stamps()
    name, locks = ("packages-dev", ("dev",)) if dev else ("packages", ("run", "build", "training"))
    files = [ROOT / f"requirements/{lock}.txt" for lock in locks]
    wanted = digest([*files, ROOT / "pyproject.toml"])
    what = "Python packages, with the tools" if dev else "Python packages"
    step(name, wanted, what, lambda: install_packages(locks))


def npm() -> Path:
    """The system's npm where there is one, else that of a wheel, which brings its own Node."""
    if shutil.which("node") and (system := shutil.which("npm")):
        return Path(system)
    lock = ROOT / "requirements" / "node.txt"
    arguments = ("--require-hashes", "--no-deps", "-r", str(lock))
    step("node", digest([lock]), "Node, from a wheel", lambda: install(*arguments))
    return VENV / "bin" / "npm"


def set_up_browser_libraries() -> None:
    """node_modules by npm's lock, then build/vendor, our few files of it."""

    def fetch() -> None:
        # Node trusts its own list of authorities unless told to trust the system's, as pip does.
        run(chosen, "ci", "--ignore-scripts", "--no-audit", "--no-fund", NODE_USE_SYSTEM_CA="1")
        vendor.copy_vendor()

    wanted = digest([ROOT / "package-lock.json", ROOT / "tools" / "vendor.py"])
    if not vendor.is_complete():
        forget("browser")
    if stamps().get("browser") != wanted:
        chosen = npm()
        step("browser", wanted, "browser libraries", fetch)


def set_up_catalogs() -> None:
    """Each .po to the .mo beside it, by polib: no gettext needed."""
    catalogs = sorted(CATALOGS.glob("*/LC_MESSAGES/*.po"))
    if not all(catalog.with_suffix(".mo").exists() for catalog in catalogs):
        forget("catalogs")
    compile_all = (PYTHON, "-m", "tools.catalogs")
    step("catalogs", digest(catalogs), "translations", lambda: run(*compile_all))


def main() -> None:
    """`./run setup [dev]`."""
    make_venv()
    set_up_packages(dev="dev" in sys.argv[1:])
    set_up_browser_libraries()
    set_up_catalogs()


if __name__ == "__main__":
    main()
