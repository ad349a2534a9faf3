"""`yuanqu organizations …`: the register, as everyone may see it."""

import json
from typing import Any

import click
from django.contrib.auth.models import AnonymousUser

from yuanqu.cli.words import gettext as _
from yuanqu.cli.words import language
from yuanqu.organizations.models import Cluster, Organization, OrganizationKind
from yuanqu.organizations.queries import Filters
from yuanqu.organizations.queries import organizations as found_organizations


@click.group(help=_("List organizations."))
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
