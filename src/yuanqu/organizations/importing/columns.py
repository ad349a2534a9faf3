"""The columns of the register's tables, and which heading of somebody's table means which.

The first two headings of each column are ours, in Chinese and in English: what is exported can be
imported again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from yuanqu.engines.text import folded
from yuanqu.organizations.importing.tables import SHOWN_LENGTH, Line, Table, TableError


class Column(StrEnum):
    """What a column of the register's tables holds."""

    NAME_ZH = "name_zh"
    NAME_EN = "name_en"
    CREDIT_CODE = "credit_code"
    KIND = "kind"
    INDUSTRY = "industry"
    CLUSTER = "cluster"
    CHAIN_STAGE = "chain_stage"
    SHORT_NAMES = "short_names"
    FORMER_NAMES = "former_names"
    LEI = "lei"
    ROR = "ror"
    OTHER_NUMBERS = "other_numbers"
    SUMMARY_ZH = "summary_zh"
    SUMMARY_EN = "summary_en"


HEADINGS: Mapping[Column, tuple[str, ...]] = MappingProxyType(
    {
        Column.NAME_ZH: (
            "名称", "Name", "单位名称", "企业名称", "机构名称", "公司名称", "组织名称", "中文名称",
            "Chinese name", "Name in Chinese", "Organization", "Organization name", "Company name",
            "name_zh",
        ),
        Column.NAME_EN: ("英文名称", "English name", "Name in English", "name_en"),
        Column.CREDIT_CODE: (
            "统一社会信用代码", "Unified social credit code", "社会信用代码", "信用代码",
            "Credit code", "USCC", "credit_code",
        ),
        Column.KIND: ("单位类型", "Kind", "类型", "机构类型", "企业类型", "Type"),
        Column.INDUSTRY: ("行业代码", "Industry code", "行业", "国民经济行业代码", "Industry"),
        Column.CLUSTER: ("产业集群", "Cluster", "集群"),
        Column.CHAIN_STAGE: ("产业链环节", "Part of the chain", "chain_stage"),
        Column.SHORT_NAMES: ("简称", "Short name", "short_names"),
        Column.FORMER_NAMES: ("曾用名", "Former name", "曾用名称", "former_names"),
        Column.LEI: ("法人机构识别编码", "LEI"),
        Column.ROR: ("研究机构标识", "ROR"),
        Column.OTHER_NUMBERS: ("其他编号", "Other number", "other_numbers"),
        Column.SUMMARY_ZH: ("简介", "Summary", "中文简介", "单位简介", "summary_zh"),
        Column.SUMMARY_EN: ("英文简介", "English summary", "summary_en"),
    }
)  # fmt: skip
NAMES = (Column.NAME_ZH, Column.NAME_EN)
CODES = frozenset(column.value for column in Column)
# Above the heading there may be a title and a remark.
HIGHEST_LINES = 10
DECORATION = "*＊ :："
HINTS = ("(必填)", "(选填)", "(required)", "(optional)")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands in a table, and the headings that mean none of them."""

    heading: Line
    places: Mapping[Column, int]
    ignored: tuple[str, ...]

    def title_of(self, place: int) -> str:
        """The heading above a cell, as the file has it."""
        cells = self.heading.cells
        return cells[place].strip()[:SHOWN_LENGTH] if place < len(cells) else ""


def columns_of(table: Table, mapping: Mapping[str, str] | None = None) -> Columns:
    """The heading and what each column means; `mapping` says more headings, by their texts.

    The heading is the first of the highest lines in which a name has its heading. Raises TableError
    `import.no_name_column`, `import.two_columns` or `import.unknown_column`.
    """
    known = _known(mapping or {})
    for line in table.lines[:HIGHEST_LINES]:
        places = [(known.get(plain(cell)), place) for place, cell in enumerate(line.cells)]
        if any(column in NAMES for column, _ in places):
            return _columns(line, places)
    found = table.lines[0].cells if table.lines else ()
    told = "、".join(cell.strip()[:20] for cell in found if cell.strip())
    raise TableError("import.no_name_column", found=told[:200] or "-")


def plain(heading: str) -> str:
    """A heading as it is compared: without spaces, stars and remarks that it must be filled in."""
    text = folded(heading).replace(" ", "")
    for hint in HINTS:
        text = text.replace(hint, "")
    return text.strip(DECORATION)


def _known(mapping: Mapping[str, str]) -> dict[str, Column]:
    known = {plain(text): column for column, texts in HEADINGS.items() for text in texts}
    for code in mapping.values():
        if code not in CODES:
            raise TableError("import.unknown_column", column=code[:SHOWN_LENGTH])
    # Whoever says where a column stands means this heading and no other.
    known = {text: column for text, column in known.items() if column not in mapping.values()}
    return known | {plain(text): Column(code) for text, code in mapping.items()}


def _columns(heading: Line, places: list[tuple[Column | None, int]]) -> Columns:
    taken: dict[Column, int] = {}
    ignored = []
    for column, place in places:
        title = heading.cells[place].strip()[:SHOWN_LENGTH]
        if column is None:
            ignored += [title] if title else []
        elif column in taken:
            first = heading.cells[taken[column]].strip()[:SHOWN_LENGTH]
            raise TableError("import.two_columns", first=first, second=title)
        else:
            taken[column] = place
    return Columns(heading, MappingProxyType(taken), tuple(ignored))
