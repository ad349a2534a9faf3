"""`yuanqu people …`: the first accounts of a park, and those that nobody else can open."""

import click
from django.core.exceptions import ValidationError

from yuanqu.accounts import actions
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import PARK_ROLES, OutgoingText, Party, PartyKind, Role
from yuanqu.cli.token import person
from yuanqu.cli.words import gettext as _

PARK_ROLE = click.Choice([role.value for role in PARK_ROLES])


@click.group(help=_("Open accounts and give the first roles at the park."))
def people() -> None:
    """The group."""


@people.command("create", help=_("Open an account; the password is asked for, or read from stdin."))
@click.argument("username")
@click.option("--name", default="", help=_("Name on the screens."))
@click.option("--email", default="", help=_("E-mail address, taken for confirmed."))
@click.option("--role", type=PARK_ROLE, help=_("A role at the park."))
def create(username: str, name: str, email: str, role: str | None) -> None:
    """The person, and with --role the first mandate."""
    password = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    draft = actions.PersonDraft(
        username=username, password=password, display_name=name, email=email
    )
    try:
        actions.require_sound_password(draft=draft)
        made = actions.create_person(draft=draft)
    except ValidationError as error:
        raise click.BadParameter(" ".join(error.messages)) from None
    if role:
        actions.grant_membership(actor=None, user=made, party=the_park(), role=Role(role))
    click.echo(_("{name} can log in.").format(name=made.username))


@people.command("grant", help=_("Give a person a role at the park."))
@click.argument("username")
@click.argument("role", type=PARK_ROLE)
def grant(username: str, role: str) -> None:
    """As the installation; within the park the security administrator does this."""
    actions.grant_membership(actor=None, user=person(username), party=the_park(), role=Role(role))
    click.echo(_("{name} is now: {role}.").format(name=username, role=Role(role).label))


@people.command("unlock", help=_("Open an account that wrong passwords have locked."))
@click.argument("username")
def unlock(username: str) -> None:
    """As the installation."""
    actions.unlock_person(actor=None, user=person(username))
    click.echo(_("{name} can log in.").format(name=username))


@people.command("texts", help=_("Show the short messages of the last day that were not sent."))
def texts() -> None:
    """Where YUANQU_SMS is `outbox`: the codes that a demonstration's people wait for."""
    for text in OutgoingText.objects.all():
        click.echo(f"{text.made_at:%H:%M:%S}  {text.number}  {text.body}")


def the_park() -> Party:
    """The one park. Raises `Refused` where there is none yet."""
    found = Party.objects.filter(kind=PartyKind.PARK).first()
    if found is None:
        raise Refused("accounts.no_park")
    return found
