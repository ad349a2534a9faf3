"""The register as a table for others: CSV or Excel, in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from yuanqu.accounts.access import Viewer
from yuanqu.engines.standings import Standing
from yuanqu.ledger.models import Access, FactParty, Purpose
from yuanqu.organizations.access import visible_to
from yuanqu.organizations.importing.columns import HEADINGS, Column
from yuanqu.organizations.importing.records import BETWEEN, record_of
from yuanqu.organizations.importing.tables import guarded
from yuanqu.organizations.labels import HOLDER, LABEL_KIND
from yuanqu.organizations.models import Organization, OrganizationKind

BATCH = 500
# No XML, hence no workbook, holds these two.
NOT_XML = {0xFFFE: None, 0xFFFF: None}
ID, LABELS = ("编号", "Entry"), ("称号", "Labels")


class Form(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES: Mapping[Form, str] = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to hand out, and how many organizations stand in it."""

    content: bytes
    form: Form
    count: int


def exported(viewer: Viewer, purpose: Purpose, form: Form, language: str) -> Exported:
    """The register as this person may have it for this purpose; who may was asked before.

    The park itself is left out: it cannot be entered from a file.
    Labels are facts: those stand in it that may be used for the purpose, verified and open to all.
    """
    english = language.startswith("en")
    titles = [ID[english], *(HEADINGS[column][english] for column in Column), LABELS[english]]
    with override(language):
        rows = list(_rows(viewer, purpose, language))
    write = {Form.CSV: _csv, Form.XLSX: _workbook}[form]
    return Exported(write([titles, *rows]), form, len(rows))


def _rows(viewer: Viewer, purpose: Purpose, language: str) -> Iterator[list[str]]:
    entries = visible_to(viewer).exclude(kind=OrganizationKind.PARK)
    found = entries.select_related("party").prefetch_related("names", "identifiers")
    for organizations in _batches(found.order_by("sort_zh", "pk").iterator(chunk_size=BATCH)):
        labels = _labels([one.pk for one in organizations], purpose, language)
        for one in organizations:
            said = {**record_of(one), **_words(one)}
            texts = (said.get(column, "") for column in Column)
            yield [str(one.pk), *texts, BETWEEN.join(labels.get(one.pk, ()))]


def _words(one: Organization) -> dict[Column, str]:
    """Codes as the screens say them, which the import understands again."""
    return {
        Column.KIND: one.get_kind_display(),
        Column.CLUSTER: one.get_cluster_display(),
        Column.CHAIN_STAGE: one.get_chain_stage_display(),
    }


def _batches(found: Iterable[Organization]) -> Iterator[list[Organization]]:
    batch: list[Organization] = []
    for one in found:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _labels(parties: list[UUID], purpose: Purpose, language: str) -> dict[UUID, list[str]]:
    roles = FactParty.objects.filter(
        party__in=parties, role=HOLDER, fact__kind=LABEL_KIND, fact__access=Access.PUBLIC,
        fact__standing__standing=Standing.VERIFIED,
    )  # fmt: skip
    named: dict[UUID, list[str]] = {}
    for role in roles.select_related("fact").order_by("fact__starts_on", "pk"):
        if purpose in role.fact.purposes:
            title = role.fact.attributes["title"]
            named.setdefault(role.party_id, []).append(
                title["en" if language.startswith("en") else "zh"]
            )
    return named


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    """UTF-8 with a mark at its beginning, by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([guarded(text) for text in row])
    return out.getvalue().encode("utf-8-sig")


def _workbook(rows: Iterable[Iterable[str]]) -> bytes:
    """Every cell typed as text, so that none is computed whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text.translate(NOT_XML))
    cell.data_type = "s"
    return cell
