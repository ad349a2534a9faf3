"""What a question asks for: its terms, the names and numbers in it, and the kind of answer."""

import re
from dataclasses import dataclass

import rjieba

from yuanqu.engines.retrieval import tokens
from yuanqu.engines.retrieval.alike import alike

LONGEST_QUESTION = 500
MOST_TERMS = 64
REACH = 8  # characters beside the question word that say what is asked for

# The kinds of answers, each by the words that ask for it; the order is that of the features.
KINDS = {
    "when": "什么时候|何时|时间|日期|哪天|几月|几号|期限|截止|多久|多长",
    "how_much": "多少|几[个名家项条种类辆户人例方级]|比例|金额|利率|标准|幅度|额度",
    "which": "哪些|哪几|哪[三四五六]|包括|内容|措施|政策|要求|规定|举措|做法|服务|条件"
    "|材料|优惠|支持|如何|怎么|怎样",
    "who": "谁|哪个部门|哪些部门|哪个|哪家|单位|机构|部门",
    "where": "哪里|何处|地址|网址|网站|平台|电话|app|邮箱|渠道|途径|方式|热线",
    "how": "如何|怎么|怎样|办法",
    "whether": "是否|能否|可否|吗|可不可以|能不能",
    "why": "为什么|为何|原因|目的",
    "what": "什么|是指|定义",
}
_KINDS = {kind: re.compile(words) for kind, words in KINDS.items()}
_ASKED = re.compile(
    r"什么时候|为什么|有哪些|哪些|哪几[个种项类家方面]*|哪[一二三四五六七八九十]?[个种项类家天年月省市里]?"
    r"|多少|多久|多长时间|几[个家项种类号月点日年折成]?|如何|怎么样|怎样的?|怎么|什么样的?|什么|谁"
    r"|何[时种处]|是否|能否|那些"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?[年月日号%万亿元人家个户项条小天倍]+|[a-z]{2,}|\d{2,}")
_NAME_TAGS = frozenset({"ns", "nt", "nr", "nz", "nrt"})
_NAME_ENDS = re.compile(r"(省|市|区|县|镇|局|部|委|厅|院|会|公司|银行|大学|医院|学校|中心)$")
_PLACE_ENDS = re.compile(r"(省|市|自治区|特别行政区|区|县|政府)+$")
_NOISE = re.compile(r"[？?。的呢吗]")
_SIGNS = re.compile(r"[^\w]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the ranking reads it. All text is folded (`alike`).

    `before` and `after` are the characters beside the question word: 发送旅客 and 人次 of 多少.
    """

    text: str
    pairs: tuple[str, ...]
    words: tuple[str, ...]
    triples: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    before: str
    after: str
    kinds: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.pairs


def read(question: str) -> Question:
    """Read a question of any kind; beyond 500 characters it is not read on."""
    text = alike(question[:LONGEST_QUESTION]).strip()
    asked = tokens.wanted(text)
    before, after = _beside(text)
    return Question(
        text=text,
        pairs=asked.pairs,
        words=tuple(word for word in asked.words if len(word) > 1),
        triples=_triples(tokens.without_asking(text)),
        numbers=tuple(dict.fromkeys(_NUMBER.findall(text)))[:MOST_TERMS],
        names=_names(text),
        before=before,
        after=after,
        kinds=frozenset(kind for kind, words in _KINDS.items() if words.search(text)),
    )


def _triples(text: str) -> tuple[str, ...]:
    found = (run[at : at + 3] for run in _SIGNS.split(text) for at in range(len(run) - 2))
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def _names(text: str) -> tuple[str, ...]:
    """Places, bodies and people; a place without the word for its rank: 铁岭, not 铁岭市."""
    named = (
        _PLACE_ENDS.sub("", word) or word
        for word, tag in rjieba.tag(text)
        if tag in _NAME_TAGS or (len(word) > 2 and _NAME_ENDS.search(word))
    )
    return tuple(dict.fromkeys(name for name in named if len(name) > 1))[:MOST_TERMS]


def _beside(text: str) -> tuple[str, str]:
    found = list(_ASKED.finditer(text))
    if not found:
        return text[-REACH:], ""
    start, end = found[-1].span()
    return text[max(0, start - REACH) : start], _NOISE.sub("", text[end : end + REACH])
