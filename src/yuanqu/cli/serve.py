"""`yuanqu serve`."""

import click

from yuanqu.cli import failures, park, server
from yuanqu.cli.words import gettext as _


def require_migrated() -> None:
    """Serving never changes tables: with several nodes, one of them migrates first."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise failures.not_set_up()


@click.command(help=_("Serve the park."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=_("Port.")
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1), help=_("How many processes.")
)
@click.option("--no-jobs", is_flag=True, help=_("Without the job worker: it runs elsewhere."))
def serve(host: str, port: int, workers: int, no_jobs: bool) -> None:
    """Check what is needed, collect the pages' files, listen."""
    server.require_free_port(host, port)
    park.make_home()
    park.set_up_django()
    require_migrated()
    park.catch_up()
    park.collect_static()
    click.echo(_("Serving {address}").format(address=server.address(host, port)))
    server.listen(host, port, workers, with_jobs=not no_jobs)
