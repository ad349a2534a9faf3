"""Everything that a machine can say about the code without running the whole test suite.

Each check runs even when an earlier one failed, so that one run tells all.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "style": "ruff check .",
    "format": "ruff format --check .",
    "types": "mypy",
    "import contracts": "lint-imports",
    "templates": "djlint --lint --quiet src/yuanqu",
    "migrations": "yuanqu manage makemigrations --check --dry-run",
    "catalog": "python -m tools.messages --check",
    "architecture": "pytest -q tests/architecture",
}


def passes(name: str, command: str, home: str) -> bool:
    """Run one check; what it prints is shown only when it fails."""
    program, *arguments = command.split()
    began = time.monotonic()
    done = subprocess.run(
        [BIN / program, *arguments],
        env=os.environ | {"YUANQU_HOME": home},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "passes" if done.returncode == 0 else "FAILS"
    print(f"· {name}: {verdict} ({time.monotonic() - began:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def main() -> None:
    """`./run check`."""
    with tempfile.TemporaryDirectory(prefix="yuanqu-check-") as home:
        results = [passes(name, command, home) for name, command in CHECKS.items()]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
