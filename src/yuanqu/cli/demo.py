"""`yuanqu demo`: a park with something in it, in one command."""

import click

from yuanqu.cli import park, server
from yuanqu.cli.progress import Stage
from yuanqu.cli.words import gettext as _


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
    with Stage(_("Opening the park")):
        park.make_home()
        park.set_up_django()
    with Stage(_("Tables")):
        park.migrate()
    load_and_introduce()
    with Stage(_("Pages")):
        park.collect_static()


def load_and_introduce() -> None:
    """The demonstration's parties and facts, sealed and findable, and who may log in."""
    from yuanqu.demo.actions import load_demonstration
    from yuanqu.ledger.actions import seal_pending
    from yuanqu.search.actions import rebuild_index

    with Stage(_("Facts of the demonstration")) as stage:
        cast = load_demonstration(lambda _step, done, total: stage.count(done, total))
        seal_pending()
    with Stage(_("Search index")):
        rebuild_index()
    introduce(cast)


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
