"""What an answer is before it is kept: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Self
from uuid import UUID

from yuanqu.accounts.access import Viewer
from yuanqu.assistant.models import Band, Route
from yuanqu.knowledge.models import Faq, Pack

Span = tuple[int, int]
# Question and answer of an earlier turn of the same conversation.
Exchange = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that its answer follows from; no pack means every pack."""

    viewer: Viewer
    tokens: frozenset[str]
    text: str
    pack: Pack | None
    on: date
    history: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters of a version's text, [start, end), and the parts of them that answer."""

    version: UUID
    start: int
    end: int
    spans: tuple[Span, ...] = ()

    @property
    def kept(self) -> dict[str, Any]:
        """As a turn keeps it."""
        return {
            "version": str(self.version),
            "start": self.start,
            "end": self.end,
            "spans": [list(span) for span in self.spans],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """From what a turn keeps."""
        spans = tuple((int(start), int(end)) for start, end in kept["spans"])
        return cls(UUID(kept["version"]), int(kept["start"]), int(kept["end"]), spans)


def _no_facts() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about an answer: a code of the wording, with its facts."""

    code: str
    facts: Mapping[str, str] = field(default_factory=_no_facts)

    @property
    def kept(self) -> dict[str, Any]:
        """As a turn keeps it."""
        return {"code": self.code, "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class Composed:
    """What a model wrote, each sentence with the numbers of the quotes that it rests on."""

    sentences: tuple[tuple[str, tuple[int, ...]], ...]
    model: str
    filing_number: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """As a turn keeps it."""
        return {"sentences": [[text, list(cited)] for text, cited in self.sentences]}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `quotes` are shown; `ranked` are the best passages, shown or not."""

    route: Route
    band: Band
    confidence: float
    text: str = ""
    quotes: tuple[Quote, ...] = ()
    ranked: tuple[Quote, ...] = ()
    notes: tuple[Note, ...] = ()
    urgent: str = ""
    faq: Faq | None = None
    composed: Composed | None = None
