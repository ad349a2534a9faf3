"""The passage of a text that answers a query best, with what was found in it marked.

Parts and never HTML: a template escapes the text and marks the parts, so nothing that somebody
typed into a title can become markup.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

LENGTH = 120
LEAD = 16
MOST_FINDINGS = 2_000
ELLIPSIS = "…"
# Full-width forms are one character each, like those they stand for.
_HALF_WIDTHS = {0x3000: 0x20} | {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text, marked where it matches."""

    text: str
    is_match: bool = False


def marked(text: str, terms: Collection[str]) -> tuple[Part, ...]:
    """Return the whole text in parts; put together they are the text again."""
    return _parts(text, 0, len(text), _covered(text, _findings(text, terms)))


def snippet(text: str, terms: Collection[str], length: int = LENGTH) -> tuple[Part, ...]:
    """Return the best `length` characters in parts, with an ellipsis where text was left out.

    Best is the stretch with the most different terms; the beginning where none is found.
    """
    findings = _findings(text, terms)
    start = _best_start(findings, length, len(text))
    end = min(start + length, len(text))
    parts = _parts(text, start, end, _covered(text, findings))
    before = (Part(ELLIPSIS),) if start > 0 else ()
    after = (Part(ELLIPSIS),) if end < len(text) else ()
    return before + parts + after


@dataclass(frozen=True, slots=True)
class _Finding:
    start: int
    end: int
    term: str


def _findings(text: str, terms: Collection[str]) -> list[_Finding]:
    """Find the terms, overlapping ones too, at their places in the text as it was written."""
    alike, origin = _folded(text)
    pattern = _pattern(terms)
    found = []
    for match in pattern.finditer(alike) if pattern else ():
        first, last = match.start(1), match.end(1) - 1
        found.append(_Finding(origin[first], origin[last] + 1, match[1]))
        if len(found) == MOST_FINDINGS:
            break
    return found


def _pattern(terms: Collection[str]) -> re.Pattern[str] | None:
    longest_first = sorted(filter(None, terms), key=lambda term: (-len(term), term))
    # A Latin term begins where a word begins: "ai" is not in "rain".
    written = [
        (r"(?<![a-z0-9])" if term.isascii() else "") + re.escape(term) for term in longest_first
    ]
    return re.compile(f"(?=({'|'.join(written)}))") if written else None


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return the text as terms are folded, and for each character where it came from."""
    lower = text.translate(_HALF_WIDTHS).casefold()
    if len(lower) == len(text) and unicodedata.is_normalized("NFKC", lower):
        return lower, range(len(text))
    characters: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        alike = _alike(character)
        characters.append(alike)
        origin.extend([at] * len(alike))
    return "".join(characters), origin


@lru_cache(maxsize=8_192)
def _alike(character: str) -> str:
    return unicodedata.normalize("NFKC", character).casefold()


def _best_start(findings: list[_Finding], length: int, size: int) -> int:
    """Return where to begin: just before the shortest stretch with the most different terms."""
    inside: Counter[str] = Counter()
    best, best_start, first, different = 0, 0, 0, 0
    for finding in findings:
        inside[finding.term] += 1
        different += inside[finding.term] == 1
        while _may_drop(findings[first], finding, inside, length):
            inside[findings[first].term] -= 1
            different -= inside[findings[first].term] == 0
            first += 1
        if different > best:
            best, best_start = different, findings[first].start
    return max(0, min(best_start - LEAD, size - length))


def _may_drop(first: _Finding, last: _Finding, inside: Counter[str], length: int) -> bool:
    """Tell whether the stretch from first to last is better without first."""
    is_too_long = last.end - first.start > length - LEAD
    return first is not last and (is_too_long or inside[first.term] > 1)


def _covered(text: str, findings: list[_Finding]) -> bytearray:
    covered = bytearray(len(text))
    for finding in findings:
        covered[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
    return covered


def _parts(text: str, start: int, end: int, covered: bytearray) -> tuple[Part, ...]:
    runs = groupby(range(start, end), key=lambda at: bool(covered[at]))
    return tuple(Part("".join(text[at] for at in run), is_match) for is_match, run in runs)
