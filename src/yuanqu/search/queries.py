"""Find documents: ranked by this node's index, shown only as the database allows at this moment."""

import logging
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

import tantivy
from django.db.models import Q
from tantivy import FieldType, Occur, Query

from yuanqu.engines.retrieval.alike import alike
from yuanqu.engines.retrieval.snippets import Part, marked, snippet
from yuanqu.engines.retrieval.tokens import Wanted, wanted
from yuanqu.search import catching_up, index
from yuanqu.search.access import may_see
from yuanqu.search.models import Document
from yuanqu.search.schema import schema

logger = logging.getLogger(__name__)

MOST_HITS = 200
MOST_ON_A_PAGE = 100
WHOLE_NAME_SCORE = 1_000.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, in the present language, with what matched marked."""

    key: str
    kind: str
    url: str
    title: str
    title_parts: tuple[Part, ...]
    snippet: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the hits. `total` counts up to 200, and `has_more_than_total` says if it stopped.

    `is_complete` is false while this node's index does not hold all that is published.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    offset: int = 0
    has_more_than_total: bool = False
    is_complete: bool = True

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins, if there is one."""
        after = self.offset + len(self.hits)
        return after if self.hits and after < self.total else None


def search(
    text: str,
    *,
    viewer_tokens: Collection[str],
    on: date,
    kinds: Collection[str] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Page:
    """Find what the holder of the tokens may see on that day, best first.

    Never raises for any text; where there is nothing to look for, nothing is found.
    """
    asked = wanted(text)
    if asked.is_empty or not viewer_tokens or (kinds is not None and not kinds):
        return Page()
    query = _query(asked, frozenset(viewer_tokens), on, kinds)
    ranked, is_complete = _ranked(query)
    candidates = [pk for pk, _score in ranked]
    visible = _visible(candidates[:MOST_HITS], frozenset(viewer_tokens), on, kinds)
    offset = max(offset, 0)
    shown = visible[offset : offset + min(max(limit, 1), MOST_ON_A_PAGE)]
    return Page(
        hits=_hits(shown, asked),
        total=len(visible),
        offset=offset,
        has_more_than_total=len(candidates) > MOST_HITS,
        is_complete=is_complete,
    )


def passages(
    text: str,
    viewer_tokens: Collection[str],
    on: date,
    limit: int = MOST_HITS,
    kind: str = "passage",
) -> list[tuple[str, float]]:
    """Keys of what may hold the answer to a question, with their scores, best first.

    Unlike a search it asks for no share of the question's words: a passage may answer though most
    of them stand elsewhere in its document. 繁體 is read as 简体.
    """
    asked = wanted(alike(text))
    tokens = frozenset(viewer_tokens)
    if asked.is_empty or not tokens:
        return []
    terms = [*_terms("words", asked.words), *_terms("pairs", asked.pairs)]
    matching = Query.boolean_query(_should(terms))
    silent = _silent(tokens, on, [kind])
    ranked, _is_complete = _ranked(Query.boolean_query([*silent, (Occur.Must, matching)]))
    rows = _open_rows([pk for pk, _score in ranked[:limit]], on, [kind])
    keys = {pk: key for pk, key, access in rows if may_see(access, tokens)}
    return [(keys[pk], score) for pk, score in ranked[:limit] if pk in keys]


def term_weights() -> Callable[[str, str], float]:
    """How much a term tells, by its field ("pairs" or "words"): its inverse document frequency.

    The index is read as it is now; without one, or while it is switched, every term tells alike.
    """
    try:
        generation = index.current()
        searcher = generation.searcher() if generation else None
    except index.IndexBroken:
        searcher = None
    if searcher is None:
        return lambda _field, _term: 1.0
    documents = searcher.num_docs

    def weight_of(field: str, term: str) -> float:
        held = searcher.doc_freq(field, term)
        return math.log(1 + (documents - held + 0.5) / (held + 0.5))

    return weight_of


def newest() -> index.State | None:
    """How far this node's index has come, brought up first: equal states find equal things."""
    try:
        generation, _is_complete = _latest_generation()
    except index.IndexBroken:
        return None
    return generation.state if generation else None


def _ranked(query: Query) -> tuple[list[tuple[int, float]], bool]:
    """The best documents by the index as it is now with their scores, and whether it holds all."""
    for _ in range(2):  # once more after the index was mended, or switched under our hands
        generation = None
        try:
            generation, is_complete = _latest_generation()
            if generation is not None:
                return _candidates(generation.searcher(), query), is_complete
        except index.IndexBroken:
            logger.warning("A search failed in the index.", exc_info=True)
            _repair(generation)
    return [], False


def _latest_generation() -> tuple[index.Generation | None, bool]:
    """The index, brought up if it was behind, and whether it now holds everything."""
    generation = index.current()
    if generation is not None and not catching_up.is_behind(generation.state):
        return generation, True
    try:
        catching_up.catch_up(most=catching_up.MOST_AT_ONCE)
    except index.IndexBroken:
        logger.warning("The search index cannot be brought up.", exc_info=True)
    generation = index.current()
    is_complete = generation is not None and not catching_up.is_behind(generation.state)
    return generation, is_complete


def _repair(broken: index.Generation | None) -> None:
    try:
        if broken is None:
            catching_up.catch_up()
        else:
            catching_up.mend(broken)
    except index.IndexBroken:
        logger.warning("The search index cannot be made anew.", exc_info=True)


def _query(asked: Wanted, tokens: frozenset[str], on: date, kinds: Collection[str] | None) -> Query:
    silent = _silent(tokens, on, kinds)
    words = _should(_terms("words", asked.words))
    return Query.boolean_query([*silent, (Occur.Must, _any_way(asked)), *words])


def _silent(
    tokens: frozenset[str], on: date, kinds: Collection[str] | None
) -> list[tuple[Occur, Query]]:
    """What filters and does not rank."""
    day = on.toordinal()
    filters = [
        Query.term_set_query(schema(), "access", sorted(tokens)),
        Query.range_query(schema(), "valid_from", FieldType.Integer, upper_bound=day),
        Query.range_query(
            schema(), "valid_until", FieldType.Integer, lower_bound=day, include_lower=False
        ),
    ]
    if kinds is not None:
        filters.append(Query.term_set_query(schema(), "kind", sorted(kinds)))
    return [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]


def _any_way(asked: Wanted) -> Query:
    """Enough of the pairs; or the whole name; or a Latin word of a name that is only begun."""
    named = Query.term_query(schema(), "name", asked.name, "basic")
    ways = [
        Query.boolean_query(_should(_terms("pairs", asked.pairs)), asked.least_pairs),
        Query.const_score_query(named, WHOLE_NAME_SCORE),
    ]
    if asked.prefix:
        begun = Query.regex_query(schema(), "name_words", f"{asked.prefix}.*")
        ways.append(Query.const_score_query(begun, 1.0))
    return Query.boolean_query(_should(ways))


def _terms(field: str, tokens: Sequence[str]) -> list[Query]:
    return [Query.term_query(schema(), field, token, "freq") for token in tokens]


def _should(queries: Sequence[Query]) -> list[tuple[Occur, Query]]:
    return [(Occur.Should, query) for query in queries]


def _candidates(searcher: tantivy.Searcher, query: Query) -> list[tuple[int, float]]:
    """The best documents' keys and scores, one more than we count so that we know of more."""
    with index.mending():
        found = searcher.search(query, limit=MOST_HITS + 1, count=False)
        places = [place for _, place in found.hits]
        keys = searcher.fast_field_values("pk", places) if places else []
    scores = [float(score or 0) for score, _ in found.hits]
    return [(int(key), score) for key, score in zip(keys, scores, strict=True) if key is not None]


def _visible(
    candidates: Sequence[int], tokens: frozenset[str], on: date, kinds: Collection[str] | None
) -> list[int]:
    """Those that the database shows to these tokens on that day: the index may be behind it."""
    access = {pk: access for pk, _key, access in _open_rows(candidates, on, kinds)}
    return [pk for pk in candidates if may_see(access.get(pk, ()), tokens)]


def _open_rows(
    candidates: Sequence[int], on: date, kinds: Collection[str] | None
) -> list[tuple[int, str, list[str]]]:
    """Those published on that day, by number, with key and access."""
    rows = Document.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_until__isnull=True) | Q(valid_until__gt=on),
        pk__in=candidates,
        is_withdrawn=False,
    )
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    return list(rows.values_list("pk", "key", "access"))


def _hits(keys: Sequence[int], asked: Wanted) -> tuple[Hit, ...]:
    documents = Document.objects.in_bulk(keys)
    return tuple(_hit(documents[key], asked) for key in keys if key in documents)


def _hit(document: Document, asked: Wanted) -> Hit:
    title = document.title_in()
    return Hit(
        key=document.key,
        kind=document.kind,
        url=document.url,
        title=title,
        title_parts=marked(title, asked.marks),
        snippet=snippet(document.body, asked.marks),
    )
