"""Find documents: ranked by this node's index, shown only as the database allows at this moment."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import tantivy
from django.db.models import Q
from tantivy import FieldType, Occur, Query

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
    candidates, is_complete = _ranked(query)
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


def _ranked(query: Query) -> tuple[list[int], bool]:
    """The best documents' keys by the index as it is now, and whether it holds everything."""
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
    silent = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
    words = _should(_terms("words", asked.words))
    return Query.boolean_query([*silent, (Occur.Must, _any_way(asked)), *words])


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


def _candidates(searcher: tantivy.Searcher, query: Query) -> list[int]:
    """The best documents' keys, one more than we count so that we know of more."""
    with index.mending():
        found = searcher.search(query, limit=MOST_HITS + 1, count=False)
        places = [place for _, place in found.hits]
        keys = searcher.fast_field_values("pk", places) if places else []
    return [int(key) for key in keys if key is not None]


def _visible(
    candidates: Sequence[int], tokens: frozenset[str], on: date, kinds: Collection[str] | None
) -> list[int]:
    """Those that the database shows to these tokens on that day: the index may be behind it."""
    rows = Document.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_until__isnull=True) | Q(valid_until__gt=on),
        pk__in=candidates,
        is_withdrawn=False,
    )
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    access: Mapping[int, list[str]] = dict(rows.values_list("pk", "access"))
    return [pk for pk in candidates if may_see(access.get(pk, ()), tokens)]


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
