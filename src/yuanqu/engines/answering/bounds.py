"""The words that make a number a bound: 不超过50万元, 10人以上, 3月1日前.

By law 以上, 以下 and 以内 include the number itself, 超过, 不满 and 以外 do not (Civil Code of the
People's Republic of China, article 1259).
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Bound(StrEnum):
    """How a number bounds what it is said of."""

    NONE = "none"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    ABOUT = "about"
    FROM = "from"
    UNTIL = "until"
    AFTER = "after"


_BEFORE_A_FIGURE = {
    Bound.AT_LEAST: "不(?:得|应|能|可)?(?:低于|少于|小于)|至少|最少|最低|at least |no less than |≥",
    Bound.AT_MOST: "不(?:得|应|能|可)?(?:超过|高于|大于|多于|超)|至多|最多|最高|最长|上限"
    "|控制在|at most |up to |no more than |≤",
    Bound.LESS_THAN: "低于|少于|小于|不足|不满|未满|不到|未达到|less than |fewer than |<",
    Bound.MORE_THAN: "超过|高于|大于|多于|超|逾|突破|more than |over |>",
    Bound.ABOUT: "大约|约|接近|将近|近|about |nearly ",
}
_AFTER_A_FIGURE = {
    Bound.AT_LEAST: r"(?:\(含[^)]{0,6}\))?(?:及|含|或)?以上|(?:\(含[^)]{0,6}\))?起(?![草诉])",
    Bound.AT_MOST: r"(?:\(含[^)]{0,6}\))?(?:及|含|或)?(?:以下|以内|之内|内|封顶)",
    Bound.MORE_THAN: "以外|之外",
    Bound.ABOUT: "左右|上下",
    Bound.UNTIL: "(?:之|以)?前(?!期)",
    Bound.AFTER: "(?:之|以)?后(?!期|续)",
}
_BEFORE_A_DAY = {
    Bound.UNTIL: "截至|截止(?:时间|日期|日)?|不(?:得|应)?(?:晚于|迟于)"
    "|(?<=[日月年号0-9])(?:至|到|[-—–~])",
    Bound.FROM: "自从|自|从",
}
_AFTER_A_DAY = {
    Bound.UNTIL: "(?:之|以)?前|止|截止|(?:以|之)?内",
    Bound.AFTER: "(?:之|以)?后",
    Bound.FROM: "起|开始|(?:至|到|[-—–~])(?=[0-9零〇一二三四五六七八九十])",
}
# What may stand between the word and the number: 最高可达人民币50万元.
_BETWEEN = (
    "(?:可|达到|达|为|是|人民币|每年|每月|每户|每家|每人|给予|获得|享受|获"
    "|奖励|补贴|补助|资助|支持|:){0,3}"
)
# What says the same once more: 最高不超过50万元.
_ALSO = "最高|最多|最长|至多|最低|至少"
REACH = 16


def _before(words: Mapping[Bound, str]) -> re.Pattern[str]:
    any_of = "|".join(f"(?P<{bound}>{pattern})" for bound, pattern in words.items())
    return re.compile(f"(?:{_ALSO})?(?:{any_of}){_BETWEEN}$")


def _after(words: Mapping[Bound, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{bound}>{pattern})" for bound, pattern in words.items()))


_FIGURE = _before(_BEFORE_A_FIGURE), _after(_AFTER_A_FIGURE)
_DAY = _before(_BEFORE_A_DAY), _after(_AFTER_A_DAY)


def around_a_figure(text: str, start: int, end: int) -> tuple[Bound, int, int]:
    """The bound of the figure at these characters, and where it begins and ends with its words."""
    return _around(_FIGURE, text, start, end)


def around_a_day(text: str, start: int, end: int) -> tuple[Bound, int, int]:
    """The bound of the day at these characters, and where it begins and ends with its words."""
    return _around(_DAY, text, start, end)


def _around(
    words: tuple[re.Pattern[str], re.Pattern[str]], text: str, start: int, end: int
) -> tuple[Bound, int, int]:
    before = words[0].search(text[max(0, start - REACH) : start])
    after = words[1].match(text, end)
    # 自3月1日起 is one bound; of two that differ the one after the number is nearer to it.
    found = [Bound(match.lastgroup) for match in (before, after) if match and match.lastgroup]
    first = start - len(before[0]) if before else start
    return (found or [Bound.NONE])[-1], first, after.end() if after else end
