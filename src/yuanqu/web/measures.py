"""What measures are called: by the indicators that count them."""
from collections.abc import Mapping


def measure_names(language: str) -> Mapping[str, str]:
    return {}
