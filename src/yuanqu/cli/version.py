"""`yuanqu version`."""

import click

from yuanqu import __version__


@click.command
def version() -> None:
    """Print the version."""
    click.echo(__version__)
