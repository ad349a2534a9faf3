"""`yuanqu mcp`: the park's tools and documents for other people's assistants."""

from importlib import import_module
from typing import Any

import click

from yuanqu import env
from yuanqu.cli import server
from yuanqu.cli.failures import Exit, Failure
from yuanqu.cli.words import gettext as _

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@click.command(
    help=_("Speak the Model Context Protocol: on standard input and output, or by HTTP.")
)
@click.option("--http", "port", type=click.IntRange(0, 65535), help=_("Listen on this port."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option(
    "--pages", metavar="ADDRESS", default="",
    help=_("Where the park's pages are reached; what is to be confirmed is confirmed there."),
)  # fmt: skip
def mcp(port: int | None, host: str, pages: str) -> None:
    """For the person of YUANQU_TOKEN, or by HTTP for whoever sends a token."""
    where = (pages or _pages()).rstrip("/")
    if port is None:
        _speak(where)
    else:
        _listen(host, port, where)


def _door(name: str) -> Any:
    """By name: doors know nothing of each other."""
    return import_module(f"yuanqu.mcp.{name}")


def _pages() -> str:
    names = env.words("YUANQU_HOSTS")
    return f"https://{names[0]}" if names else "http://127.0.0.1:8000"


def _speak(pages: str) -> None:
    secret = env.text("YUANQU_TOKEN")
    if not secret:
        raise Failure(
            _("Set YUANQU_TOKEN to a token of the person; `yuanqu token create` makes one."),
            Exit.NOT_SET_UP,
        )
    _door("stdio").speak(secret, pages)


def _listen(host: str, port: int, pages: str) -> None:
    """Under the names of this park alone, and for pages of its own alone."""
    import uvicorn

    door = _door("web")
    server.require_free_port(host, port)
    names = (*LOOPBACK, *env.words("YUANQU_HOSTS"))
    hosts = [*names, *(f"{name}:*" for name in names)]
    origins = [pages, *(f"http://{name}:*" for name in LOOPBACK)]
    click.echo(_("Serving {address}").format(address=server.address(host, port) + door.PATH[1:]))
    uvicorn.run(
        door.application(hosts=hosts, origins=origins, pages=pages),
        host=host,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=server.GRACE_S,
    )
