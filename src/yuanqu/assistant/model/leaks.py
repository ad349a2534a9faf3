"""What generated text may not carry: personal data and restricted content.

Telephone numbers, identity numbers with a right check digit, e-mail addresses and card numbers are
found in any width, with spaces, hyphens or invisible characters between, and spelled in Chinese.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator

from yuanqu.engines.retrieval.alike import alike

_SPELLED = re.compile("[零〇一二三四五六七八九幺]{7,}")
_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_HYPHENS = re.compile(r"(?<=[0-9])[\-.·—–](?=[0-9x])")
_BETWEEN = re.compile(r"(?<=[0-9])[ \t\-.·—–]{1,3}(?=[0-9x])")
_EMAIL = re.compile(r"[a-z0-9._%+\-]+\s?(?:@|\(at\)|\[at\])\s?[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86|0086)?(1[3-9][0-9]{9})(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])(0[1-9][0-9]{1,2}[0-9]{7,8}|[48]00[0-9]{7})(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])([1-9][0-9]{16}[0-9x])(?![0-9a-z])")
_CARD = re.compile(r"(?<![0-9])([1-9][0-9]{14,18})(?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
HIDDEN = "＊"

# Marks of documents that are not for everybody: Law on Guarding State Secrets, article 22.
_MARKED = re.compile(
    r"绝密|机密(?!性)|秘密[★☆]|国家秘密|内部(?:资料|文件)|不得外传|仅供内部|注意保存"
)
_MARKUP = re.compile(r"<[a-z!/][^>]*>?|\]\(|!\[|&#|javascript:|data:[a-z]+/", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[\x21-\x27\x2a-\x5c\x5e-\x7e]+", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![a-z0-9@._\-])(?:[a-z0-9\-]+\.)+(?:com|cn|org|net|gov|io|top|xyz|info|cc|vip)(?![a-z0-9])"
)


def personal(text: str) -> frozenset[str]:
    """The personal numbers and addresses in a text, each in one form."""
    bare = _SPELLED.sub(lambda match: match[0].translate(_DIGITS), alike(_seen(text)))
    # Joined in three ways: two numbers side by side must not become one that is none.
    forms = {bare, _HYPHENS.sub("", bare), _BETWEEN.sub("", bare)}
    return frozenset(found for form in forms for found in _personal(form))


def hidden(text: str) -> str:
    """The text without them, for what leaves the park: digits and addresses become stars."""
    if not personal(text):
        return text
    bare = _EMAIL.sub(HIDDEN * 3, alike(_seen(text)))
    bare = _SPELLED.sub(HIDDEN * 3, bare)
    return re.sub(r"\+?[0-9][0-9x \-.·—–]{5,}[0-9x]", HIDDEN * 3, bare)


def leaked(sentence: str, sources: Collection[str]) -> bool:
    """Whether a sentence carries personal data that its sources do not show."""
    return bool(personal(sentence) - frozenset().union(*(personal(text) for text in sources)))


def restricted(sentence: str, sources: Collection[str], forbidden: Collection[str] = ()) -> bool:
    """Whether a sentence carries what no answer may: see the patterns above, and `forbidden`."""
    text, known = alike(_seen(sentence)), alike(" ".join(sources))
    if _MARKED.search(text) or _MARKUP.search(text) or "⟦" in text:
        return True
    if any(alike(word) in text for word in forbidden):
        return True
    places = [*_ADDRESS.findall(text), *_HOST.findall(text)]
    return any(place.rstrip("/.") not in known for place in places)


def _personal(text: str) -> Iterator[str]:
    for match in _EMAIL.finditer(text):
        yield re.sub(r"\s|\(at\)|\[at\]", "@", match[0]).replace("@@", "@")
    for pattern in (_MOBILE, _LANDLINE):
        yield from pattern.findall(text)
    yield from filter(_is_identity, _IDENTITY.findall(text))
    yield from filter(_is_card, _CARD.findall(text))


def _is_identity(number: str) -> bool:
    """Whether the last character is the check digit of the others (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == number[-1]


def _is_card(number: str) -> bool:
    """Whether the digits sum up as on a card (ISO/IEC 7812, Luhn)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _seen(text: str) -> str:
    return "".join(one for one in text if unicodedata.category(one) != "Cf")
