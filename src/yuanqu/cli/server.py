"""Listening: is the port free, and uvicorn with our settings."""

import errno
import ipaddress
import socket

from yuanqu.cli.failures import Exit, Failure
from yuanqu.cli.words import gettext as _


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


def listen(host: str, port: int, workers: int = 1) -> None:
    """Serve until stopped. The access log stays off: it would keep who read what."""
    import uvicorn

    uvicorn.run(
        "yuanqu.asgi:application",
        host=host,
        port=port,
        workers=workers,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
