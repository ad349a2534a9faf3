"""Which locked packages have no build for Linux on aarch64, as many parks' servers are.

Asks pip to find, for each package of requirements/run.txt, a wheel that fits; nothing is installed.
A package on the list is no failure: it is compiled from source there, or does without.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "run.txt"
PLATFORMS = ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64")
PIN = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==\S+", re.MULTILINE)
NOT_FOUND = re.compile(r"No matching distribution found for ([\w.-]+)")


def entries(lock: str) -> dict[str, str]:
    """Each package's lines of the lock."""
    pins = list(PIN.finditer(lock))
    ends = [pin.start() for pin in pins[1:]] + [len(lock)]
    return {pin[1]: lock[pin.start() : end] for pin, end in zip(pins, ends, strict=True)}


def first_without_build(wanted: dict[str, str]) -> str | None:
    """The first package that pip finds no wheel for; None when all are there."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "lock.txt"
        lock.write_text("".join(wanted.values()))
        platforms = [part for name in PLATFORMS for part in ("--platform", name)]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--quiet",
             "--ignore-installed", "--only-binary", ":all:", "--require-hashes",
             "--target", folder, "--python-version", "3.11", *platforms, "-r", lock],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode == 0:
        return None
    if found := NOT_FOUND.search(done.stderr):
        return found.group(1)
    sys.exit(done.stderr)


def main() -> None:
    """Print the list; pip stops at the first package it misses, so leave that out and ask again."""
    wanted, missing = entries(LOCK.read_text()), []
    while name := first_without_build(wanted):
        missing.append(name)
        wanted = {other: text for other, text in wanted.items() if other != name}
    print(f"Locked packages without a build for Linux on aarch64: {', '.join(missing) or 'none'}")


if __name__ == "__main__":
    main()
