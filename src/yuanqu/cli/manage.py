"""`yuanqu manage …`: Django's commands, with Django's own help and options."""

import os

import click

from yuanqu.cli import park
from yuanqu.cli.words import gettext as _


@click.command(
    help=_("Run a Django command, such as migrate or createsuperuser."),
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Hand everything to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
    from django.core.management import execute_from_command_line

    park.make_home()
    execute_from_command_line(["yuanqu manage", *arguments])
