"""`yuanqu indicators …`: values with the facts behind each, as everyone may see them."""

import json
from datetime import date
from typing import Any

import click
from django.contrib.auth.models import AnonymousUser

from yuanqu.accounts.wording import sentence
from yuanqu.cli.words import gettext as _
from yuanqu.cli.words import language
from yuanqu.engines.periods import Period, PeriodError
from yuanqu.indicators.actions import publish_indicators
from yuanqu.indicators.queries import indicator_values
from yuanqu.indicators.values import IndicatorValue


def day_of(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:  # noqa: ARG001
    """The day written as 2024-12-31. Exit 2 with a sentence where it is none."""
    if text is None:
        return None
    try:
        period = Period.parse(text)
    except PeriodError:
        period = None
    if period is None or not period.is_day:
        raise click.BadParameter(sentence("indicators.bad_day", {"text": text[:40]}))
    return period.start


@click.group(help=_("List indicators with the facts behind each."))
def indicators() -> None:
    """The group."""


@indicators.command("list", help=_("List the published values, with the facts behind each."))
@click.option(
    "--as-of",
    metavar="DATE",
    callback=day_of,
    help=_("As known at the end of this day; today, unless said."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def list_indicators(as_of: date | None, as_json: bool) -> None:
    """Values as a stranger may see them."""
    values = indicator_values(AnonymousUser(), as_of=as_of)
    if as_json:
        found = [summary(value) for value in values]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for value in values:
        click.echo("  ".join(line_of(value)))
    click.echo(_("{count} indicators").format(count=len(values)))


@indicators.command("publish", help=_("Make every indicator findable by the search."))
def publish() -> None:
    """After an upgrade, when definitions have come, gone or changed their names."""
    click.echo(_("{count} indicators changed in the search.").format(count=publish_indicators()))


def summary(value: IndicatorValue) -> dict[str, Any]:
    """A value as the JSON of `indicators list` has it. Closed facts are counted, never named."""
    definition, quantity = value.definition, value.value
    return {
        "code": definition.code,
        "name_zh": definition.names.zh,
        "name_en": definition.names.en,
        "value": quantity.number if quantity else None,
        "unit": definition.unit,
        "qualifier": quantity.qualifier.value if quantity else None,
        "period": value.period.text,
        "as_of": value.as_of.isoformat(),
        "facts": [str(fact) for fact in value.used.opened],
        "facts_closed": value.used.closed,
        "left_out": {left.reason: left.lines.total for left in value.left_out},
        "version": definition.version,
    }


def line_of(value: IndicatorValue) -> tuple[str, ...]:
    """Code, name, amount, period and number of facts, for people."""
    quantity = value.value
    amount = f"{quantity.qualifier} {quantity.plain} {quantity.unit}" if quantity else "-"
    name = value.definition.names.in_language(language())
    facts = _("facts: {count}").format(count=value.used.total)
    return value.definition.code, name, amount, value.period.text, facts
