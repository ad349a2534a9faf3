"""From a question to a reply. It reads and writes nothing: `actions.asking` keeps what it says."""

import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache
from uuid import UUID

from yuanqu.accounts.errors import Refused
from yuanqu.assistant.contradicting import outdated
from yuanqu.assistant.curated import entry_for
from yuanqu.assistant.first_stage import Found, found_for
from yuanqu.assistant.models import Band, Route
from yuanqu.assistant.replies import Asked, Note, Quote, Reply
from yuanqu.assistant.urgent import danger_in
from yuanqu.engines.answering import Answered, Answerer
from yuanqu.engines.answering import Band as EngineBand
from yuanqu.engines.answering.wordings import Synonyms, wordings
from yuanqu.knowledge.access import packs_visible_to
from yuanqu.knowledge.measuring.answers import model_of
from yuanqu.knowledge.models import Version
from yuanqu.knowledge.queries import synonyms_of
from yuanqu.search.queries import term_weights

LONGEST_QUESTION = 1_000
MOST_CLOSEST = 3
MOST_RANKED = 10
MOST_ROUNDS = 3


@cache
def answerer() -> Answerer:
    """The engine with the model that is shipped."""
    return Answerer(model_of())


def reply_to(asked: Asked) -> Reply:
    """The answer. Raises `Refused` where nothing was asked, or more than is read."""
    danger = danger_in(asked.text)
    if danger is not None:
        return Reply(Route.URGENT, Band.ANSWER, 1.0, urgent=danger.code)
    demand_question(asked.text)
    found = entry_for(asked)
    if found is not None:
        entry, near = found
        return Reply(Route.FAQ, Band.ANSWER, near, text=entry.answer, faq=entry)
    return _in_any_words(asked)


def _in_any_words(asked: Asked) -> Reply:
    """From documents; where they have no answer in these words, in those that stand for them."""
    best = _documented(asked, found_for(asked))
    if best.band == Band.ANSWER:
        return best
    for other in wordings(asked.text, _synonyms(asked)):
        again = replace(asked, text=other.text)
        reply = _documented(again, found_for(again))
        confidence = reply.confidence * other.weight
        if reply.band == Band.ANSWER and answerer().is_sure(confidence):
            return replace(reply, confidence=confidence)
    return best


def _synonyms(asked: Asked) -> list[Synonyms]:
    packs = [asked.pack] if asked.pack else packs_visible_to(asked.viewer)
    return [
        Synonyms(tuple(each["words"]), float(each["weight"])) for each in synonyms_of(list(packs))
    ]


def demand_question(text: str) -> None:
    """Raise `Refused` for what is no question: nothing, signs and pictures alone, or too much."""
    if not text.strip():
        raise Refused("assistant.nothing_asked")
    if len(text) > LONGEST_QUESTION:
        raise Refused("assistant.too_long", length=str(len(text)), most=str(LONGEST_QUESTION))
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        raise Refused("assistant.no_words")


def _documented(asked: Asked, found: Found) -> Reply:
    """From documents that hold; a draft is only ever shown, never asserted."""
    weight_of = term_weights()

    def answer(versions: Sequence[Version]) -> Answered:
        candidates = found.candidates_of(versions)
        if not candidates:
            return Answered(EngineBand.REFUSE, 0.0)
        return answerer().answer(asked.text, candidates, weight_of)

    answered, is_newer = _newest(found, answer)
    drafted = answer(found.drafts)
    return _reply(found, answered, drafted, is_newer)


def _newest(found: Found, answer: Callable[[Sequence[Version]], Answered]) -> tuple[Answered, bool]:
    """The answer, and whether it took the place of what an older document says otherwise."""
    left: Sequence[Version] = found.versions
    answered, replaced = answer(left), False
    for _round in range(MOST_ROUNDS):
        old = outdated(answered, left, found.texts)
        if old is None:
            break
        left = [version for version in left if version.pk != old]
        again = answer(left)
        if Band(again.band) == Band.REFUSE:
            break  # what is newer speaks of something else
        answered, replaced = again, Band(again.band) == Band.ANSWER
    return answered, replaced


def _reply(found: Found, answered: Answered, drafted: Answered, is_newer: bool) -> Reply:
    band = Band(answered.band)
    quotes = _quoted(answered) if band == Band.ANSWER else ()
    if band == Band.CLOSEST:
        quotes = _ranked(answered)[:MOST_CLOSEST]
    notes = _notes(found, quotes, is_newer)
    if band != Band.ANSWER and _is_closer(drafted, answered):
        quotes, band = (*quotes, *_ranked(drafted)[:1]), Band.CLOSEST
        notes = (*notes, Note("assistant.draft_among"))
    return Reply(
        Route.KNOWLEDGE,
        band,
        min(max(answered.confidence, 0.0), 1.0),
        text=answered.text if band == Band.ANSWER else "",
        quotes=quotes,
        ranked=_ranked(answered)[:MOST_RANKED],
        notes=notes,
    )


def _is_closer(drafted: Answered, answered: Answered) -> bool:
    """Whether a draft for comments comes closer than what holds."""
    found = Band(drafted.band) != Band.REFUSE
    return found and drafted.confidence >= answered.confidence


def _notes(found: Found, quotes: Collection[Quote], is_newer: bool) -> tuple[Note, ...]:
    notes = []
    if any(quote.version in found.expired for quote in quotes) and found.past:
        notes.append(Note("assistant.of_the_past", {"day": found.past.isoformat()}))
    if is_newer:
        notes.append(Note("assistant.newer_wins"))
    return tuple(notes)


def _quoted(answered: Answered) -> tuple[Quote, ...]:
    """The passages that hold an answering span, each with its spans, in the order of the ranks."""
    quotes: list[Quote] = []
    left = list(answered.spans)
    for place in answered.passages:
        own = [
            span
            for span in left
            if span.source == place.source and place.start <= span.start and span.end <= place.end
        ]
        if own:
            left = [span for span in left if span not in own]
            spans = tuple((span.start, span.end) for span in own)
            quotes.append(Quote(UUID(place.source), place.start, place.end, spans))
    alone = (
        Quote(UUID(each.source), each.start, each.end, ((each.start, each.end),)) for each in left
    )
    return (*quotes, *alone)


def _ranked(answered: Answered) -> tuple[Quote, ...]:
    """The best passages that do not overlap a better one, with what would be quoted of them."""
    kept: list[Quote] = []
    for place in answered.passages:
        spans = tuple(
            (span.start, span.end)
            for span in answered.spans
            if span.source == place.source and place.start <= span.start and span.end <= place.end
        )
        quote = Quote(UUID(place.source), place.start, place.end, spans)
        if not any(_overlap(quote, other) for other in kept):
            kept.append(quote)
    return tuple(kept)


def _overlap(one: Quote, other: Quote) -> bool:
    return one.version == other.version and one.start < other.end and other.start < one.end
