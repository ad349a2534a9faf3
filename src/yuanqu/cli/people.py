"""`yuanqu people …`: the first accounts of a park, and those that nobody else can open."""

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from yuanqu.accounts.actions import (
    PersonDraft,
    create_person,
    grant_membership,
    replace_password,
    unlock_person,
)
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import PARK_ROLES, OutgoingText, Party, PartyKind, Role, User
from yuanqu.cli.token import person
from yuanqu.cli.words import gettext as _
from yuanqu.organizations.actions import register_organization
from yuanqu.organizations.drafts import NameDraft, OrganizationDraft, Profile
from yuanqu.organizations.models import OrganizationKind

PARK_ROLE = click.Choice([role.value for role in PARK_ROLES])


@click.group(help=_("Open accounts and give the first roles at the park."))
def people() -> None:
    """The group."""


@people.command("create", help=_("Open an account; the password is asked for."))
@click.argument("username")
@click.option("--name", default="", help=_("Name on the screens."))
@click.option("--email", default="", help=_("E-mail address, taken for confirmed."))
@click.option("--role", type=PARK_ROLE, help=_("A role at the park."))
@click.option("--park", default="", help=_("Name of the park, where there is none yet."))
def create(username: str, name: str, email: str, role: str | None, park: str) -> None:
    """The person, and with --role the first mandate; all of it, or nothing."""
    password = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    draft = PersonDraft(username=username, password=password, display_name=name, email=email)
    try:
        validate_password(password, User(username=username, display_name=name, email=email))
        with transaction.atomic():
            made = create_person(draft=draft)
            if role:
                place = the_park(park)
                grant_membership(actor=None, user=made, party=place, role=Role(role))
    except ValidationError as error:
        raise click.BadParameter(" ".join(error.messages)) from None
    click.echo(_("{name} can log in.").format(name=made.username))


@people.command("grant", help=_("Give a person a role at the park."))
@click.argument("username")
@click.argument("role", type=PARK_ROLE)
def grant(username: str, role: str) -> None:
    """As the installation; within the park the security administrator does this."""
    grant_membership(actor=None, user=person(username), party=the_park(), role=Role(role))
    click.echo(_("{name} is now: {role}.").format(name=username, role=Role(role).label))


@people.command("password", help=_("Give a person a new password; it is asked for."))
@click.argument("username")
def password(username: str) -> None:
    """As the installation, for whoever has neither the old one nor a mailbox."""
    who = person(username)
    chosen = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    try:
        validate_password(chosen, who)
    except ValidationError as error:
        raise click.BadParameter(" ".join(error.messages)) from None
    replace_password(actor=None, user=who, password=chosen)
    unlock_person(actor=None, user=who)
    click.echo(_("{name} can log in.").format(name=username))


@people.command("unlock", help=_("Open an account that wrong passwords have locked."))
@click.argument("username")
def unlock(username: str) -> None:
    """As the installation."""
    unlock_person(actor=None, user=person(username))
    click.echo(_("{name} can log in.").format(name=username))


@people.command("texts", help=_("Show the short messages of the last day that were not sent."))
def texts() -> None:
    """Where YUANQU_SMS is `outbox`: the codes that a demonstration's people wait for."""
    for text in OutgoingText.objects.all():
        click.echo(f"{text.made_at:%H:%M:%S}  {text.number}  {text.body}")


def the_park(name: str = "") -> Party:
    """The one park; made, where there is none yet and its name is given."""
    if found := Party.objects.filter(kind=PartyKind.PARK).first():
        return found
    if not name:
        raise Refused("accounts.no_park")
    draft = OrganizationDraft(Profile(OrganizationKind.PARK), (NameDraft(name),))
    return register_organization(actor=None, draft=draft).party
