"""What a list of organizations is filtered and sorted by: projections of names and numbers."""

from collections.abc import Iterable

from yuanqu.engines.text import folded

# 25 characters are at most 100 bytes of GB 18030, 200 hexadecimal digits.
LONGEST_KEY = 25
LONGEST_ENGLISH_KEY = 200


def searchable(texts: Iterable[str]) -> str:
    """All that the organization is found by, folded, one a line."""
    return "\n".join(dict.fromkeys(folded(text) for text in texts))


def chinese_order(name: str) -> str:
    """A key that sorts Chinese names roughly by pinyin, on any database.

    The 3,755 commonest characters stand in GB 2312 (hence in GB 18030) in the order of their
    pinyin. Of a character with two readings only one is known; rarer characters come after.
    """
    return folded(name)[:LONGEST_KEY].encode("gb18030").hex()


def english_order(name: str) -> str:
    """A key that sorts English names, ignoring case."""
    return folded(name)[:LONGEST_ENGLISH_KEY]
