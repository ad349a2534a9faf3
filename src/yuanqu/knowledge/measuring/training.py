"""Learning to rank, to quote and to be sure, from questions of which it is known what answers them.

Everything that one part learns from another is made out of fold: five parts of the questions, split
by document, each scored by what the other four taught. So the quoting sees passages as they will be
ranked, and the certainty sees scores as they will be given. Questions that nothing answers are made
from those that something does, by taking the document away.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from yuanqu.engines.answering import Source, certainty, listwise, spans
from yuanqu.engines.answering import answerer as answering
from yuanqu.engines.answering.answerer import Found
from yuanqu.engines.answering.models import Model, quoting_by
from yuanqu.engines.answering.overlap import rouge_l
from yuanqu.engines.answering.questions import read
from yuanqu.engines.answering.ranking import passages_of
from yuanqu.engines.answering.sources import Floats
from yuanqu.engines.answering.terms import Terms
from yuanqu.knowledge.measuring.lexical import Lexical
from yuanqu.knowledge.measuring.priors import Priors, collection_of
from yuanqu.knowledge.measuring.rows import Judged

FOLDS = 5
RANKING_PENALTY, CERTAINTY_PENALTY = 2.0, 10.0
PARTLY = 0.3  # of the answer: a passage with less does not answer
RIGHT = 0.5
ANSWERABLE = 0.7  # what the certainty should say where the document is there but was not found
WRONGLY_ASSERTED = 0.09  # of the questions that nothing answers: at most
RIGHT_WHEN_ANSWERED = 0.81  # of the questions that are answered: at least
WRONGLY_REFUSED = 0.05  # of the questions that something answers: about
FEWEST_ANSWERS = 30  # exact ones, to learn quoting from
MOST_SPANS = 300  # of one question
TREES = {
    "objective": "cross_entropy",
    "learning_rate": 0.1,
    "num_leaves": 31,
    "max_depth": 7,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "num_threads": 2,
    "seed": 1,
    "deterministic": True,
    "verbose": -1,
}
TIMES = 150

Tell = Callable[[str, int, int], None]


class TrainingError(ValueError):
    """What cannot be learned from; the message says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its passages: as it is, and with its documents taken away."""

    judged: Judged
    fold: int
    found: Found
    deserved: Floats
    without: Found | None


def train(sources: Sequence[Source], judged: Sequence[Judged], tell: Tell) -> Model:
    """Learn a model; `tell` hears of each step with how far it has come. Raises TrainingError."""
    return train_on([(sources, judged)], tell)


def train_on(sets: Sequence[tuple[Sequence[Source], Sequence[Judged]]], tell: Tell) -> Model:
    """Learn one model from several sets of documents with their questions."""
    cases: list[Case] = []
    answered: Counter[str] = Counter()
    for sources, judged in sets:
        answered.update(_answered(sources, judged))
        cases += _cases(sources, judged, tell)
    if sum(1 for case in cases if case.deserved.any()) < FOLDS * 2:
        raise TrainingError("Too few questions whose documents are here: at least ten are needed.")
    scored = _out_of_fold(cases, tell)
    final = _ranking(cases)
    trees = _quoting(scored, tell)
    sure, answer_from, refuse_below = _certainty(scored, tell)
    return Model(
        ranking=final,
        certainty=sure,
        answer_from=answer_from,
        refuse_below=refuse_below,
        quoting=quoting_by(trees),
        trees=tuple(trees),
        answered=dict(sorted(answered.items())),
    )


def _cases(sources: Sequence[Source], judged: Sequence[Judged], tell: Tell) -> list[Case]:
    index = Lexical(sources)
    priors = [
        Priors(sources, _answered(sources, [one for one in judged if fold_of(one) != fold]))
        for fold in range(FOLDS)
    ]
    cases = []
    for number, one in enumerate(judged, start=1):
        tell("questions", number, len(judged))
        cases.append(_case(index, one, priors[fold_of(one)]))
    return cases


def fold_of(judged: Judged) -> int:
    """The part that a question belongs to: all questions of one document are in one."""
    key = judged.gold[0].document if judged.gold else judged.question
    return zlib.crc32(key.encode()) % FOLDS


def _case(index: Lexical, judged: Judged, priors: Priors) -> Case:
    gold = frozenset(each.document for each in judged.gold)
    found = _found(index, judged.question, priors)
    deserved = deserved_by(judged, found)
    without = None
    if gold and all(each.span for each in judged.gold):
        without = _found(index, judged.question, priors, gold)
    return Case(judged, fold_of(judged), found, deserved, without)


def _found(
    index: Lexical, question: str, priors: Priors, without: frozenset[str] = frozenset()
) -> Found:
    """The passages, not yet scored."""
    asked = read(question)
    terms = Terms.of(asked, index.weight_of)
    candidates = tuple(
        each for each in index.candidates(asked, priors, without) if each.source.sentences
    )
    passages = passages_of(asked, terms, candidates)
    passages = replace(passages, features=passages.features.astype(np.float32))
    return Found(asked, terms, candidates, passages, np.zeros(len(passages.sources)), ())


def deserved_by(judged: Judged, found: Found) -> Floats:
    """What share of the answer each passage has: shape (passages,); 1 for whole documents."""
    passages = found.passages
    deserved = np.zeros(len(passages.sources))
    for gold in judged.gold:
        own = np.array([each.source.key == gold.document for each in found.candidates], dtype=bool)
        at = own[passages.sources] if len(own) else np.zeros(0, bool)
        if gold.span is None:
            deserved[at] = 1.0
            continue
        start, end = gold.span
        offsets = np.array([each.source.offset for each in found.candidates], dtype=np.int64)
        places = (
            passages.places + offsets[passages.sources][:, None]
            if len(offsets)
            else passages.places
        )
        shared = np.minimum(places[:, 1], end) - np.maximum(places[:, 0], start)
        deserved = np.where(at, np.maximum(deserved, shared / (end - start)), deserved)
    return np.clip(deserved, 0.0, 1.0)


def _answered(sources: Sequence[Source], judged: Sequence[Judged]) -> Counter[str]:
    titles = {source.key: source.title for source in sources}
    names = (collection_of(titles.get(gold.document, "")) for one in judged for gold in one.gold)
    return Counter(name for name in names if name)


def _ranking(cases: Iterable[Case]) -> listwise.Linear:
    groups = [
        listwise.Group(case.found.passages.features, case.deserved * (case.deserved >= PARTLY))
        for case in cases
    ]
    return listwise.fit(groups, RANKING_PENALTY)


def _out_of_fold(cases: Sequence[Case], tell: Tell) -> list[Case]:
    """The cases with scores by what the other folds teach."""
    scored: list[Case] = []
    for fold in range(FOLDS):
        tell("ranking", fold + 1, FOLDS)
        model = _ranking([case for case in cases if case.fold != fold])
        for case in cases:
            if case.fold == fold and len(case.found.passages.sources):
                without = case.without and _scored(case.without, model)
                scored.append(replace(case, found=_scored(case.found, model), without=without))
    return scored


def _scored(found: Found, model: listwise.Linear) -> Found:
    scores = model.scores(found.passages.features)
    return replace(found, scores=scores, best=answering.different(found.passages, scores))


def _quoting(cases: Sequence[Case], tell: Tell) -> list[dict[str, Any]]:
    """Trees that say how much of a good answer each stretch is; none with too few answers."""
    exact = [
        case
        for case in cases
        if case.judged.answer and case.judged.gold and case.judged.gold[0].span
    ]
    if len(exact) < FEWEST_ANSWERS:
        return []
    chance = np.random.default_rng(1)
    rows, wanted, weights = [], [], []
    for number, case in enumerate(exact, start=1):
        tell("quotes", number, len(exact))
        figures, alike = _judged_spans(case)
        kept = _some(alike, chance)
        rows.append(figures[kept])
        wanted.append(alike[kept])
        weights.append(np.full(len(kept), 100 / len(kept)))
    return _boosted(np.vstack(rows), np.concatenate(wanted), np.concatenate(weights))


def _judged_spans(case: Case) -> tuple[Floats, Floats]:
    places, figures, rows = answering.described(case.found)
    texts = [
        case.found.candidates[int(case.found.passages.sources[row])].source.text[start:end]
        for (start, end), row in zip(places, rows, strict=True)
    ]
    return figures, np.array([rouge_l(text, case.judged.answer) for text in texts])


def _some(alike: Floats, chance: np.random.Generator) -> "np.ndarray[Any, Any]":
    """Not all spans of one question: the best, and others by lot."""
    if len(alike) <= MOST_SPANS:
        return np.arange(len(alike))
    best = np.argsort(-alike)[: MOST_SPANS // 4]
    return np.unique(np.concatenate([best, chance.choice(len(alike), MOST_SPANS, replace=False)]))


def _boosted(rows: Floats, wanted: Floats, weights: Floats) -> list[dict[str, Any]]:
    try:
        import lightgbm
    except ImportError as error:
        raise TrainingError(
            "Learning needs LightGBM: install yuanqu[training], or run ./run setup."
        ) from error
    learned = lightgbm.Dataset(rows, wanted, weight=weights, feature_name=list(spans.FEATURES))
    model = lightgbm.train(TREES, learned, TIMES)
    return [_plain(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def _plain(node: Mapping[str, Any]) -> dict[str, Any]:
    if "leaf_value" in node:
        return {"value": round(float(node["leaf_value"]), 4)}
    return {
        "feature": spans.FEATURES[int(node["split_feature"])],
        "threshold": float(f"{node['threshold']:.6g}"),
        "left": _plain(node["left_child"]),
        "right": _plain(node["right_child"]),
    }


def _certainty(cases: Sequence[Case], tell: Tell) -> tuple[certainty.Logistic, float, float]:
    """The model of certainty, and from where an answer is given, below which it is refused."""
    tell("certainty", 1, 1)
    there = [case for case in cases if case.judged.gold]
    gone = [case.without for case in there if case.without and case.without.best]
    gone += [case.found for case in cases if not case.judged.gold]
    if not gone:
        gone = _strangers(there)
    right = np.array([case.deserved[case.found.best[0]] >= RIGHT for case in there])
    signals = np.array([_signals(case.found) for case in there] + [_signals(each) for each in gone])
    wanted = np.concatenate([np.where(right, 1.0, ANSWERABLE), np.zeros(len(gone))])
    folds = np.array(
        [case.fold for case in there]
        + [zlib.crc32(each.question.text.encode()) % FOLDS for each in gone]
    )
    chances = np.zeros(len(wanted))
    for fold in range(FOLDS):
        others = folds != fold
        taught = certainty.fit(signals[others], wanted[others], CERTAINTY_PENALTY)
        chances[~others] = taught.chances(signals[~others])
    bounds = _bounds(chances[: len(there)], chances[len(there) :], right)
    return certainty.fit(signals, wanted, CERTAINTY_PENALTY), *bounds


def _strangers(there: Sequence[Case]) -> list[Found]:
    """Where only whole documents are known to answer: the passages that do not."""
    return [case.found for case in there if not case.deserved.any()]


def _signals(found: Found) -> Floats:
    return certainty.signals_of(found.question, found.passages, found.scores)


def _bounds(there: Floats, gone: Floats, right: "np.ndarray[Any, Any]") -> tuple[float, float]:
    """The lowest bound that keeps both promises; and the one that few answerable fall below."""
    asserted = float(np.quantile(gone, 1 - WRONGLY_ASSERTED)) if len(gone) else 0.5
    above = [
        bound
        for bound in np.sort(there)
        if bound > asserted and right[there >= bound].mean() >= RIGHT_WHEN_ANSWERED
    ]
    answer_from = float(above[0]) if above else max(asserted, float(np.quantile(there, 0.9)))
    refuse_below = min(float(np.quantile(there, WRONGLY_REFUSED)), answer_from)
    return answer_from, refuse_below
