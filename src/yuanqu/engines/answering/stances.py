"""The words that turn a statement round or bend it: 不, 未, 免, 应当, 可以, 不得, 原则上, 仅, 均.

Each is read with its head, the few characters that it bears on, so that 不予受理 stands against
予以受理 and not against another 不 of the same sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a word does to what follows it."""

    FORBIDS = "forbids"
    NEEDS_NOT = "needs_not"
    DENIES = "denies"
    FREES = "frees"
    OBLIGES = "obliges"
    PERMITS = "permits"
    HEDGES = "hedges"
    LIMITS = "limits"
    EXCEPTS = "excepts"
    SPREADS = "spreads"
    RAISES = "raises"
    LOWERS = "lowers"
    ABOVE = "above"
    BELOW = "below"
    BEFORE = "before"
    AFTER = "after"


NEGATIONS = frozenset({Kind.FORBIDS, Kind.NEEDS_NOT, Kind.DENIES, Kind.FREES})
# These are said of a whole statement, wherever they stand in it.
OF_ALL = frozenset({Kind.LIMITS, Kind.EXCEPTS, Kind.SPREADS})
DIRECTIONS = frozenset({Kind.RAISES, Kind.LOWERS, Kind.ABOVE, Kind.BELOW, Kind.BEFORE, Kind.AFTER})

# Words in which the character is no such mark, and whose loss changes nothing that is asserted.
_NONE = (
    r"不断(?![链供档电水网气贷缴]|$|\s)|不仅|不但|不光|不论|不管|无论|非常|不少(?!于)|不同程度|不妨|未来|无锡|无人机|无线|"
    "对应|相应|响应|供应|适应|反应|效应|应急|应用|应对|应届|应税|应收|应付|应纳|应缴|应聘|应战|应运|应邀|"
    "可能|可靠|可行|可持续|可再生|可视|可信|可控|可比|可见|可谓|许可|认可|可研|可及|"
    "必须品|必需|减免|免疫|避免|以免|免费|一般纳税人|一般工商|一般性|一般公共|一般贸易|仅仅|拟定|模拟|虚拟|拟订|"
    "均衡|平均|人均|户均|月均|年均|日均|都市|首都|成都|全部门|除了|消除|解除|免除责任|清除|拆除|排除|扣除|删除|除以"
)
_KINDS = {
    Kind.FORBIDS: "不得|禁止|严禁|不准|不许|不允许|不可以|不可(?!抗)|不能|不应当|不应该|不应|切勿"
    "|请勿|勿"
    r"|\bmust not\b|\bmay not\b|\bshall not\b|\bcannot\b|\bcan not\b|\bforbidden\b|\bprohibited\b",
    Kind.NEEDS_NOT: r"无需|无须|不需要|不需|不必|不用|不须|\bneed not\b",
    Kind.FREES: "免于|免予|免收|免征|免缴|免交|免除|免去|豁免|免",
    Kind.DENIES: "没有|不予|不再|不是|并非|尚未|未能|未经|未|不|无|非|没|拒绝|停止|取消|暂停|终止"
    r"|撤销|\bnot\b|\bno\b|\bnever\b|\bwithout\b|\bn't\b",
    Kind.OBLIGES: r"应当|应该|必须|务必|理应|须|应|\bmust\b|\bshall\b",
    Kind.HEDGES: r"原则上|一般(?=不|应|在|为|由|按)|力争|争取|预计|有望|拟|酌情|视情|鼓励|"
    r"\bgenerally\b|\bin principle\b|\bexpected\b",
    Kind.PERMITS: r"可以|可|允许|有权|能够|准许|\bmay\b|\bcan\b",
    Kind.LIMITS: r"仅限|只限|仅|只有|只能|只|唯一|\bonly\b",
    Kind.EXCEPTS: r"除(?=.{1,120}?外)|除外|例外|\bexcept\b|\bunless\b",
    Kind.SPREADS: r"一律|全部|所有|任何|均|都|凡|各类|\ball\b|\bany\b|\bevery\b",
    Kind.RAISES: r"增加|提高|提升|上升|增长|扩大|延长|上调|升高|\bincrease[sd]?\b|\braise[sd]?\b",
    Kind.LOWERS: r"减少|降低|下降|缩小|缩短|下调|调低|\bdecrease[sd]?\b|\breduce[sd]?\b",
    Kind.ABOVE: "以上|至少",
    Kind.BELOW: "以下|以内|至多",
    Kind.BEFORE: "[之以事]前",
    Kind.AFTER: "[之以事]后",
}
_STANCE = re.compile(
    f"(?P<none>{_NONE})|" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
)


@dataclass(frozen=True, slots=True)
class Stance:
    """One such word, its place, and what it bears on."""

    kind: Kind
    word: str
    start: int
    end: int


def stances(text: str) -> list[Stance]:
    """Every such word of a text that `alike` has folded, in order."""
    return list(_stances(text))


def _stances(text: str) -> Iterator[Stance]:
    for match in _STANCE.finditer(text):
        if match.lastgroup and match.lastgroup != "none":
            yield Stance(Kind(match.lastgroup), match[0], *match.span())
