"""Rows that stand twice: in the file itself, or in the register already."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from yuanqu.accounts.errors import Refused
from yuanqu.engines.text import folded
from yuanqu.organizations.importing.columns import NAMES, Column
from yuanqu.organizations.importing.records import NUMBERS, numbers_of
from yuanqu.organizations.importing.reports import Row
from yuanqu.organizations.models import Identifier, NameKind, OrganizationName, Scheme

BATCH = 500
COLUMNS = {scheme: column for column, scheme in NUMBERS.items()}
Number = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Again:
    """A row that stands somewhere already, by which of its cells that shows, and where."""

    row: Row
    column: Column
    refusal: Refused


def twice_in_file(rows: Sequence[Row]) -> Iterator[Again]:
    """The later of two rows with one number, or with one name and no credit codes to differ by."""
    numbers: dict[Number, int] = {}
    names: dict[str, tuple[int, str]] = {}
    for row in rows:
        code = row.record.get(Column.CREDIT_CODE, "")
        for scheme, value in numbers_of(row.record):
            first = numbers.setdefault((scheme, value), row.line)
            if first != row.line:
                refusal = Refused("import.number_twice", line=str(first))
                yield Again(row, COLUMNS[scheme], refusal)
        for column in filter(row.record.__contains__, NAMES):
            key = f"{column}:{folded(row.record[column]).replace(' ', '')}"
            first, other = names.setdefault(key, (row.line, code))
            if first != row.line and not (code and other):
                yield Again(row, column, Refused("import.name_twice", line=str(first)))


def twice_in_register(rows: Sequence[Row]) -> Iterator[Again]:
    """The rows whose number, or whose name without a credit code to differ by, is registered."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        yield from taken_numbers(batch)
        yield from _taken_names(batch)


def taken_numbers(rows: Sequence[Row]) -> Iterator[Again]:
    """The rows with a number that is registered."""
    values = {value for row in rows for _scheme, value in numbers_of(row.record)}
    found = Identifier.objects.filter(value__in=values).select_related("organization__party")
    holders = {(one.scheme, one.value): str(one.organization) for one in found}
    for row in rows:
        for scheme, value in numbers_of(row.record):
            if holder := holders.get((scheme, value)):
                yield Again(row, COLUMNS[scheme], Refused("import.number_registered", name=holder))


def _taken_names(rows: Sequence[Row]) -> Iterator[Again]:
    held = _held({row.record[name] for row in rows for name in NAMES if name in row.record})
    for row in rows:
        for column in NAMES:
            has_code = held.get(row.record.get(column, ""))
            if has_code is False or (has_code and Column.CREDIT_CODE not in row.record):
                yield Again(row, column, Refused("import.name_registered"))


def _held(names: Collection[str]) -> dict[str, bool]:
    """Which of these names an organization has now, and whether it has a credit code."""
    rows = OrganizationName.objects.filter(kind=NameKind.CURRENT, text__in=names)
    called = list(rows.values_list("text", "organization"))
    coded = Identifier.objects.filter(
        scheme=Scheme.USCC, organization__in=[organization for _text, organization in called]
    )
    known = set(coded.values_list("organization", flat=True))
    return {text: organization in known for text, organization in called}
