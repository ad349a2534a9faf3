"""The scoreboard as a page shows it: figures with their sources numbered, as in a report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yuanqu.accounts.access import Viewer
from yuanqu.indicators.queries import ScoreboardGroup, scoreboard
from yuanqu.indicators.values import IndicatorValue
from yuanqu.indicators.wording import GROUP_NAMES
from yuanqu.ledger.queries import public_sources_of


@dataclass(frozen=True, slots=True)
class Source:
    """A document that figures rest on, and the number by which the figures cite it."""

    number: int
    title: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure and its sources' numbers."""

    value: IndicatorValue
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures under one heading; `more` are those not shown."""

    name: str
    tiles: tuple[Tile, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Board:
    """All groups, and the sources that they cite."""

    groups: tuple[Group, ...]
    sources: tuple[Source, ...]

    @property
    def more(self) -> int:
        """How many figures are not shown."""
        return sum(group.more for group in self.groups)


def board(viewer: Viewer, *, as_of: date | None = None, most: int | None = None) -> Board:
    """The scoreboard, with at most so many figures of each group."""
    groups = scoreboard(viewer, as_of=as_of)
    shown = [value for group in groups for value in group.values[:most]]
    rests_on = public_sources_of({fact for value in shown for fact in value.used.opened})
    sources = _numbered(shown, rests_on)
    return Board(
        tuple(_group(group, most, rests_on, sources) for group in groups),
        tuple(Source(number, *document) for document, number in sources.items()),
    )


Document = tuple[str, str]  # title and issuer
RestsOn = Mapping[UUID, tuple[Document, ...]]


def _numbered(values: Iterable[IndicatorValue], rests_on: RestsOn) -> Mapping[Document, int]:
    met = dict.fromkeys(document for value in values for document in _documents(value, rests_on))
    return {document: number for number, document in enumerate(met, 1)}


def _documents(value: IndicatorValue, rests_on: RestsOn) -> Iterable[Document]:
    return (document for fact in value.used.opened for document in rests_on.get(fact, ()))


def _group(
    group: ScoreboardGroup, most: int | None, rests_on: RestsOn, sources: Mapping[Document, int]
) -> Group:
    shown = group.values[:most]
    tiles = tuple(
        Tile(value, tuple(sorted({sources[each] for each in _documents(value, rests_on)})))
        for value in shown
    )
    return Group(str(GROUP_NAMES[group.code]), tiles, len(group.values) - len(shown))
