"""The list of industries: reading its file, and reading a code or a name by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yuanqu.accounts.errors import Refused
from yuanqu.engines.industries import IndustryError, completed, industry_code, parent_code
from yuanqu.engines.text import folded, tidied
from yuanqu.organizations.importing.tables import Table
from yuanqu.organizations.models import Industry

LONGEST_NAME = 100
# By the length of a code: C, C27, C271, C2710.
LEVELS = {1: 1, 3: 2, 4: 3, 5: 4}
LEAST_SECTIONS = 20


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """One industry as a file lists it, its code in canonical form."""

    code: str
    name: str

    @property
    def level(self) -> int:
        """1 for a section to 4 for a class."""
        return LEVELS[len(self.code)]

    @property
    def parent(self) -> str:
        """The code it belongs to; empty for a section."""
        return parent_code(self.code)


@dataclass(frozen=True, slots=True)
class Industries:
    """What codes and names are known; where no list is loaded, codes are checked by form alone."""

    codes: frozenset[str]
    by_name: Mapping[str, str]

    def code_of(self, text: str) -> str:
        """The canonical code for a code, for its digits or for a name.

        Raises `Refused`: `industry.malformed`, `industry.other_section` or `industry.unknown`.
        """
        try:
            code = industry_code(completed(text))
        except IndustryError as error:
            named = self.by_name.get(folded(text))
            if named is None:
                raise Refused(error.code, text=error.text) from error
            return named
        if self.codes and code not in self.codes:
            raise Refused("industry.unknown", text=code)
        return code


def known_industries() -> Industries:
    """The list as it is loaded, in one query.

    A name that several codes share means the one that the others belong to; where they belong to
    different ones it means none.
    """
    rows = list(Industry.objects.order_by("level", "code").values_list("code", "name"))
    by_name: dict[str, str] = {}
    for code, name in rows:
        known = by_name.setdefault(folded(name), code)
        if not code.startswith(known):
            by_name[folded(name)] = ""
    named = {name: code for name, code in by_name.items() if code}
    return Industries(frozenset(code for code, _name in rows), MappingProxyType(named))


def require_known(code: str) -> None:
    """Raise `Refused` where a list is loaded and this code is not in it."""
    listed = Industry.objects
    if code and not listed.filter(code=code).exists() and listed.exists():
        raise Refused("industry.unknown", text=code)


def industry_rows(table: Table) -> tuple[IndustryRow, ...]:
    """The industries of a file of two columns, code and name.

    Raises `Refused` naming the first line that is wrong, or where the list is not whole.
    """
    rows: dict[str, IndustryRow] = {}
    for line in table.lines:
        cells = [tidied(cell) for cell in line.cells]
        if folded(cells[0]) in {"code", "代码"}:
            continue
        try:
            code = industry_code(completed(cells[0]))
        except IndustryError as error:
            raise Refused("industry.line", line=str(line.number), text=error.text) from error
        if len(cells) < 2 or not 0 < len(cells[1]) <= LONGEST_NAME or code in rows:
            raise Refused("industry.line", line=str(line.number), text=cells[0][:20])
        rows[code] = IndustryRow(code, cells[1])
    orphans = [row.code for row in rows.values() if row.parent and row.parent not in rows]
    if orphans or sum(row.level == 1 for row in rows.values()) < LEAST_SECTIONS:
        raise Refused("industry.list_not_whole", missing=", ".join(orphans[:5]) or "-")
    return tuple(rows.values())
