"""`yuanqu ledger …`: list facts, check the chain, carry it elsewhere."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from yuanqu.accounts.wording import sentence
from yuanqu.cli.words import gettext as _
from yuanqu.ledger.erasures import recorded_erasures
from yuanqu.ledger.kinds import all_units
from yuanqu.ledger.models import Access, Evidence, Fact
from yuanqu.ledger.queries import facts
from yuanqu.ledger.transfer import export_lines, import_lines
from yuanqu.ledger.verifying import Head, Report, head, verify


@click.group(help=_("List, verify, export and import facts."))
def ledger() -> None:
    """The group."""


@ledger.command("list", help=_("List the facts that everyone may open."))
@click.option("--kind", default="", help=_("Only facts of this kind."))
@click.option("--standing", default="", help=_("Only facts that stand so, such as verified."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def list_facts(kind: str, standing: str, as_json: bool) -> None:
    """Facts with their evidence, as a stranger may see them."""
    found = [summary(fact) for fact in facts(AnonymousUser(), kind=kind, standing=standing)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for fact in found:
        words = (fact["occurred_on"], fact["kind"], amount(fact), fact["status"], fact["id"])
        click.echo("  ".join(word for word in words if word))
    click.echo(_("{count} facts").format(count=len(found)))


def summary(fact: Fact) -> dict[str, Any]:
    """A fact as the JSON of `ledger list` has it."""
    quantity = fact.quantity
    return {
        "id": str(fact.id),
        "kind": fact.kind,
        "parties": [
            {"id": str(part.party_id), "name": part.party.label, "role": part.role}
            for part in fact.roles.all()
        ],
        "occurred_on": fact.occurred.text,
        "quantity": quantity.number if quantity else None,
        "unit": quantity.unit if quantity else None,
        "qualifier": quantity.qualifier.value if quantity else None,
        "unit_zh": all_units()[quantity.unit].names.zh if quantity else None,
        "status": fact.standing.standing,
        "evidence": [quotation(piece) for piece in fact.evidence.all()],
        "attributes": fact.attributes,
        "access": Access(fact.access).value,
    }


def quotation(piece: Evidence) -> dict[str, str]:
    """A piece of evidence by its title and quotation."""
    return {"title": piece.title, "quote": piece.content.quote}


def amount(fact: dict[str, Any]) -> str:
    """The quantity of a listed fact in one word; empty where there is none."""
    if fact["quantity"] is None:
        return ""
    return f"{fact['qualifier']} {fact['quantity']} {fact['unit']}"


@ledger.command("head", help=_("Print the last link of the chain, to be kept elsewhere."))
def print_head() -> None:
    """One JSON object, which `verify --against` reads."""
    last = head()
    click.echo(json.dumps({"seq": last.seq, "hash": last.hash}))


def read_head(text: str | None) -> Head | None:
    """A head as printed, or the path of a file that holds one. Exit 2 where it is neither."""
    if text is None:
        return None
    try:
        if not text.lstrip().startswith("{"):
            text = Path(text).read_text(encoding="utf-8")
        read = json.loads(text)
        return Head(int(read["seq"]), str(read["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise click.BadParameter(
            _("Give a file that `yuanqu ledger head` wrote, or its text."), param_hint="--against"
        ) from None


@ledger.command("verify", help=_("Check every link of the chain; exit 1 at the first broken one."))
@click.option("--against", metavar="HEAD", help=_("A head exported earlier: its file or text."))
@click.option("--erased", is_flag=True, help=_("List the evidence that was erased by procedure."))
def verify_chain(against: str | None, erased: bool) -> None:
    """Exit 0 where the chain is whole, else 1 with the broken link named."""
    report = verify(read_head(against))
    if report.broken is None:
        click.echo(_("The chain is whole: {count} links.").format(count=report.checked))
        if report.unsealed:
            click.echo(_("{count} facts wait to be sealed.").format(count=report.unsealed))
        tell_erased(report, listed=erased)
        return
    broken = report.broken
    place = _("Broken at link {seq}, fact {fact}:").format(seq=broken.seq, fact=broken.fact or "-")
    click.echo(f"{place} {sentence(broken.code)} ({broken.code})", err=True)
    sys.exit(1)


def tell_erased(report: Report, *, listed: bool) -> None:
    """How much evidence was erased by procedure, and each piece where that is asked for."""
    if report.erased:
        click.echo(_("Erased by procedure: {count}").format(count=report.erased))
    for each in recorded_erasures() if listed else ():
        day = f"{timezone.localtime(each.erased_at):%Y-%m-%d}"
        words = (f"#{each.seq or '-'}", day, str(each.fact), each.reason, each.request)
        click.echo("  ".join(word for word in words if word))
    if report.erased_earlier:
        click.echo(
            _("Erased before erasures were recorded in the chain: {count}").format(
                count=report.erased_earlier
            )
        )


@ledger.command("export", help=_("Write the chain as JSON Lines, seals and quotations included."))
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True), default="-")
def export_chain(file: TextIO) -> None:
    """To a file, or to stdout."""
    count = 0
    for count, line in enumerate(export_lines(), 1):
        file.write(line + "\n")
        if count % 1000 == 0:
            click.echo(_("{count} lines written").format(count=count), err=True)
    click.echo(_("{count} lines written").format(count=count), err=True)


@ledger.command("import", help=_("Read an export into an empty ledger, all or nothing."))
@click.argument("file", type=click.File("r", encoding="utf-8"))
def import_chain(file: TextIO) -> None:
    """The same facts with the same hashes."""
    count = import_lines(progressed(file))
    click.echo(_("{count} facts imported; the chain is whole.").format(count=count))


def progressed(lines: TextIO) -> Iterator[str]:
    """The lines, with a word on stderr every thousand."""
    for count, line in enumerate(lines, 1):
        if count % 1000 == 0:
            click.echo(_("{count} lines read").format(count=count), err=True)
        yield line
