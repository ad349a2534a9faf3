"""Days, periods and small numbers as people say them, in Chinese and English."""

import re
from datetime import date, timedelta

_NUMERALS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_QUARTER = re.compile(r"([0-9]{4})年?的?第?([一二三四1-4])季度")
_HALF = re.compile(r"([0-9]{4})年?的?(上|下)半年")
_MONTH = re.compile(r"([0-9]{4})年?的?([0-9]{1,2})月份?")
_DAY = re.compile(r"(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})[日号]")
_ISO_PERIOD = re.compile(r"[0-9]{4}(?:-(?:[0-9]{2}(?:-[0-9]{2})?|q[1-4]|h[12]))?")
_YEARS_AGO = {"今年": 0, "去年": 1, "前年": 2, "thisyear": 0, "lastyear": 1}
_DAYS_AHEAD = {"今天": 0, "明天": 1, "后天": 2, "today": 0, "tomorrow": 1}


def period_said(words: str, on: date) -> str | None:
    """A period as `Period.parse` reads it, from words such as 2023年第三季度 or 去年."""
    said = words.replace(" ", "")
    if said in _YEARS_AGO:
        return str(on.year - _YEARS_AGO[said])
    if found := _QUARTER.fullmatch(said):
        return f"{found[1]}-Q{number_said(found[2])}"
    if found := _HALF.fullmatch(said):
        return f"{found[1]}-H{1 if found[2] == '上' else 2}"
    if found := _MONTH.fullmatch(said):
        return f"{found[1]}-{int(found[2]):02}" if 1 <= int(found[2]) <= 12 else None
    said = said.removesuffix("的").removesuffix("年")
    return said.upper() if _ISO_PERIOD.fullmatch(said) else None


def day_said(words: str, on: date) -> str | None:
    """A day as its ISO text, from words such as 8月1日 (of this year) or 明天."""
    said = words.replace(" ", "")
    if said in _DAYS_AHEAD:
        return (on + timedelta(days=_DAYS_AHEAD[said])).isoformat()
    if found := _DAY.fullmatch(said):
        said = f"{int(found[1] or on.year):04}-{int(found[2]):02}-{int(found[3]):02}"
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return None


def number_said(words: str) -> int | None:
    """A whole number in digits, or in Chinese numerals up to ninety-nine."""
    said = words.replace(" ", "")
    if said.isascii() and said.isdecimal():
        return int(said)
    tens, ten, ones = said.partition("十")
    if not ten:
        return _NUMERALS.get(said)
    high = _NUMERALS.get(tens, None) if tens else 1
    low = _NUMERALS.get(ones, None) if ones else 0
    return None if high is None or low is None else high * 10 + low
