"""The numbers of a running text, each with unit and bound, made comparable.

3.5亿元, 35000万元 and 350000000元 are one amount, 百分之五 is 5%, 两年 is 24个月. The text is
one that `alike` has folded; places are its characters.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from yuanqu.engines.answering.bounds import Bound, around_a_figure
from yuanqu.engines.stated import POWERS, spelled

_ONE = Fraction(1)
_WORDS = {
    ("CNY", _ONE): "元人民币 元 块钱",
    ("USD", _ONE): "美元",
    ("EUR", _ONE): "欧元",
    ("HKD", _ONE): "港元 港币",
    ("percent", _ONE): "%",
    ("percent", Fraction(10)): "成",
    ("percent", Fraction(1, 10)): "‰",
    ("point", _ONE): "个百分点",
    ("person", _ONE): "人 名 位",
    ("visit", _ONE): "人次",
    ("count", _ONE): "家 个 项 件 种 类 套 台 批 份 座 所 只 支 辆 户",
    ("day", _ONE): "个自然日 自然日 天 日",
    ("workday", _ONE): "个工作日 工作日",
    ("hour", _ONE): "个小时 小时 h",
    ("minute", _ONE): "分钟",
    ("o_clock", _ONE): "时 点",
    ("week", _ONE): "个星期 星期 周",
    ("month", _ONE): "个月",
    ("month", Fraction(12)): "周年 年",
    ("age", _ONE): "周岁 岁",
    ("square_meter", _ONE): "平方米 平米 ㎡ m2",
    ("square_meter", Fraction(10**6)): "平方公里 平方千米 km2",
    ("mu", _ONE): "亩",
    ("meter", _ONE): "米 m",
    ("meter", Fraction(1000)): "公里 千米 km",
    ("kilogram", _ONE): "公斤 千克 kg",
    ("kilogram", Fraction(1000)): "吨 t",
    ("watt", Fraction(1000)): "千瓦 kw",
    ("watt", Fraction(10**6)): "兆瓦 mw",
    ("kilowatt_hour", _ONE): "千瓦时 kwh",
    ("times", _ONE): "倍",
    ("occasion", _ONE): "次",
}
UNITS: Mapping[str, tuple[str, Fraction]] = MappingProxyType(
    {word: unit for unit, words in _WORDS.items() for word in words.split()}
)
_ORDINAL = "条 款 项 章 节 批 届 次 期 类 级 名 号 位 季度 个".split()
_PARTS = MappingProxyType({"百": 1, "千": 10, "万": 100})  # 百分之, 千分之, 万分之 of a percent

_HAN = "零〇一二两三四五六七八九十百千万亿"
_SPELLED = rf"[{_HAN}]{{1,20}}(?:点[{_HAN}]{{1,20}})?"
_WRITTEN = r"[0-9]{1,40}(?:\.[0-9]{1,20})?"
_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3}){1,10}(?:\.[0-9]{1,20})?"
_UNIT = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
# 成果, 位于, 名单, 项目, 时间, 点击: a character that is a unit elsewhere, and part of a word here.
_NO_WORD = (
    "(?<!成(?=[立为员果本长功熟都就效品]))(?<!位(?=于))(?<!名(?=单称))(?<!项(?=目))"
    "(?<!时(?=[间候代期]))(?<!点(?=[击位餐对]))"
)
_FIGURE = re.compile(
    rf"(?P<parts>[{_HAN}]{{1,4}})分之(?P<share>{_WRITTEN}|{_SPELLED})"
    rf"|第(?P<nth>[0-9]{{1,40}}|[{_HAN}]{{1,20}})(?P<ordinal>{'|'.join(_ORDINAL)})?"
    # IL-17A is a name and no number.
    rf"|(?<![a-z0-9.])(?<![a-z][-/])(?P<digits>{_GROUPED}|{_WRITTEN})(?:"
    r"(?P<scale>[百千万亿]{0,4}?)(?P<more>[多余])?(?P<large>[万亿]{0,2})"
    rf"(?P<unit>(?:{_UNIT})(?![a-z]))"
    r"|(?P<bare>[百千万亿]{0,4})(?P<latin>[a-z]{1,20}[0-9]{0,4})?)"
    rf"|(?P<words>{_SPELLED})(?P<over>[多余])?(?P<scaled>[万亿]{{0,2}})"
    rf"(?P<measure>{_UNIT}){_NO_WORD}"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit: empty where none is known, 第 with its word for ordinals."""

    value: Fraction
    unit: str
    bound: Bound
    start: int
    end: int

    @property
    def name(self) -> str:
        """The number as a log or a fact may say it: 350000000 CNY."""
        return f"{float(self.value):.12g} {self.unit}".strip()

    def is_of_the_kind_of(self, other: "Figure") -> bool:
        """Whether both count the same sort of thing, as far as the units tell."""
        return self.unit == other.unit or not (self.unit and other.unit)

    def agrees_with(self, other: "Figure") -> bool:
        """Whether both say the same number of the same sort of thing, whatever the bound."""
        return self.value == other.value and self.is_of_the_kind_of(other)


def figures(text: str) -> list[Figure]:
    """Every number in the text, without the days (`days` reads those; blank them first)."""
    return list(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        read = _read(match)
        # 一个 and 一项 are articles rather than numbers; 一家 of three would be missed as a word.
        if read is None or (read == (Fraction(1), "count") and match["words"]):
            continue
        bound, start, end = around_a_figure(text, *match.span())
        more = match["more"] or match["over"]
        yield Figure(*read, Bound.AT_LEAST if more and bound == Bound.NONE else bound, start, end)


def _read(match: re.Match[str]) -> tuple[Fraction, str] | None:
    if match["parts"]:
        return _share(match["parts"], match["share"])
    if match["nth"]:
        return _plain(match["nth"]), f"第{match['ordinal'] or ''}"
    if match["digits"]:
        scale = (match["scale"] or "") + (match["large"] or "") + (match["bare"] or "")
        value = _plain(match["digits"]) * _power(scale)
        return _in_unit(value, match["unit"] or "", match["latin"] or "")
    value = _plain(match["words"]) * _power(match["scaled"])
    return _in_unit(value, match["measure"], "")


def _in_unit(value: Fraction, unit: str, latin: str) -> tuple[Fraction, str]:
    kind, factor = UNITS.get(unit, (latin, _ONE))
    return value * factor, kind


def _share(parts: str, share: str) -> tuple[Fraction, str] | None:
    whole = _PARTS.get(parts)
    if whole is not None:
        return _plain(share) / whole, "percent"
    below = _plain(parts)
    return (_plain(share) / below * 100, "percent") if below else None


def _plain(digits: str) -> Fraction:
    """The value of 1,200.5, of 三百二十, of 二〇二〇 and of 三点五."""
    if digits[0].isascii():
        return Fraction(digits.replace(",", ""))
    whole, _, rest = digits.partition("点")
    tail = "".join(str(spelled(digit)) for digit in rest if digit not in POWERS)
    scale = "".join(word for word in rest if word in POWERS)
    value = Fraction(f"{_whole(whole)}.{tail or 0}")
    return value * _power(scale)


def _whole(words: str) -> int:
    if len(words) > 1 and not any(word in POWERS for word in words):
        return int("".join(str(spelled(word)) for word in words))
    return spelled(words) or (_power(words) if all(word in POWERS for word in words) else 0)


def _power(words: str) -> int:
    return int("1" + "0" * sum(POWERS[word] for word in words))
