"""Two documents that hold and say different things: the newer one wins."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from yuanqu.assistant.likeness import likeness
from yuanqu.assistant.models import Band
from yuanqu.engines.answering import Answered
from yuanqu.engines.retrieval.passages import sentences
from yuanqu.knowledge.models import Version

ALIKE = 0.6  # sentences with so much in common speak of the same thing
MOST_COMPARED = 10

_VALUE = re.compile(r"\d+(?:\.\d+)?")
_EARLIEST = date.min


def outdated(
    answered: Answered, versions: Sequence[Version], texts: Mapping[UUID, str]
) -> UUID | None:
    """The version quoted, where a newer document among the passages says otherwise.

    "Otherwise" is a sentence much like the one that is quoted, with other numbers.
    """
    if Band(answered.band) != Band.ANSWER or not answered.spans:
        return None
    quoted = UUID(answered.spans[0].source)
    said = " ".join(
        texts[quoted][span.start : span.end]
        for span in answered.spans
        if UUID(span.source) == quoted
    )
    days = {version.pk: day_of(version) for version in versions}
    for place in answered.passages[:MOST_COMPARED]:
        other = UUID(place.source)
        newer = other != quoted and days.get(other, _EARLIEST) > days.get(quoted, _EARLIEST)
        if newer and says_otherwise(said, texts[other][place.start : place.end]):
            return quoted
    return None


def day_of(version: Version) -> date:
    """From when a version speaks."""
    return version.effective_from or version.issued_on or _EARLIEST


def says_otherwise(said: str, passage: str) -> bool:
    """Whether a sentence of the passage is much like what is said, with other numbers."""
    values = set(_VALUE.findall(said))
    if not values:
        return False
    words = _VALUE.sub("", said)
    return any(
        set(_VALUE.findall(sentence)) - values
        and not values & set(_VALUE.findall(sentence))
        and likeness(words, _VALUE.sub("", sentence)) >= ALIKE
        for sentence in (passage[span.start : span.end] for span in sentences(passage))
    )
