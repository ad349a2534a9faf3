"""Telephone numbers in one form: E.164, `+8613812345678`."""

import re

MOBILE_OF_CHINA = re.compile(r"1[3-9][0-9]{9}")
INTERNATIONAL = re.compile(r"\+[1-9][0-9]{5,14}")
SEPARATORS = re.compile(r"[\s\-().\u2010-\u2015]")


def normalized(text: str) -> str | None:
    """The number in E.164; a mobile number without a country is China's. None where it is none."""
    bare = SEPARATORS.sub("", text)
    if bare.startswith("00"):
        bare = f"+{bare[2:]}"
    if MOBILE_OF_CHINA.fullmatch(bare):
        bare = f"+86{bare}"
    elif re.fullmatch(rf"86{MOBILE_OF_CHINA.pattern}", bare):
        bare = f"+{bare}"
    return bare if INTERNATIONAL.fullmatch(bare) else None
