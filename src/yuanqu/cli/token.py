"""`yuanqu token …`: keys with which programs act for a person."""

import click

from yuanqu.accounts import actions
from yuanqu.accounts.actions.tokens import LONGEST_DAYS, USUAL_DAYS
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import ApiToken, User
from yuanqu.cli.words import gettext as _
from yuanqu.engines.scopes import DEFAULT


def person(name: str) -> User:
    """Whoever has this user name. Raises `Refused` where nobody has."""
    found = User.objects.filter(username__iexact=name).first()
    if found is None:
        raise Refused("accounts.nobody_called", name=name)
    return found


@click.group(help=_("Make, list and revoke keys with which programs act for a person."))
def token() -> None:
    """The group."""


@token.command("create", help=_("Print a new secret for `Authorization: Bearer`, once."))
@click.option("--as", "who", required=True, metavar="NAME", help=_("User name of the person."))
@click.option(
    "--scope", "scopes", multiple=True, default=DEFAULT, show_default=True,
    help=_("read, write, or such as facts:read; may be given several times."),
)  # fmt: skip
@click.option(
    "--days", default=USUAL_DAYS, show_default=True, type=click.IntRange(1, LONGEST_DAYS),
    help=_("How long it lasts."),
)  # fmt: skip
@click.option("--name", default="yuanqu token", show_default=True, help=_("What it is for."))
def create(who: str, scopes: tuple[str, ...], days: int, name: str) -> None:
    """The secret alone on stdout, so that a shell can catch it."""
    made = actions.create_token(user=person(who), name=name, scopes=scopes, days=days)
    click.echo(made.secret)
    until = made.token.expires_at.date().isoformat()
    click.echo(
        _("Token {id}, valid until {day}. It is shown this once: keep it like a password.").format(
            id=made.token.identifier, day=until
        ),
        err=True,
    )


@token.command("list", help=_("List tokens, without their secrets."))
@click.option("--as", "who", default="", metavar="NAME", help=_("Only of this person."))
def list_tokens(who: str) -> None:
    """One line each: identifier, person, name, scopes, end, last use, and whether it is revoked."""
    held = ApiToken.objects.select_related("user")
    for each in held.filter(user=person(who)) if who else held:
        last = each.last_used_on.isoformat() if each.last_used_on else "-"
        words = (
            each.identifier,
            each.user.username,
            each.name,
            ",".join(each.scopes),
            each.expires_at.date().isoformat(),
            last,
            _("revoked") if each.revoked_at else "",
        )
        click.echo("  ".join(word for word in words if word))


@token.command("revoke", help=_("End a token for good."))
@click.argument("identifier")
def revoke(identifier: str) -> None:
    """By the identifier that `list` shows; the secret itself is no argument, which others see."""
    found = ApiToken.objects.filter(identifier=identifier).first()
    if found is None:
        raise Refused("accounts.token_opens_nothing")
    actions.revoke_token(actor=None, token=found)
    click.echo(_("Token {id} opens nothing any more.").format(id=identifier))
