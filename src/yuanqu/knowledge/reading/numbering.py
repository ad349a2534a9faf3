"""The numbers that Word counts itself (一、 （一） 1.): they stand in no paragraph's text."""

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_PLACE = re.compile(r"%(\d)")
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting",
    "ideographDigital", "taiwaneseCountingThousand",
}  # fmt: skip
_DIGITS = "〇一二三四五六七八九"


class Numbering:
    """Counts the numbered paragraphs of one file, in the order in which they are asked about."""

    def __init__(self, file: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        try:
            root = file.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {
            each.get(qn("w:abstractNumId")): _levels(each)
            for each in root.findall(qn("w:abstractNum"))
        }
        for each in root.findall(qn("w:num")):
            reference = each.find(qn("w:abstractNumId"))
            if reference is not None:
                levels = abstract.get(reference.get(qn("w:val")), {})
                self._levels[each.get(qn("w:numId"))] = levels

    def number_of(self, paragraph: Paragraph) -> str:
        """What Word shows before the paragraph; empty where nothing, or a bullet."""
        which = _which(paragraph)
        if which is None or which[0] not in self._levels:
            return ""
        number, level = which
        levels, counts = self._levels[number], self._counts[number]
        if level not in levels:
            return ""
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        shown = levels[level][1]
        return _PLACE.sub(lambda found: _counted(levels, counts, int(found[1]) - 1), shown)


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    """Of each level: how it counts, what it shows, and where it begins."""
    found = {}
    for level in abstract.findall(qn("w:lvl")):
        form, shown, start = (
            (child.get(qn("w:val")) if child is not None else "") or ""
            for child in (level.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start"))
        )
        if form and form != "bullet" and form != "none":
            begins = int(start) if start.isdecimal() else 1
            found[int(level.get(qn("w:ilvl")))] = (form, shown, begins)
    return found


def _which(paragraph: Paragraph) -> tuple[str, int] | None:
    """The list and the level of a paragraph, its own or its style's."""
    style = paragraph.style
    for element in (paragraph._p, style.element if style is not None else None):  # noqa: SLF001
        properties = element.find(qn("w:pPr")) if element is not None else None
        given = properties.find(qn("w:numPr")) if properties is not None else None
        number = given.find(qn("w:numId")) if given is not None else None
        if given is not None and number is not None:
            level = given.find(qn("w:ilvl"))
            return number.get(qn("w:val")), int(level.get(qn("w:val")) if level is not None else 0)
    return None


def _counted(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], at: int) -> str:
    if at not in levels:
        return ""
    value = counts.get(at, levels[at][2])
    return chinese(value) if levels[at][0] in _CHINESE else str(value)


def chinese(value: int) -> str:
    """A number below a hundred in Chinese: 3 is 三, 12 is 十二, 20 is 二十."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
