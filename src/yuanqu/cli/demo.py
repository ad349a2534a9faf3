"""`yuanqu demo`: a park with something in it, in one command."""

import logging
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from yuanqu.cli import park, server
from yuanqu.cli.progress import Stage
from yuanqu.cli.words import gettext as _
from yuanqu.cli.words import language

if TYPE_CHECKING:
    from yuanqu.demo.cast import Cast


def require_loopback(context: click.Context, parameter: click.Parameter, host: str) -> str:
    """The demonstration has log-ins on its screen: it is for this machine only."""
    if not server.is_loopback(host):
        raise click.BadParameter(
            _("The demonstration serves this machine only: 127.0.0.1, ::1 or localhost."),
            context,
            parameter,
        )
    return host


def make_park() -> None:
    """Tables, facts, seals, index, files: whatever of it is missing. Then the log-ins."""
    park.make_home()
    # Codes by short message can be tried without a gateway: `yuanqu people texts` shows them.
    os.environ.setdefault("YUANQU_SMS", "outbox")
    # Its people are nobody, and whoever tries it out has no time for an authenticator app.
    os.environ.setdefault("YUANQU_REQUIRE_SECOND_FACTOR", "no")
    with Stage(_("Tables")):
        park.set_up_django()
        park.migrate()
    with Stage(_("Facts of the demonstration")) as stage:
        cast = load(stage.count)
    with Stage(_("Search index")):
        park.catch_up()
    with Stage(_("Pages")):
        park.collect_static()
    introduce(cast)


def load(count: Callable[[int, int], None]) -> "Cast":
    """The demonstration's parties, people and facts, loaded where missing, and sealed."""
    from yuanqu.demo.actions import load_demonstration

    # A seal that fails after its commit is logged with its stack; catch_up() tries it again and
    # then tells the operator in a sentence.
    logging.getLogger("django.db.backends.base").setLevel(logging.CRITICAL)
    return load_demonstration(lambda _step, done, total: count(done, total))


def introduce(cast: "Cast") -> None:
    """Who may log in, as whom, and with which password."""
    click.echo(_("Log in as one of them:"))
    for member in cast.members:
        part = member.part.in_language(language())
        click.echo(f"  {member.username:<10} {member.password}  {member.name}  {part}")


@click.command(help=_("Serve a demonstration park, made here if there is none."))
@click.option(
    "--host", default="127.0.0.1", show_default=True, callback=require_loopback,
    help=_("Address to listen on; this machine's own only."),
)  # fmt: skip
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=_("Port.")
)
def demo(host: str, port: int) -> None:
    """Make what is missing, say where the park is and who may log in, and serve it."""
    server.require_free_port(host, port)
    make_park()
    click.echo(_("The park is open: {address}").format(address=server.address(host, port)))
    click.echo(_("Ctrl+C closes it. What you do is kept for the next start."))
    server.listen(host, port)
