"""Changing many entries at once, each in the columns that a proposal names."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yuanqu.accounts.actions import relabel_parties
from yuanqu.accounts.errors import Conflict
from yuanqu.engines.proposals import Texts
from yuanqu.organizations import ordering
from yuanqu.organizations.actions.entries import admit_waiting, project_names, texts_of
from yuanqu.organizations.actions.importing import insert_rows
from yuanqu.organizations.aliases import aliases_on, open_aliases
from yuanqu.organizations.drafts import NameDraft
from yuanqu.organizations.importing.columns import Column
from yuanqu.organizations.importing.records import draft_of, profile_of, record_of
from yuanqu.organizations.models import (
    Identifier,
    NameKind,
    Organization,
    OrganizationName,
    Scheme,
)
from yuanqu.organizations.publishing import document_of
from yuanqu.search.drafts import DocumentDraft

BATCH = 500
COLUMNS = (
    "kind", "industry", "cluster", "chain_stage", "summary_zh", "summary_en", "searchable",
    "sort_zh", "sort_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amendment:
    """What changes of one entry: some columns, as they were seen and as they become."""

    party: UUID
    before: Texts
    after: Texts


@transaction.atomic
def amend_entries(*, amendments: Sequence[Amendment]) -> list[DocumentDraft]:
    """Change these entries, or none; the documents that the caller publishes last.

    Whoever may was asked before. Raises `Conflict` where an entry is no longer as it was seen, or a
    number has been taken meanwhile.
    """
    ordered = sorted(amendments, key=lambda each: each.party)
    documents: list[DocumentDraft] = []
    for start in range(0, len(ordered), BATCH):
        batch = {each.party: each for each in ordered[start : start + BATCH]}
        documents += _amend(_locked(batch), batch)
    return documents


def _locked(ids: Iterable[UUID]) -> list[Organization]:
    found = Organization.objects.select_for_update(of=("self",)).filter(pk__in=list(ids))
    rows = found.select_related("party").prefetch_related("names", "identifiers").order_by("pk")
    merged = open_aliases().filter(alias__in=list(ids)).select_related("alias").first()
    if merged is not None:
        raise Conflict("proposals.entry_changed", name=str(merged.alias))
    return list(rows)


def _amend(held: Sequence[Organization], amendments: dict[UUID, Amendment]) -> list[DocumentDraft]:
    names: list[OrganizationName] = []
    numbers: list[Identifier] = []
    retired: list[OrganizationName] = []
    for one in held:
        asked = _asked(one, amendments[one.pk])
        draft = draft_of({Column.KIND: one.kind, **asked})
        retired += _retired(one, draft.names)
        names += [_name(one, name) for name in draft.names]
        numbers += [Identifier(organization=one, scheme=n.scheme, value=n.value)
                    for n in draft.identifiers]  # fmt: skip
        for column, value in asdict(profile_of({**record_of(one), **asked})).items():
            setattr(one, column, value)
    try:
        with transaction.atomic():
            OrganizationName.objects.bulk_update(retired, ["kind", "valid_to"], batch_size=BATCH)
            insert_rows(rows=names)
            insert_rows(rows=numbers)
    except IntegrityError as error:
        raise Conflict("import.register_changed") from error
    admit_waiting(number.value for number in numbers if number.scheme == Scheme.USCC)
    return _projected(held)


def _asked(organization: Organization, amendment: Amendment) -> dict[Column, str]:
    """What becomes of the entry. Raises `Conflict` where it is no longer as it was seen."""
    held = record_of(organization)
    seen = {column: amendment.before.get(column, "") for column in amendment.after}
    if any(held.get(Column(column), "") != text for column, text in seen.items()):
        raise Conflict("proposals.entry_changed", name=str(organization))
    return {Column(column): text for column, text in amendment.after.items()}


def _name(organization: Organization, draft: NameDraft) -> OrganizationName:
    """A name; one that is current from now on holds since today."""
    since = timezone.localdate() if draft.kind == NameKind.CURRENT else draft.valid_from
    return OrganizationName(organization=organization, **{**asdict(draft), "valid_from": since})


def _retired(organization: Organization, drafts: Iterable[NameDraft]) -> Iterable[OrganizationName]:
    """The current names that new ones take the place of; they end today."""
    today = timezone.localdate()
    languages = {draft.language for draft in drafts if draft.kind == NameKind.CURRENT}
    for old in organization.names.all():
        if old.kind == NameKind.CURRENT and old.language in languages:
            if old.valid_from and old.valid_from >= today:
                raise Conflict("organizations.renamed_before", day=old.valid_from.isoformat())
            old.kind, old.valid_to = NameKind.FORMER, today
            yield old


def _projected(held: Sequence[Organization]) -> list[DocumentDraft]:
    """Bring labels, search texts and orders up to date with the names that were just written."""
    documents = []
    aliases = aliases_on()
    rows = Organization.objects.filter(pk__in=[one.pk for one in held])
    fresh = {one.pk: one for one in rows.prefetch_related("names", "identifiers")}
    for one in held:
        names = list(fresh[one.pk].names.all())
        project_names(organization=one, names=names)
        if aliases.together(one.pk) == {one.pk}:
            numbers = (number.value for number in fresh[one.pk].identifiers.all())
            texts = [*(name.text for name in names), *numbers]
        else:
            texts = texts_of(organization=one, names=names)
        one.searchable = ordering.searchable(texts)
        documents.append(document_of(one, texts))
    Organization.objects.bulk_create(
        held, update_conflicts=True, unique_fields=["party"], update_fields=COLUMNS
    )
    relabel_parties(parties=[one.party for one in held])
    return documents
