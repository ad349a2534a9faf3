"""What measures are called on a page: by the indicators that count them."""

from collections.abc import Mapping
from functools import lru_cache

from yuanqu.indicators import definitions


@lru_cache(maxsize=4)
def measure_names(language: str) -> Mapping[str, str]:
    """The measures that an indicator names, by code, in this language."""
    return {
        code: names.in_language(language) for code, names in definitions.measure_names().items()
    }
