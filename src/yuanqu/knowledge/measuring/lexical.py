"""The first stage on its own: an index of passages in memory or in a folder, by words and pairs.

Each passage is indexed with the head of its document: its title and first characters, which say
whose city and which notice it is. Both cuts of the text are asked in one query, and their scores
add up: as good as any weighting, and faster (docs/algorithms/answering.md).
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from yuanqu.engines.answering import Candidate, Source
from yuanqu.engines.answering.questions import Question
from yuanqu.engines.answering.sources import HEAD
from yuanqu.engines.retrieval import tokens
from yuanqu.engines.retrieval.alike import alike
from yuanqu.engines.retrieval.passages import tiles
from yuanqu.knowledge.measuring.priors import NO_PRIORS, Priors

WRITER_BYTES = 128_000_000
FEW_HITS, MANY_HITS = 80, 300  # many where a prior may bring up what lies deep
FEW_SOURCES, MANY_SOURCES = 15, 80
MOST_CHARACTERS = 20_000  # read for one question, or a little more
PRIOR_TIMES = 3.0  # what one step of the prior is worth beside the first stage's score
# Among so many passages, what one in twenty has finds nothing, and is most of the work.
MANY_PASSAGES, COMMON = 100_000, 3.0
LONGEST_SOURCE = 8_000  # a longer document is ranked in parts


class Lexical:
    """Passages of many documents, to be asked for candidates."""

    def __init__(
        self,
        sources: Iterable[Source],
        folder: Path | None = None,
    ) -> None:
        self.sources: list[Source] = []
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder) if folder else None)
        self._fill(sources)
        self._index.reload()
        self._searcher = self._index.searcher()
        self.size = self._searcher.num_docs
        self.weight_of = lru_cache(maxsize=100_000)(self._weight_of)
        self._least_weight = COMMON if self.size > MANY_PASSAGES else 0.0

    def candidates(
        self,
        question: Question,
        priors: Priors = NO_PRIORS,
        without: frozenset[str] = frozenset(),
    ) -> list[Candidate]:
        """The documents with the best passages, best first; none of those in `without`."""
        best = {
            number: score
            for number, score in self._hits(question, MANY_HITS if priors.is_known else FEW_HITS)
            if self.sources[number].key not in without
        }
        ranked = sorted(
            (
                Candidate(self.sources[at], score, priors.of(self.sources[at]))
                for at, score in best.items()
            ),
            key=lambda found: -(found.score + PRIOR_TIMES * found.prior),
        )
        most = MANY_SOURCES if priors.is_known else FEW_SOURCES
        return list(_as_many_as_fit(ranked[:most]))

    def _hits(self, question: Question, most: int) -> Iterator[tuple[int, float]]:
        """Documents by number with the score of their best passage, each once, best first."""
        wanted = [("pairs", pair) for pair in question.pairs] + [
            ("words", word) for word in tokens.wanted(question.text).words
        ]
        if not wanted:
            return
        told = [each for each in wanted if self.weight_of(*each) >= self._least_weight]
        terms = [
            Query.term_query(self._schema, field, term, "freq") for field, term in told or wanted
        ]
        query = Query.boolean_query([(Occur.Should, term) for term in terms])
        hits = self._searcher.search(query, limit=most, count=False).hits
        numbers = self._searcher.fast_field_values("source", [at for _, at in hits]) if hits else []
        seen: set[int] = set()
        for (score, _), number in zip(hits, numbers, strict=True):
            if number is not None and number not in seen:
                seen.add(int(number))
                yield int(number), float(score)

    def _weight_of(self, field: str, term: str) -> float:
        """The inverse document frequency of a term, as BM25 has it."""
        having = self._searcher.doc_freq(field, term)
        return math.log(1 + (self.size - having + 0.5) / (having + 0.5))

    def _fill(self, sources: Iterable[Source]) -> None:
        writer = self._index.writer(WRITER_BYTES, num_threads=1)
        for source in sources:
            for part in parts_of(source):
                number = len(self.sources)
                self.sources.append(part)
                # A copy, so that what is only needed here is not kept.
                for text in _texts(part.afresh()):
                    writer.add_document(_entry(number, text))
        writer.commit()


def parts_of(source: Source) -> Iterator[Source]:
    """The document, or parts of at most 8,000 characters that end where passages do."""
    if len(source.text) <= LONGEST_SOURCE:
        yield source
        return
    start = end = 0
    opening = source.text[:HEAD]
    for tile in tiles(source.text):
        if tile.end - start > LONGEST_SOURCE:
            yield Source(source.key, source.title, source.text[start:end], start, opening)
            start = end
        end = tile.end
    yield Source(source.key, source.title, source.text[start:], start, opening)


def _texts(source: Source) -> Iterator[str]:
    title = alike(source.title)
    for number, (start, end) in enumerate(tiles(source.text)):
        # The first passage of a whole document has the head already.
        head = source.head if number or source.offset else title
        yield f"{head}\n{source.folded[start:end]}"


def _entry(number: int, text: str) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_unsigned("source", number)
    entry.add_text("words", " ".join(tokens.words(text)))
    entry.add_text("pairs", " ".join(tokens.pairs(text)))
    return entry


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("source", fast=True)
    for name in ("words", "pairs"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _as_many_as_fit(ranked: Sequence[Candidate]) -> Iterator[Candidate]:
    """The first candidates, up to the most documents and characters that are worth reading."""
    characters = 0
    for candidate in ranked:
        yield candidate
        characters += len(candidate.source.text)
        if characters >= MOST_CHARACTERS:
            return
