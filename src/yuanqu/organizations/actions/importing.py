"""Entering many organizations at once: prepared first, then written in one short transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models.sql import InsertQuery

from yuanqu.accounts.actions import create_parties, record_event
from yuanqu.accounts.errors import Conflict
from yuanqu.accounts.models import Party, User
from yuanqu.organizations import access, ordering
from yuanqu.organizations.actions.entries import admit_waiting, demand, project_names
from yuanqu.organizations.drafts import (
    IdentifierDraft,
    NameDraft,
    OrganizationDraft,
    Profile,
    checked,
    party_kind,
)
from yuanqu.organizations.importing.reports import Told, untold
from yuanqu.organizations.models import Identifier, Organization, OrganizationName, Scheme
from yuanqu.organizations.publishing import document_of
from yuanqu.search.actions import publish_all
from yuanqu.search.drafts import DocumentDraft

Statement = tuple[str, Any]

BATCH = 500
EVERY = 250


@dataclass(slots=True)
class Entries:
    """The rows of many new organizations, ready to be written."""

    parties: list[Party] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    names: list[OrganizationName] = field(default_factory=list)
    numbers: list[Identifier] = field(default_factory=list)
    documents: list[DocumentDraft] = field(default_factory=list)
    inserts: list[Statement] = field(default_factory=list)


def register_all(
    *, actor: User | None, drafts: Sequence[OrganizationDraft], told: Told = untold
) -> list[Organization]:
    """Enter all of these organizations, or none. `told` hears how far it is.

    Raises `Refused` where the actor may not or a draft is wrong, `Conflict` where a number has been
    taken meanwhile.
    """
    demand(access.may_register(actor))
    entries = entries_of(drafts=drafts, told=told)
    with transaction.atomic():
        told("writing", 0, len(drafts))
        insert_entries(actor=actor, entries=entries)
        told("publishing", 0, len(drafts))
        publish_all(entries.documents)
    return entries.organizations


def entries_of(*, drafts: Sequence[OrganizationDraft], told: Told = untold) -> Entries:
    """The rows for these organizations; nothing is written. Raises `Refused`."""
    entries = Entries()
    for done, draft in enumerate(drafts):
        if done % EVERY == 0:
            told("preparing", done, len(drafts))
        _add(entries, checked(draft))
    for rows in (entries.organizations, entries.names, entries.numbers):
        entries.inserts += _inserts(rows)
    return entries


@transaction.atomic
def insert_entries(*, actor: User | None, entries: Entries) -> None:
    """Write prepared rows; the caller asked who may, and publishes the documents last.

    Raises `Conflict` where a number has been taken meanwhile.
    """
    create_parties(parties=entries.parties)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, values in entries.inserts:
                cursor.execute(sql, values)
    except IntegrityError as error:
        raise Conflict("import.register_changed") from error
    admit_waiting(one.value for one in entries.numbers if one.scheme == Scheme.USCC)
    if entries.organizations:
        count = len(entries.organizations)
        record_event(actor=actor, act="organizations.imported", reference=count)


@transaction.atomic
def insert_rows(*, rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, a few hundred at a time."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)  # noqa: SLF001


def _inserts(rows: list[Any]) -> Iterator[Statement]:
    """The statements that insert new rows of one model.

    Django's `bulk_create` makes them while it holds the database; ten thousand organizations take
    it longer to make than SQLite to take in.
    """
    if not rows:
        return
    every = rows[0]._meta.concrete_fields  # noqa: SLF001 - Django documents `_meta`
    columns = [each for each in every if not isinstance(each, models.AutoField)]
    size = min(BATCH, connection.ops.bulk_batch_size(columns, rows))
    for start in range(0, len(rows), size):
        query = InsertQuery(type(rows[0]))
        query.insert_values(columns, rows[start : start + size])
        yield from query.get_compiler(connection=connection).as_sql()


def _add(entries: Entries, draft: OrganizationDraft) -> None:
    party = Party(kind=party_kind(draft.profile.kind), label="-")
    organization = Organization(party=party, **_columns(draft.profile))
    names = [OrganizationName(organization=organization, **_columns(name)) for name in draft.names]
    project_names(organization=organization, names=names)
    numbers = [_number(organization, number) for number in draft.identifiers]
    texts = [*(name.text for name in names), *(number.value for number in numbers)]
    organization.searchable = ordering.searchable(texts)
    entries.parties.append(party)
    entries.organizations.append(organization)
    entries.names += names
    entries.numbers += numbers
    entries.documents.append(document_of(organization, texts))


def _columns(draft: NameDraft | Profile) -> dict[str, Any]:
    # `asdict` copies in depth, which costs more than all the rest of a row.
    return {each.name: getattr(draft, each.name) for each in fields(draft)}


def _number(organization: Organization, draft: IdentifierDraft) -> Identifier:
    return Identifier(organization=organization, scheme=draft.scheme, value=draft.value)
