"""The versions that may hold an answer: found by their passages, checked in the database."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yuanqu.assistant.named_days import past_day
from yuanqu.assistant.replies import Asked
from yuanqu.assistant.standing import Standing, standing_on
from yuanqu.engines.answering import Candidate, Source
from yuanqu.knowledge.access import versions_visible_to
from yuanqu.knowledge.measuring.lexical import MOST_CHARACTERS, parts_of
from yuanqu.knowledge.models import Passage, State, Version
from yuanqu.knowledge.validity import is_in_force
from yuanqu.search.queries import passages

MOST_CANDIDATES = 15
MOST_DRAFTS = 3

# Of each version the numbers of its passages that were found, with their scores.
Scores = dict[UUID, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Found:
    """Versions, best first, with all that the engine is to read of them.

    `past` is the day that the question names, if one; `expired` are those that held then alone.
    """

    versions: tuple[Version, ...] = ()
    drafts: tuple[Version, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    past: date | None = None
    expired: frozenset[UUID] = frozenset()
    texts: Mapping[UUID, str] = field(default_factory=dict)

    def candidates_of(self, versions: Collection[Version]) -> list[Candidate]:
        """The candidates of some of the versions, best first, as many as are read at once."""
        wanted = {str(version.pk) for version in versions}
        kept: list[Candidate] = []
        characters = 0
        for each in self.candidates:
            if each.source.key in wanted and characters < MOST_CHARACTERS:
                kept.append(each)
                characters += len(each.source.text)
        return kept


def found_for(asked: Asked) -> Found:
    """What the asker may read and what holds, on the day and on the past day that is named."""
    past = past_day(asked.text, asked.on)
    scores = _scores(asked, [("passage", day) for day in (asked.on, past) if day])
    scores |= _scores(asked, [("draft", asked.on)])
    rows = _readable(asked, scores)
    ranked = sorted(rows, key=lambda row: (-max(scores[row.pk].values()), str(row.pk)))
    now = {row.pk for row in ranked if standing_on(row, asked.on) == Standing.IN_FORCE}
    then = {row.pk for row in ranked if past and is_in_force(row, past)} - now
    drafts = [row for row in ranked if standing_on(row, asked.on) == Standing.DRAFT]
    held = [row for row in ranked if row.pk in now | then][:MOST_CANDIDATES]
    kept = (*held, *drafts[:MOST_DRAFTS])
    texts = _texts(kept)
    candidates = tuple(_candidates(kept, texts, scores))
    return Found(tuple(held), tuple(drafts[:MOST_DRAFTS]), candidates, past, frozenset(then), texts)


def _texts(versions: Sequence[Version]) -> dict[UUID, str]:
    rows = Version.objects.filter(pk__in=[version.pk for version in versions])
    return dict(rows.values_list("pk", "text"))


def _candidates(
    versions: Sequence[Version], texts: Mapping[UUID, str], scores: Scores
) -> list[Candidate]:
    """The parts of the versions in which something was found, best first."""
    starts = _starts(versions)
    made = [
        Candidate(part, score)
        for version in versions
        for part, score in _scored(
            Source(str(version.pk), version.title, texts.get(version.pk, "")),
            {starts[version.pk].get(at, 0): score for at, score in scores[version.pk].items()},
        )
    ]
    return sorted(made, key=lambda each: -each.score)


def _scored(source: Source, found: Mapping[int, float]) -> Iterator[tuple[Source, float]]:
    """Each part of a long text that holds a passage that was found; a short one is one part."""
    parts = list(parts_of(source))
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        end = following.offset if following else len(source.text) + 1
        inside = [score for at, score in found.items() if part.offset <= at < end]
        if inside:
            yield part, max(inside)


def _starts(versions: Sequence[Version]) -> dict[UUID, dict[int, int]]:
    """Of each version where its passages begin, by their numbers."""
    starts: dict[UUID, dict[int, int]] = {version.pk: {} for version in versions}
    rows = Passage.objects.filter(version__in=[version.pk for version in versions])
    for version, number, start in rows.values_list("version", "number", "start"):
        starts[version][number] = start
    return starts


def _scores(asked: Asked, where: Collection[tuple[str, date]]) -> Scores:
    """The passages that were found, by their keys: `passage:<version>:<number>`."""
    found: Scores = {}
    for kind, day in where:
        for key, score in passages(asked.text, asked.tokens, day, kind=kind):
            _kind, version, number = key.split(":")
            held = found.setdefault(UUID(version), {})
            held[int(number)] = max(score, held.get(int(number), 0.0))
    return found


def _readable(asked: Asked, versions: Scores) -> list[Version]:
    """Those that the database lets the asker read now: an index may be behind."""
    rows = versions_visible_to(asked.viewer).filter(
        pk__in=list(versions), state=State.PARSED, document__withdrawn_at__isnull=True
    )
    if asked.pack is not None:
        rows = rows.filter(document__pack=asked.pack)
    return list(rows.defer("text", "headings"))
