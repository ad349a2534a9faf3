"""Listening: is the port free, and uvicorn with our settings."""

import contextlib
import errno
import ipaddress
import os
import shutil
import signal
import socket
from pathlib import Path

from yuanqu import env
from yuanqu.cli.beside import worker_beside
from yuanqu.cli.failures import Exit, Failure
from yuanqu.cli.words import gettext as _

GRACE_S = 20  # for what is being answered when the server is told to end


def is_loopback(host: str) -> bool:
    """Only this machine can reach it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address(host: str, port: int) -> str:
    """What to open in a browser."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def require_free_port(host: str, port: int) -> None:
    """Ask before anything is made, so that a taken port is said at once."""
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError as error:
        raise refused(host, port, error) from None


def refused(host: str, port: int, error: OSError) -> Failure:
    """Why we cannot listen there."""
    if error.errno == errno.EADDRINUSE:
        message = _("Port {port} on {host} is taken. Choose another: --port {next}").format(
            port=port, host=host, next=port + 1
        )
    else:
        message = _("Cannot listen on {host}, port {port}: {reason}").format(
            host=host, port=port, reason=error.strerror
        )
    return Failure(message, Exit.UNAVAILABLE)


def listen(host: str, port: int, workers: int = 1, *, with_jobs: bool = True) -> None:
    """Serve until stopped, with the node's job worker beside unless said otherwise."""
    from django.db import connections

    from yuanqu.upkeep.nodes import serving

    connections.close_all()  # what serves opens its own, from the pool where there is one
    share_metrics()
    end_with_sigterm()
    beside = worker_beside() if with_jobs else contextlib.nullcontext()
    with serving(), beside, contextlib.suppress(KeyboardInterrupt):
        listen_alone(host, port, workers)


def listen_alone(host: str, port: int, workers: int) -> None:
    """Uvicorn. Its access log stays off: it would keep who read what. Ours are the program's."""
    import uvicorn

    uvicorn.run(
        "yuanqu.asgi:application",
        host=host,
        port=port,
        workers=workers,
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom to believe about the caller's address, one setting says
        timeout_graceful_shutdown=GRACE_S,
    )


def share_metrics() -> None:
    """Give all processes of this server one folder to count in, and clear up after servers gone.

    Before anything imports prometheus_client, which looks for the folder once.
    """
    root = env.home() / "metrics"
    for folder in root.glob("*"):
        if not (Path("/proc") / folder.name).exists():
            shutil.rmtree(folder, ignore_errors=True)
    mine = root / str(os.getpid())
    shutil.rmtree(mine, ignore_errors=True)
    mine.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(mine)


def end_with_sigterm() -> None:
    """End as with Ctrl+C, so that what runs beside is ended too."""

    def end(_number: int, _frame: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
