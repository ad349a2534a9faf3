"""Write the hashed locks in requirements/ and package-lock.json; needs uv and npm.

Every lock fits Python 3.11 and later on every platform, and names no package registry, so that a
park behind a mirror installs exactly these files.
"""

import shutil
import subprocess
import sys

LOCKS = {  # each lock, its sources, and the earlier lock whose versions it keeps
    "run": (["pyproject.toml"], []),
    "build": (["requirements/build.in"], ["run"]),
    "training": (["requirements/training.in"], ["run"]),
    "dev": (
        [
            "pyproject.toml",
            "requirements/build.in",
            "requirements/training.in",
            "requirements/dev.in",
        ],
        ["run", "build", "training"],
    ),
    "bench": (["requirements/bench.in"], []),
    "node": (["requirements/node.in"], []),
}
COMPILE = (
    "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes"
    " --no-header --no-annotate --no-emit-index-url"
).split()


def compile_lock(name: str, upgrade: bool) -> None:
    """Resolve one lock; without `upgrade` the versions it already holds are kept."""
    sources, kept = LOCKS[name]
    constraints = [part for earlier in kept for part in ("-c", f"requirements/{earlier}.txt")]
    output = ["-o", f"requirements/{name}.txt", *(["--upgrade"] if upgrade else [])]
    subprocess.run([*COMPILE, *sources, *constraints, *output], check=True)
    print(f"requirements/{name}.txt")


def main() -> None:
    """`./run lock [--upgrade]`: all locks, in the order in which they depend on each other."""
    missing = [tool for tool in ("uv", "npm") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"./run lock needs {' and '.join(missing)} on the PATH.")
    upgrade = "--upgrade" in sys.argv[1:]
    for name in LOCKS:
        compile_lock(name, upgrade)
    verb = "update" if upgrade else "install"
    subprocess.run(["npm", verb, "--package-lock-only", "--ignore-scripts"], check=True)


if __name__ == "__main__":
    main()
