"""`yuanqu organizations …`: the register, listed, imported and exported."""

import json
from pathlib import Path
from typing import Any

import click
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from yuanqu.accounts.wording import sentence
from yuanqu.cli.failures import Exit, Failure
from yuanqu.cli.progress import Stages
from yuanqu.cli.words import gettext as _
from yuanqu.cli.words import language
from yuanqu.ledger.models import Purpose
from yuanqu.organizations.actions import export_organizations, load_industries, register_all
from yuanqu.organizations.importing.exporting import Form
from yuanqu.organizations.importing.files import report_on, table_in
from yuanqu.organizations.importing.records import draft_of
from yuanqu.organizations.importing.reports import Problem, Reading, Report
from yuanqu.organizations.industries import industry_rows
from yuanqu.organizations.models import Cluster, Organization, OrganizationKind
from yuanqu.organizations.queries import Filters
from yuanqu.organizations.queries import organizations as found_organizations

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
STAGES = {
    "reading": _("Reading"),
    "checking": _("Checking"),
    "comparing": _("Comparing with the register"),
    "preparing": _("Preparing"),
    "writing": _("Writing"),
    "publishing": _("Making them findable"),
}


@click.group(help=_("List, import and export organizations."))
def organizations() -> None:
    """The group."""


@organizations.command("list", help=_("List the register, or what of it fits the filters."))
@click.option("--text", default="", help=_("Only those whose names or numbers hold these words."))
@click.option("--kind", type=click.Choice(OrganizationKind.values), help=_("Only this kind."))
@click.option("--cluster", type=click.Choice(Cluster.values), help=_("Only this cluster."))
@click.option("--label", default="", help=_("Only those that hold this label."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def list_organizations(
    text: str, kind: str | None, cluster: str | None, label: str, as_json: bool
) -> None:
    """The organizations by name in the shell's language."""
    filters = Filters(text, kind or "", cluster or "", label)
    found = found_organizations(AnonymousUser(), filters, language=language())
    if as_json:
        listed = [summary(one) for one in found.prefetch_related("identifiers")]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for one in found:
        words = (str(one.pk), one.party.label_in(language()), one.kind, one.cluster)
        click.echo("  ".join(word for word in words if word))
    click.echo(_("{count} organizations").format(count=len(found)))


def summary(organization: Organization) -> dict[str, Any]:
    """An organization as the JSON of `organizations list` has it."""
    return {
        "id": str(organization.pk),
        "name_zh": organization.party.label,
        "name_en": organization.party.label_en,
        "kind": organization.kind,
        "industry": organization.industry,
        "cluster": organization.cluster,
        "labels": [
            {"code": label.code, "occurred_on": label.occurred.text, "fact": str(label.fact)}
            for label in organization.labels
        ],
        "identifiers": [
            {"scheme": number.scheme, "value": number.value}
            for number in organization.identifiers.all()
        ],
    }


@organizations.command("import", help=_("Enter the organizations of a file, all or none."))
@click.argument("file", type=A_FILE)
@click.option("--dry-run", is_flag=True, help=_("Check only; nothing is written."))
@click.option(
    "--kind", type=click.Choice(OrganizationKind.values), help=_("Where the file gives no kind.")
)
def import_organizations(file: Path, dry_run: bool, kind: str | None) -> None:
    """CSV (UTF-8 or GB 18030) or Excel; every wrong row is named, and then nothing is written."""
    with Stages(STAGES) as stages, override(language()):
        reading = Reading(kind=kind or "")
        report = report_on(file.read_bytes(), reading, told=stages.told)
        drafts = [draft_of(row.record) for row in report.rows]
        if report.is_sound and not dry_run:
            register_all(actor=None, drafts=drafts, told=stages.told)
    for line in told_of(report):
        click.echo(line)
    if not report.is_sound:
        count = report.bad_lines
        raise Failure(_("Nothing was imported. Wrong rows: {count}").format(count=count), Exit.NO)
    done = _("{count} organizations would be imported.") if dry_run else _("{count} imported.")
    click.echo(done.format(count=len(report.rows)))


def told_of(report: Report) -> list[str]:
    """How a file was understood, and every cell that is wrong."""
    understood = _("Read as {form}.").format(form=report.written_in)
    ignored = _("Columns left out: {names}").format(names=", ".join(report.columns.ignored))
    wrong = [told_of_problem(problem) for problem in report.problems]
    return [understood, *([ignored] if report.columns.ignored else []), *wrong]


def told_of_problem(problem: Problem) -> str:
    """One wrong cell in a line."""
    with override(language()):
        cause = sentence(problem.code, problem.facts)
    where = _("Line {line}").format(line=problem.line)
    place = f"{where}, {problem.column}" if problem.column else where
    return f"{place} “{problem.value}”: {cause}" if problem.value else f"{place}: {cause}"


@organizations.command("export", help=_("Write the register to a file, .csv or .xlsx."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--purpose",
    type=click.Choice(Purpose.values),
    default=Purpose.PUBLICATION.value,
    help=_("What it is for: facts that may not be used for that are left out."),
)
def export(file: Path, purpose: str) -> None:
    """With headings that `import` reads again; no cell is a formula."""
    if (ending := file.suffix.lower().removeprefix(".")) not in set(Form):
        raise click.BadParameter(_("The file must end in .csv or .xlsx."))
    made = export_organizations(
        actor=None, purpose=Purpose(purpose), form=Form(ending), language=language()
    )
    file.write_bytes(made.content)
    click.echo(_("{count} organizations").format(count=made.count))


@organizations.group("industries", help=_("The list of industries of GB/T 4754-2017."))
def industries() -> None:
    """The group."""


@industries.command("import", help=_("Load the list: a file of two columns, code and name."))
@click.argument("file", type=A_FILE)
def import_industries(file: Path) -> None:
    """In the place of the list that was loaded before."""
    rows = industry_rows(table_in(file.read_bytes()))
    count = load_industries(actor=None, rows=rows)
    click.echo(_("{count} industries").format(count=count))
