"""Every passage of the candidate documents, described by figures that a learned model weighs.

A passage may answer a question though half the question's words stand only in the document's head:
the head says which city, the passage says how much. So each passage is described with its document.
Coverage (the weight of the question's terms that are there) tells more than a BM25 score does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yuanqu.engines.answering.questions import Question
from yuanqu.engines.answering.sources import Floats, Integers, Source
from yuanqu.engines.answering.terms import Terms, counted
from yuanqu.engines.retrieval.passages import LONGEST_PASSAGE

K1, B = 1.2, 0.75  # of BM25
USUAL_DOCUMENT, USUAL_PASSAGE = 1_100, 180  # characters
MOST_TIMES = 10

OF_SOURCE = (
    "rank first_stage first_stage_by_weight bm25_pairs bm25_words in_head in_source "
    "not_in_head triples_in_source heaviest_missing missing numbers_in_source numbers_in_head "
    "longest_run names_in_head names_in_source names_times all_names first_name_in_head "
    "log_length sentences prior"
).split()
OF_PASSAGE = (
    "bm25 coverage with_head without_head rare_here best_sentence best_to_source "
    "best_without_head place_of_best first_sentence sentence_before sentence_after begins "
    "ends is_first characters_in length words triples numbers names alike_sentence "
    "begins_alike alike_question alike_before ends_alike date_for_when figure_for_how_much "
    "list_for_which items_for_which address_for_where long_for_which"
).split()
FEATURES = (*OF_SOURCE, *OF_PASSAGE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may hold the answer.

    `score` is the first stage's, of its best passage; `prior` says how much more often than others
    the collection that it belongs to has answered (log of a frequency; 0 where nothing is known).
    """

    source: Source
    score: float
    prior: float = 0.0


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages of all candidates: places in the sources' texts, and a row of figures each.

    sources: (passages,) number of the candidate; places: (passages, 2) characters;
    features: (passages, len(FEATURES)).
    """

    sources: Integers
    places: Integers
    features: Floats


@dataclass(frozen=True, slots=True)
class _Field:
    """All sentences of all candidates, one below the other.

    counts: (sentences, terms); first: (candidates,) row of each candidate's first sentence;
    heads: (candidates, terms), 1 where the head has the term.
    """

    question: Question
    terms: Terms
    sources: Sequence[Source]
    counts: Integers
    first: Integers
    heads: Floats


def passages_of(question: Question, terms: Terms, candidates: Sequence[Candidate]) -> Passages:
    """Describe each passage of each candidate, candidates best first."""
    kept = [each for each in candidates if each.source.sentences]
    if not kept or question.is_empty:
        return Passages(np.zeros(0, int), np.zeros((0, 2), int), np.zeros((0, len(FEATURES))))
    sources = [each.source for each in kept]
    sizes = [len(source.sentences) for source in sources]
    field = _Field(
        question,
        terms,
        sources,
        counted(terms, sources),
        np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        np.array([terms.present_in(source.head) for source in sources]),
    )
    owner = np.repeat(np.arange(len(sources)), [len(source.windows) for source in sources])
    ranges = np.vstack([source.windows for source in sources])
    places = np.vstack([source.window_places for source in sources])
    scores = np.array([each.score for each in kept], dtype=float)
    of_source = _of_sources(field, scores, np.array([each.prior for each in kept], dtype=float))
    of_passage = _of_passages(field, owner, ranges, places)
    return Passages(owner, places, np.hstack([of_source[owner], of_passage]))


def _of_sources(field: _Field, scores: Floats, priors: Floats) -> Floats:
    terms, heads = field.terms, field.heads
    counts = np.add.reduceat(field.counts, field.first, axis=0).astype(float)
    present = (counts > 0).astype(float)
    lengths = np.array([len(source.text) for source in field.sources], dtype=float)
    weights = terms.weights[terms.pairs]
    missing = (1 - present[:, terms.pairs]) * weights
    described = {
        "rank": np.arange(len(scores)) / 10,
        "first_stage": scores / max(float(scores.max()), 1e-9),
        "first_stage_by_weight": scores / max(float(weights.sum()), 1e-9),
        "bm25_pairs": _bm25(terms, counts, terms.pairs, lengths / USUAL_DOCUMENT),
        "bm25_words": _bm25(terms, counts, terms.words, lengths / USUAL_DOCUMENT),
        "in_head": terms.share(heads, terms.pairs),
        "in_source": terms.share(present, terms.pairs),
        "not_in_head": 1 - terms.share(heads, terms.pairs),
        "triples_in_source": terms.share(present, terms.triples),
        # Of the heaviest that is asked, for weights differ from index to index.
        "heaviest_missing": missing.max(axis=1, initial=0.0) / weights.max(initial=1e-9),
        "missing": (missing**2).sum(axis=1) / max(float((weights**2).sum()), 1e-9),
        **_by_names(field, counts, present),
        "log_length": np.log(lengths),
        "sentences": np.array([len(source.sentences) for source in field.sources]) / 10,
        "prior": priors,
    }
    return np.column_stack([described[name] for name in OF_SOURCE])


def _by_names(field: _Field, counts: Floats, present: Floats) -> dict[str, Floats]:
    """Whether the names and numbers of the question are there, which say whose case it is."""
    terms, heads, names = field.terms, field.heads, counts[:, field.terms.names]
    runs = [_longest_run(field.question.text, source.folded) for source in field.sources]
    first = heads[:, terms.names][:, 0] if names.shape[1] else np.full(len(counts), 0.4)
    return {
        "numbers_in_source": _mean(present[:, terms.numbers], 0.5),
        "numbers_in_head": _mean(heads[:, terms.numbers], 0.5),
        "longest_run": np.array(runs),
        "names_in_head": _mean(heads[:, terms.names], 0.5),
        "names_in_source": _mean(present[:, terms.names], 0.8),
        "names_times": _mean(np.minimum(names, MOST_TIMES) / MOST_TIMES, 0.3),
        "all_names": present[:, terms.names].min(axis=1, initial=1.0),
        "first_name_in_head": first,
    }


def _of_passages(field: _Field, owner: Integers, ranges: Integers, places: Integers) -> Floats:
    terms = field.terms
    first, last = ranges[:, 0] + field.first[owner], ranges[:, 1] + field.first[owner]
    running = np.vstack([np.zeros((1, field.counts.shape[1]), int), field.counts.cumsum(axis=0)])
    counts = (running[last + 1] - running[first]).astype(float)
    present = (counts > 0).astype(float)
    heads = field.heads[owner]
    lengths = (places[:, 1] - places[:, 0]).astype(float)
    described = {
        "bm25": _bm25(terms, counts, terms.pairs, lengths / USUAL_PASSAGE),
        "coverage": terms.share(present, terms.pairs),
        "with_head": terms.share(np.maximum(present, heads), terms.pairs),
        "without_head": _share_without(terms, present, heads),
        "rare_here": _rare_here(field, present, owner),
        "begins": ranges[:, 0] / np.diff(np.append(field.first, len(field.counts)))[owner],
        "ends": ranges[:, 1] / np.diff(np.append(field.first, len(field.counts)))[owner],
        "is_first": (ranges[:, 0] == 0).astype(float),
        "characters_in": places[:, 0] / 1_000,
        "length": lengths / LONGEST_PASSAGE,
        "words": terms.share(present, terms.words),
        "triples": terms.share(present, terms.triples),
        "numbers": _mean(present[:, terms.numbers], 0.5),
        "names": _mean(present[:, terms.names], 0.5),
        **_by_sentence(field, owner, first, last),
        **_by_kind(field, first, last, lengths),
    }
    return np.column_stack([described[name] for name in OF_PASSAGE])


def _by_sentence(
    field: _Field, owner: Integers, first: Integers, last: Integers
) -> dict[str, Floats]:
    """How well single sentences fit: the best of the passage, its ends, and its neighbors."""
    terms = field.terms
    present = (field.counts > 0).astype(float)
    fits = terms.share(present, terms.pairs)
    of_sentence = np.repeat(np.arange(len(field.first)), np.diff(np.append(field.first, len(fits))))
    rest = _share_without(terms, present, field.heads[of_sentence])
    bounds = np.vstack([source.bounds for source in field.sources])
    size = np.maximum(np.minimum(bounds[:, 1] - bounds[:, 0], 120) - 1, 1)
    shared = present[:, terms.pairs].sum(axis=1)
    dice = 2 * shared / (len(field.question.pairs) + size)
    asks = np.concatenate([source.is_question for source in field.sources])
    best, best_dice = _best(fits, first, last), _best(dice, first, last)
    top = np.maximum.reduceat(fits, field.first)[owner]
    before = np.where(first > field.first[owner], 1.0, 0.0)
    ends = np.append(field.first[1:], len(fits)) - 1
    after = np.where(last < ends[owner], 1.0, 0.0)
    return {
        "best_sentence": fits[best],
        "best_to_source": fits[best] / np.maximum(top, 1e-9),
        "best_without_head": rest[_best(rest, first, last)],
        "place_of_best": (best - first) / (last - first + 1),
        "first_sentence": fits[first],
        "sentence_before": fits[first - 1] * before,
        "sentence_after": fits[np.minimum(last + 1, len(fits) - 1)] * after,
        "alike_sentence": dice[best_dice],
        "begins_alike": dice[best_dice] * (best_dice == first),
        "alike_question": dice[best_dice] * asks[best_dice],
        "alike_before": dice[first - 1] * before,
        "ends_alike": dice[best_dice] * (best_dice == last),
    }


def _by_kind(field: _Field, first: Integers, last: Integers, lengths: Floats) -> dict[str, Floats]:
    """Whether the passage has the kind of value that is asked for."""
    kinds = field.question.kinds

    def any_of(kind: str, *names: str) -> Floats:
        if kind not in kinds:
            return np.zeros(len(first))
        values = np.concatenate(
            [sum(source.values(name) for name in names) for source in field.sources]
        )
        running = np.append(0, values.cumsum())
        return (running[last + 1] > running[first]).astype(float)

    return {
        "date_for_when": any_of("when", "date"),
        "figure_for_how_much": any_of("how_much", "money", "percent", "count"),
        "list_for_which": any_of("which", "enumeration"),
        "items_for_which": any_of("which", "item"),
        "address_for_where": any_of("where", "address", "phone"),
        "long_for_which": lengths / LONGEST_PASSAGE * ("which" in kinds),
    }


def _best(figures: Floats, first: Integers, last: Integers) -> Integers:
    """The row with the highest figure in each range; the first of equals.

    Ranges overlap and are short, so we walk their common width instead of each range.
    """
    best = first.copy()
    for step in range(1, int((last - first).max(initial=0)) + 1):
        other = np.minimum(first + step, last)
        best = np.where(figures[other] > figures[best], other, best)
    return best


def _bm25(terms: Terms, counts: Floats, group: slice, length: Floats) -> Floats:
    counted, weights = counts[:, group], terms.weights[group]
    norm = K1 * (1 - B + B * length)[:, None]
    bm25 = (counted * (K1 + 1) / (counted + norm)) @ weights
    return np.asarray(bm25 / max(float(weights.sum()), 1e-9))


def _share_without(terms: Terms, present: Floats, heads: Floats) -> Floats:
    """The share that is present of those pairs which the head does not say."""
    rest = (1 - heads[:, terms.pairs]) * terms.weights[terms.pairs]
    said = (present[:, terms.pairs] * rest).sum(axis=1)
    return np.asarray(said / np.maximum(rest.sum(axis=1), 1e-9))


def _rare_here(field: _Field, present: Floats, owner: Integers) -> Floats:
    """Coverage of what the document has, each pair weighed also by how few sentences have it."""
    pairs = field.terms.pairs
    in_sentences = np.add.reduceat((field.counts[:, pairs] > 0).astype(float), field.first, axis=0)
    sizes = np.diff(np.append(field.first, len(field.counts)))[:, None]
    weights = field.terms.weights[pairs] * np.log1p(sizes / np.maximum(in_sentences, 1))
    all_of_it = (weights * (in_sentences > 0)).sum(axis=1)
    said = (present[:, pairs] * weights[owner]).sum(axis=1)
    return np.asarray(said / np.maximum(all_of_it[owner], 1e-9))


def _mean(rows: Floats, otherwise: float) -> Floats:
    """The mean of each row, or `otherwise` where there are no columns."""
    return rows.mean(axis=1) if rows.shape[1] else np.full(len(rows), otherwise)


def _longest_run(question: str, text: str) -> float:
    """The longest stretch of the question that stands in the text, as a share of the question."""
    longest = start = 0
    while start + longest < len(question):
        while start + longest < len(question) and question[start : start + longest + 1] in text:
            longest += 1
        start += 1
    return longest / max(len(question), 1)
