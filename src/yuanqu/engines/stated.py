"""Read a quantity as Chinese sources state it: 超2.5万件, 突破4000亿元, 100多位, 近30%.

A tool for clerks: it proposes, a person confirms.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from yuanqu.engines.quantities import Qualifier, Quantity, QuantityError, surviving

# Words before and after the number. 突破 and 多 are "at least", 超 and 逾 "more than": the
# mapping of the project's design, so that every clerk enters a word in the same way.
BEFORE = {
    "突破": Qualifier.AT_LEAST,
    "不少于": Qualifier.AT_LEAST,
    "不低于": Qualifier.AT_LEAST,
    "至少": Qualifier.AT_LEAST,
    "超过": Qualifier.MORE_THAN,
    "超": Qualifier.MORE_THAN,
    "逾": Qualifier.MORE_THAN,
    "高于": Qualifier.MORE_THAN,
    "接近": Qualifier.NEARLY,
    "将近": Qualifier.NEARLY,
    "近": Qualifier.NEARLY,
    "大约": Qualifier.ABOUT,
    "约": Qualifier.ABOUT,
    "不超过": Qualifier.AT_MOST,
    "不高于": Qualifier.AT_MOST,
    "至多": Qualifier.AT_MOST,
    "最多": Qualifier.AT_MOST,
    "前": Qualifier.AT_MOST,
}
AFTER = {
    "多": Qualifier.AT_LEAST,
    "余": Qualifier.AT_LEAST,
    "以上": Qualifier.AT_LEAST,
    "左右": Qualifier.ABOUT,
    "上下": Qualifier.ABOUT,
    "以下": Qualifier.AT_MOST,
    "以内": Qualifier.AT_MOST,
}
FILLERS = ("首次", "已达", "达到", "达", "共计", "共", "累计", "为")
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
# Measure words of the park's units (ledger/units.yaml); a caller may bring others.
UNITS: Mapping[str, str] = {
    "元": "CNY",
    "元人民币": "CNY",
    "%": "percent",
    "家": "organization",
    "人": "person",
    "位": "person",
    "名": "person",
    "前": "rank",
    "项": "item",
    "个": "unit",
    "件": "piece",
    "条": "provision",
    "次": "time",
    "个月": "month",
    "年": "year",
}

_AFTER = "|".join(AFTER)
_STATED = re.compile(
    r"(?P<sign>[-\u2212])?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)?"
    rf"(?P<words>[零〇一二两三四五六七八九十百千万亿]*)"
    rf"(?P<more>{_AFTER})?(?P<scale>[万亿]*)(?P<unit>.*?)(?P<after>{_AFTER})?",
)


def stated_quantity(text: str, units: Mapping[str, str] = UNITS) -> Quantity:
    """Read one quantity; `units` gives the unit's code for each measure word.

    `前N` is a rank, of the unit whose word is 前 if `units` knows it. Raises QuantityError
    `quantity.malformed` or `quantity.unknown_unit`.
    """
    compact = "".join(unicodedata.normalize("NFKC", text[:200]).split())
    qualifier, word, rest = _leading(compact)
    found = _STATED.fullmatch(rest)
    if found is None or not (found["digits"] or found["words"]):
        raise QuantityError("quantity.malformed", text=text[:40])
    for more in filter(None, (found["more"], found["after"])):
        qualifier = surviving(qualifier, AFTER[more])
    mantissa, exponent = _value(found["digits"], found["words"] + found["scale"], text)
    # 前四 and 前四名 are ranks; four 名 are people.
    measure = "前" if word == "前" and found["unit"] in {"", "名", "位"} else found["unit"]
    if measure not in units:
        raise QuantityError("quantity.unknown_unit", text=measure[:40])
    return Quantity(-mantissa if found["sign"] else mantissa, exponent, units[measure], qualifier)


def _leading(text: str) -> tuple[Qualifier, str, str]:
    """Split fillers and one qualifying word off the front."""
    qualifier, word = Qualifier.EXACT, ""
    longest_first = sorted((*BEFORE, *FILLERS), key=len, reverse=True)
    while found := next((start for start in longest_first if text.startswith(start)), ""):
        text = text[len(found) :]
        if found in BEFORE:
            qualifier, word = surviving(qualifier, BEFORE[found]), found
    return qualifier, word, text


def _value(digits: str | None, words: str, text: str) -> tuple[int, int]:
    """Return mantissa and exponent of 411.1 + 亿, 三百二十 or a bare 千亿 (one of them)."""
    if digits:
        exponent = sum(POWERS.get(word, -100) for word in words)
        number = Decimal(digits.replace(",", "")).as_tuple()
        if exponent < 0 or not isinstance(number.exponent, int):
            raise QuantityError("quantity.malformed", text=text[:40])
        return int("".join(map(str, number.digits))), number.exponent + exponent
    if all(word in POWERS for word in words):
        return 1, sum(POWERS[word] for word in words)
    return spelled(words), 0


def spelled(words: str) -> int:
    """Return the number spelled in Chinese: 三十五, 两千零八, 一亿三千万."""
    for large in "亿万":
        head, found, tail = words.rpartition(large)
        if found:
            return (spelled(head) or 1) * _power(large) + spelled(tail)
    number = digit = 0
    for word in words:
        if word in DIGITS:
            digit = DIGITS[word]
        else:
            number, digit = number + (digit or 1) * _power(word), 0
    return number + digit


def _power(word: str) -> int:
    return int("1" + "0" * POWERS[word])
