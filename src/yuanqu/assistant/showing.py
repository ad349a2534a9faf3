"""A turn as a door shows it: its quotes read from the sources again, as far as they still open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from uuid import UUID

from yuanqu.accounts.access import Viewer
from yuanqu.assistant.models import Band, Route, Turn
from yuanqu.assistant.replies import Quote
from yuanqu.assistant.standing import Standing, standing_on
from yuanqu.assistant.urgent import Danger, dangers
from yuanqu.engines.retrieval.snippets import Part
from yuanqu.knowledge.access import versions_visible_to
from yuanqu.knowledge.models import Passage, State, Version


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A stretch of a source in parts, those that answer marked; where it stands, what it is worth.

    `number` is that of the source's own passage in which it begins, for a link to the place.
    """

    version: Version
    quote: Quote
    parts: tuple[Part, ...]
    heading: str
    article: str
    number: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Composition:
    """A sentence that a model wrote, with the numbers (from 1) of the quotes it rests on."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn with all that a page or a program shows of it.

    `is_gone` says that a source does not open for the viewer any more; then nothing of it is told.
    """

    turn: Turn
    quotes: tuple[ShownQuote, ...] = ()
    danger: Danger | None = None
    composed: tuple[Composition, ...] = ()
    is_gone: bool = False
    notes: tuple[tuple[str, Mapping[str, str]], ...] = field(default=())

    @property
    def text(self) -> str:
        """What is asserted; nothing where a source does not open any more."""
        return "" if self.is_gone else self.turn.answer


def shown(turns: Sequence[Turn], viewer: Viewer, today: date) -> list[Shown]:
    """Each turn with its quotes, in two queries whatever their number."""
    quotes = {turn.pk: [Quote.of(kept) for kept in turn.quotes] for turn in turns}
    every = list(chain.from_iterable(quotes.values()))
    versions = _versions(viewer, {quote.version for quote in every})
    passages = _passages(versions)
    return [
        _shown(turn, [_quote(each, versions, passages, today) for each in quotes[turn.pk]])
        for turn in turns
    ]


def _shown(turn: Turn, quotes: list[ShownQuote | None]) -> Shown:
    there = tuple(quote for quote in quotes if quote is not None)
    is_gone = len(there) < len(quotes) and (turn.band == Band.ANSWER or not there)
    return Shown(
        turn,
        () if is_gone else there,
        dangers().get(turn.urgent) if turn.route == Route.URGENT else None,
        () if is_gone else _composed(turn),
        is_gone,
        tuple((note["code"], note["facts"]) for note in turn.notes),
    )


def _composed(turn: Turn) -> tuple[Composition, ...]:
    sentences = turn.composed.get("sentences", []) if turn.composed else []
    return tuple(
        Composition(text, tuple(number + 1 for number in cited)) for text, cited in sentences
    )


def _versions(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, Version]:
    wanted = list(ids)
    if not wanted:
        return {}
    rows = versions_visible_to(viewer).filter(
        pk__in=wanted, state=State.PARSED, document__withdrawn_at__isnull=True
    )
    return {version.pk: version for version in rows}


def _passages(versions: Iterable[UUID]) -> dict[UUID, list[Passage]]:
    held: dict[UUID, list[Passage]] = {version: [] for version in versions}
    if held:
        for passage in Passage.objects.filter(version__in=list(held)).order_by("number"):
            held[passage.version_id].append(passage)
    return held


def _quote(
    quote: Quote,
    versions: Mapping[UUID, Version],
    passages: Mapping[UUID, list[Passage]],
    today: date,
) -> ShownQuote | None:
    version = versions.get(quote.version)
    if version is None:
        return None
    first = quote.spans[0][0] if quote.spans else quote.start
    around = [each for each in passages[version.pk] if each.start <= first] or passages[version.pk]
    place = around[-1] if around and around[-1].start <= first else next(iter(around), None)
    return ShownQuote(
        version,
        quote,
        _parts(version.text, quote),
        place.heading.removeprefix(f"{version.title} › ") if place else "",
        place.article if place else "",
        place.number if place else 0,
        standing_on(version, today),
    )


def _parts(text: str, quote: Quote) -> tuple[Part, ...]:
    """The quote in parts; put together they are the text of the source."""
    parts, at = [], quote.start
    for start, end in sorted(quote.spans):
        if at < start:
            parts.append(Part(text[at:start]))
        parts.append(Part(text[max(at, start) : end], is_match=True))
        at = max(at, end)
    if at < quote.end:
        parts.append(Part(text[at : quote.end]))
    return tuple(part for part in parts if part.text)
