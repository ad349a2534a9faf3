"""`yuanqu privacy …`: the periods of retention, run or only shown."""

import click

from yuanqu.cli.words import gettext as _
from yuanqu.cli.words import language
from yuanqu.privacy.actions import run_retention
from yuanqu.privacy.queries import Due, due


@click.group(help=_("Run the periods of retention of personal information."))
def privacy() -> None:
    """The group."""


@privacy.command("retention", help=_("Erase what has outlived its period."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would be erased."))
def retention(dry_run: bool) -> None:
    """Rule by rule how much, and the sum."""
    found = due() if dry_run else run_retention()
    for each in found:
        click.echo(line_of(each))
    total = sum(each.count for each in found)
    said = _("{count} would be erased") if dry_run else _("{count} erased")
    click.echo(said.format(count=total))


def line_of(found: Due) -> str:
    """The rule's code, how much, its period and its name."""
    rule = found.rule
    period = _("{days} days").format(days=rule.keep.days) if rule.keep.days else "-"
    return f"{rule.code:24} {found.count:>8}  {period:>12}  {rule.names.in_language(language())}"
