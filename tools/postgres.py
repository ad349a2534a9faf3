"""A throwaway PostgreSQL for tests: its own cluster, on a loopback port, gone when stopped.

It uses the server programs that are installed (Debian: /usr/lib/postgresql/*/bin). Those refuse to
run as root, so root starts them as the system's user `postgres`. Nothing in it outlives a crash:
flushing to disk is off, which makes tests fast.
"""

import argparse
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

NOTE = Path(__file__).resolve().parents[1] / "build" / "postgres.json"
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "''",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def programs() -> Path | None:
    """The folder of the newest installed server; None where there is none."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def unprivileged() -> str | None:
    """The user to run the server as; None for the present one."""
    return "postgres" if os.geteuid() == 0 else None


def run(program: str, *arguments: str) -> None:
    """Run one of the server's programs as a user it accepts."""
    if (folder := programs()) is None:
        sys.exit("There is no PostgreSQL server here. On Debian: apt install postgresql")
    done = subprocess.run(
        [folder / program, *arguments],
        user=unprivileged(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{program} failed:\n{done.stdout}")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def make_cluster(folder: Path, password: str) -> None:
    """An empty cluster, its superuser `yuanqu` with this password."""
    secret = folder / "password"
    secret.write_text(password)
    if user := unprivileged():
        owner = pwd.getpwnam(user).pw_uid
        os.chown(folder, owner, -1)
        os.chown(secret, owner, -1)
    run(
        "initdb", "--pgdata", str(folder / "cluster"), "--username", "yuanqu", "--encoding", "UTF8",
        "--locale", "C.UTF-8", "--auth", "scram-sha-256", "--pwfile", str(secret), "--no-sync",
    )  # fmt: skip
    secret.unlink()


def start(port: int) -> str:
    """Start a cluster and return its URL; one that runs already is kept."""
    if NOTE.exists() and is_answering(url := json.loads(NOTE.read_text())["url"]):
        return str(url)
    folder = Path(tempfile.mkdtemp(prefix="yuanqu-postgres-"))
    password = secrets.token_urlsafe(18)
    make_cluster(folder, password)
    settings = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
    cluster, log = str(folder / "cluster"), str(folder / "log")
    run("pg_ctl", "-D", cluster, "-l", log, "-w", "-o", f"-p {port} {settings}", "start")
    url = f"postgresql://yuanqu:{password}@127.0.0.1:{port}/postgres"
    NOTE.parent.mkdir(exist_ok=True)
    NOTE.touch(mode=0o600)
    NOTE.write_text(json.dumps({"url": url, "folder": str(folder)}))
    return url


def is_answering(url: str) -> bool:
    """Something listens where the note says."""
    parts = urlsplit(url)
    with socket.socket() as trial:
        return trial.connect_ex((parts.hostname, parts.port)) == 0


def stop() -> None:
    """Stop the cluster of the note and remove it."""
    if not NOTE.exists():
        return
    note = json.loads(NOTE.read_text())
    if is_answering(note["url"]):
        run("pg_ctl", "-D", f"{note['folder']}/cluster", "-m", "immediate", "-w", "stop")
    shutil.rmtree(note["folder"], ignore_errors=True)
    NOTE.unlink()


def main() -> None:
    """`./run postgres [start|stop] [--port N]`."""
    parser = argparse.ArgumentParser(prog="./run postgres", description=__doc__)
    parser.add_argument("verb", nargs="?", choices=("start", "stop"), default="start")
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    if options.verb == "stop":
        stop()
    else:
        print(f"export YUANQU_DATABASE_URL={start(options.port or free_port())}")


if __name__ == "__main__":
    main()
