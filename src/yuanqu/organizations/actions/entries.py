"""What every action on an entry of the register begins and ends with."""

from collections.abc import Iterable

from django.db import transaction

from yuanqu.accounts.actions import admit_legal_person, relabel_party
from yuanqu.accounts.errors import Conflict, Forbidden
from yuanqu.accounts.models import ExternalIdentity
from yuanqu.engines.verdicts import Verdict
from yuanqu.organizations import ordering
from yuanqu.organizations.aliases import aliases_on, open_aliases
from yuanqu.organizations.models import (
    Identifier,
    NameKind,
    NameLanguage,
    Organization,
    OrganizationName,
)
from yuanqu.organizations.publishing import publish_organization

BATCH = 500


def demand(verdict: Verdict) -> None:
    """Raise the verdict's `Forbidden` unless it allows."""
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)


def lock(organization: Organization) -> Organization:
    """The entry as it is now, locked. Raises `Conflict` where it was merged into another."""
    held = Organization.objects.select_for_update().get(pk=organization.pk)
    merged = open_aliases().filter(alias=held.pk).select_related("party").first()
    if merged is not None:
        raise Conflict("organizations.is_merged", name=str(merged.party))
    return held


@transaction.atomic
def project(organization: Organization) -> Organization:
    """Bring label, search text and order up to date with names and numbers, and publish.

    An entry is also found by the names and numbers of those that were merged into it.
    """
    own = list(organization.names.order_by("id"))
    project_names(organization=organization, names=own)
    texts = texts_of(organization=organization, names=own)
    organization.searchable = ordering.searchable(texts)
    organization.save()
    party = organization.party
    relabel_party(party=party, label=party.label, label_en=party.label_en)
    publish_organization(organization, texts)
    return organization


def project_names(*, organization: Organization, names: Iterable[OrganizationName]) -> None:
    """Set label and order by the current names; nothing is saved."""
    current = {name.language: name.text for name in names if name.kind == NameKind.CURRENT}
    chinese = current.get(NameLanguage.ZH) or current[NameLanguage.EN]
    english = current.get(NameLanguage.EN, "")
    organization.party.label, organization.party.label_en = chinese, english
    organization.sort_zh = ordering.chinese_order(chinese)
    organization.sort_en = ordering.english_order(english or chinese)


def texts_of(*, organization: Organization, names: Iterable[OrganizationName]) -> list[str]:
    """The names and numbers that find an entry: its own, then those of the merged ones."""
    together = aliases_on().together(organization.pk)
    others = OrganizationName.objects.filter(organization__in=together - {organization.pk})
    numbers = Identifier.objects.filter(organization__in=together).order_by("pk")
    return [
        *(name.text for name in names),
        *others.order_by("pk").values_list("text", flat=True),
        *numbers.values_list("value", flat=True),
    ]


def admit_waiting(codes: Iterable[str]) -> None:
    """Let in the people for whom somebody vouched as legal persons of these credit codes before."""
    waiting = sorted(set(codes))
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        for identity in ExternalIdentity.objects.filter(legal_person__in=batch).order_by("pk"):
            admit_legal_person(identity=identity)
