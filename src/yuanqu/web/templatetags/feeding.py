"""What the register's pages may ask besides: columns by name, and what differs in a row."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.db.models import TextChoices
from django.utils.translation import get_language

from yuanqu.organizations.importing.columns import HEADINGS, Column
from yuanqu.organizations.models import ChainStage, Cluster, OrganizationKind, ProposedRow

register = template.Library()
CHOICES: dict[Column, type[TextChoices]] = {
    Column.KIND: OrganizationKind,
    Column.CLUSTER: Cluster,
    Column.CHAIN_STAGE: ChainStage,
}


@dataclass(frozen=True, slots=True)
class Differing:
    """One column of a proposed row, as it was and as it would be."""

    title: str
    before: str
    after: str


@register.filter
def column_named(code: str) -> str:
    """What a column of the register is called in this language."""
    return HEADINGS[Column(code)][(get_language() or "").startswith("en")]


@register.filter
def differences(row: ProposedRow) -> Iterator[Differing]:
    """The columns of a row, in the order of the register's own tables."""
    for column in Column:
        if column in row.record:
            before = _in_words(column, row.before.get(column, ""))
            yield Differing(column_named(column), before, _in_words(column, row.record[column]))


def _in_words(column: Column, text: str) -> str:
    choices = CHOICES.get(column)
    return str(choices(text).label) if choices and text else text
