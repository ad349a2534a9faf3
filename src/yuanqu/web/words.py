"""What the codes in facts are called on a page (words.yaml)."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from yuanqu.engines.names import Names


@lru_cache(maxsize=1)
def all_words() -> Mapping[str, Mapping[str, Names]]:
    """Every word of words.yaml: section, code, names."""
    read = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
    return {
        section: {code: Names(**names) for code, names in words.items()}
        for section, words in read.items()
    }


def word_for(section: str, code: str, language: str) -> str:
    """The code's name in this language; the bare code, readable at least, where it has none."""
    names = all_words()[section].get(code)
    return names.in_language(language) if names else code.replace("_", " ")
