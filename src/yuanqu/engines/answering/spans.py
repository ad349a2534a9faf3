"""The stretches of a passage that may be quoted as the answer, described by figures.

What is quoted begins and ends where a clause does, or is one value (a date, a sum, a title), or the
rest of a clause after the word that leads to the answer. A learned model then says of each how much
of a good answer it would be; here it is only said what each looks like beside the question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from yuanqu.engines.answering.questions import KINDS, Question
from yuanqu.engines.answering.sources import VALUE_PATTERNS, VALUES, Floats, Integers, Source
from yuanqu.engines.answering.terms import Terms
from yuanqu.engines.retrieval.passages import Span, bare

MOST_SPANS = 400
AROUND = 60  # characters before and after the passage that are read too
NEAR, NEARER, NEXT = 40, 15, 6

CLAUSES, ONE_CLAUSE, VALUE, REST = range(4)

_CLAUSE = re.compile(r"[^，,。；;：:！!？?、\n]+[，,。；;：:！!？?、\n]*")
_ITEM = re.compile(
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．](?!\d)"
    r"|第[一二三四五六七八九十]+[，、条]"
)
_VALUE = re.compile(
    r"\d[\d.,]*\s*(?:%|个百分点|万|亿|元|人|家|个|户|项|条|种|类|天|日|月|年|小时|名|件|倍|辆|吨|次|批|所"
    r"|支|台|份|月底)+(?:\d+[月日时分])*(?:至\d+[年月日%])*\d*日?"
    r"|《[^》]{2,60}》|“[^”]{2,60}”|https?://[\w./?=&%-]+|www\.[\w./-]+|[\w.-]+@[\w.]+"
    r"|\d{3,4}-\d{7,8}|\d{5,11}"
)
_LEADS = re.compile(r"为|是|至|到|达|超过|包括|通过|拨打|按")
_NUMBERED = re.compile(r"[\s\d第一二三四五六七八九十（(]")
_ENDS = "，,。；;：:！!？?、\n "
_STOPS, _COMMAS, _COLONS = "。！!；;", "，,", "：:"
_SIGNS = "、，。；：（）“”"
_OPENERS = "对为在由将向按把"
_BEFORE_LIST = re.compile(r"包括|如下|为[：:]|措施|分别")

ASKED = tuple(KINDS)
_PLAIN = (
    "passage_rank passage_score form length log_length share_of_passage density "
    "density_per_ten distinct before after from_best_sentence to_best_sentence "
    "in_best_sentence starts_best_sentence ends_best_sentence follows_best_sentence "
    "from_best_clause to_best_clause in_best_clause after_best_clause sentences clauses "
    "starts_passage ends_passage follows_stop follows_colon follows_comma follows_mark "
    "ends_stop ends_comma ends_colon ends_mark starts_item items marks commas stops "
    "best_sentence best_clause question_length after_list_word asked_before_near "
    "asked_before_inside asked_after_inside asked_after_next asked_after_ends "
    "said_before_in_sentence said_in_sentence_before place_in_sentence end_in_sentence "
    "starts_sentence ends_sentence sentence_length starts_with_number open_brackets "
    "open_quotes starts_opener stop_follows comma_follows mark_follows name_inside "
    "name_before"
).split()
FEATURES = (
    _PLAIN
    + [f"asks_{kind}" for kind in KINDS]
    + [f"has_{value}" for value in VALUES]
    + ("date_for_when figure_for_how_much long_for_which long_otherwise").split()
)


@dataclass(frozen=True, slots=True)
class Spans:
    """Candidates of one passage: places in the source (spans, 2), and a row of figures each."""

    places: Integers
    features: Floats


def spans_of(
    question: Question, terms: Terms, source: Source, passage: Span, rank: int, score: float
) -> Spans:
    """Describe what may be quoted of a passage; `rank` and `score` are the passage's own."""
    places, forms = _candidates(source.folded, passage)
    view = _View(question, terms, source, passage)
    return Spans(places, _described(view, places, forms, rank, score))


def _candidates(text: str, passage: Span) -> tuple[Integers, Integers]:
    """Places (spans, 2) and forms (spans,), without doubles."""
    found: dict[tuple[int, int], int] = {}
    for start, end, form in _places(text[passage.start : passage.end]):
        if end - start > 1 and len(found) < MOST_SPANS:
            found.setdefault((start + passage.start, end + passage.start), form)
    places = np.array(list(found), dtype=np.int64).reshape(-1, 2)
    return places, np.array(list(found.values()), dtype=np.int64)


def _places(text: str) -> Iterator[tuple[int, int, int]]:
    clauses = [bare(text, *match.span()) for match in _CLAUSE.finditer(text)]
    for start, end in clauses:
        yield start, end, ONE_CLAUSE
    for match in _VALUE.finditer(text):
        yield *match.span(), VALUE
    for start, end in clauses:
        said = start + len(text[start:end].rstrip(_ENDS))
        for match in _LEADS.finditer(text, start, said):
            yield match.end(), said, REST
    for first, (start, _) in enumerate(clauses):
        for _, end in clauses[first + 1 :]:
            yield start, end, CLAUSES


class _View:
    """What is counted once for a passage: sums over characters, so that a span costs a subtraction.

    All places are offsets in the source; `base` is the first character that is counted.
    """

    def __init__(self, question: Question, terms: Terms, source: Source, passage: Span) -> None:
        self.question, self.source, self.passage = question, source, passage
        self.base = max(0, passage.start - AROUND)
        self.limit = min(len(source.folded), passage.end + AROUND)
        self.text = source.folded[self.base : self.limit]
        self.weights = terms.weights[terms.pairs]
        self.mass = max(float(self.weights.sum()), 1e-9)

    @cached_property
    def pairs(self) -> Integers:
        """Running counts of each pair of the question: shape (characters + 1, pairs)."""
        return self.running(self.question.pairs)

    @cached_property
    def said(self) -> Floats:
        """Running weight of all that the question says, however often."""
        return self.pairs @ self.weights / self.mass

    def running(self, texts: tuple[str, ...]) -> Integers:
        """Running counts of where each text begins: shape (characters + 1, texts)."""
        counts = np.zeros((len(self.text) + 1, len(texts)), dtype=np.int64)
        for number, text in enumerate(texts):
            at = self.text.find(text)
            while at >= 0:
                counts[at + 1, number] += 1
                at = self.text.find(text, at + 1)
        return counts.cumsum(axis=0)

    def matches(self, pattern: "re.Pattern[str]") -> Integers:
        """Running count of where the pattern begins."""
        counts = np.zeros(len(self.text) + 1, dtype=np.int64)
        for match in pattern.finditer(self.text):
            counts[match.start() + 1] += 1
        return counts.cumsum()

    def at(self, places: Integers) -> Integers:
        """Offsets in the source as places in what is counted, kept inside it."""
        return np.minimum(np.maximum(places - self.base, 0), len(self.text))

    def inside(self, running: Integers | Floats, starts: Integers, ends: Integers) -> Floats:
        """What is counted from `starts` up to `ends`."""
        first = self.at(starts)
        return (running[np.maximum(self.at(ends), first)] - running[first]).astype(float)

    def share(self, starts: Integers, ends: Integers) -> Floats:
        """The weight of the question's different pairs that stand there."""
        return (self.inside(self.pairs, starts, ends) > 0) @ self.weights / self.mass

    def part(self, running: Integers, starts: Integers, ends: Integers) -> Floats:
        """The share of different texts that stand there; 0 for no texts."""
        present = self.inside(running, starts, ends) > 0
        return present.mean(axis=1) if present.shape[1] else np.zeros(len(starts))

    def character(self, places: Integers) -> Integers:
        """The character at each place as its code point; 0 outside."""
        codes = np.append(self.source.codes, 0)
        return codes[np.where((places < 0) | (places >= len(codes)), len(codes) - 1, places)]


def _described(view: _View, places: Integers, forms: Integers, rank: int, score: float) -> Floats:
    starts, ends = places[:, 0], places[:, 1]
    lengths = (ends - starts).astype(float)
    described = {
        "passage_rank": np.full(len(places), float(rank)),
        "passage_score": np.full(len(places), score),
        "form": forms.astype(float),
        "length": lengths,
        "log_length": np.log(lengths),
        "share_of_passage": lengths / view.passage.length,
        "question_length": np.full(len(places), float(len(view.question.text))),
        **_by_words(view, starts, ends),
        **_by_place(view, starts, ends),
        **_by_signs(view, starts, ends),
        **_by_asked(view, starts, ends),
        **_by_kinds(view, starts, ends, lengths),
    }
    return np.column_stack([described[name] for name in FEATURES])


def _by_words(view: _View, starts: Integers, ends: Integers) -> dict[str, Floats]:
    first, last = view.passage
    density = view.inside(view.said, starts, ends)
    return {
        "density": density,
        "density_per_ten": density / (ends - starts) * 10,
        "distinct": view.share(starts, ends),
        "before": view.inside(view.said, np.maximum(first, starts - NEAR), starts),
        "after": view.inside(view.said, ends, np.minimum(last, ends + NEAR)),
    }


def _by_place(view: _View, starts: Integers, ends: Integers) -> dict[str, Floats]:
    """Where the span stands beside the sentence and the clause that say most of the question."""
    sentences = _within(view.source.bounds, view.passage)
    base = view.passage.start
    text = view.source.folded[base : view.passage.end]
    clauses = np.array([match.span() for match in _CLAUSE.finditer(text)]).reshape(-1, 2) + base
    fits, clause_fits = (
        view.inside(view.said, parts[:, 0], parts[:, 1]) for parts in (sentences, clauses)
    )
    top, best = sentences[int(fits.argmax())], clauses[int(clause_fits.argmax())]
    own = sentences[_row(sentences, starts)]
    size = np.maximum(own[:, 1] - own[:, 0], 1)
    return {
        "from_best_sentence": starts - top[0],
        "to_best_sentence": ends - top[1],
        "in_best_sentence": (starts >= top[0]) & (ends <= top[1]),
        "starts_best_sentence": starts == top[0],
        "ends_best_sentence": ends == top[1],
        "follows_best_sentence": abs(starts - top[1]) <= 2,
        "from_best_clause": starts - best[0],
        "to_best_clause": ends - best[1],
        "in_best_clause": (starts >= best[0]) & (ends <= best[1]),
        "after_best_clause": starts - best[1],
        "sentences": _whole(sentences, starts, ends),
        "clauses": _whole(clauses, starts, ends),
        "starts_passage": starts == view.passage.start,
        "ends_passage": ends == view.passage.end,
        "best_sentence": np.full(len(starts), fits.max()),
        "best_clause": np.full(len(starts), clause_fits.max()),
        "said_before_in_sentence": view.part(view.pairs, own[:, 0], starts),
        "said_in_sentence_before": view.part(view.pairs, own[:, 0] - AROUND, own[:, 0]),
        "place_in_sentence": (starts - own[:, 0]) / size,
        "end_in_sentence": (ends - own[:, 0]) / size,
        "starts_sentence": starts == own[:, 0],
        "ends_sentence": (ends == own[:, 1]) | (ends == own[:, 1] - 1),
        "sentence_length": size,
    }


def _row(parts: Integers, places: Integers) -> Integers:
    """The part that each place lies in, or the one before it."""
    return np.maximum(np.searchsorted(parts[:, 0], places, side="right") - 1, 0)


def _by_signs(view: _View, starts: Integers, ends: Integers) -> dict[str, Floats]:
    ahead, last, behind = (view.character(at) for at in (starts - 1, ends - 1, ends))
    counts = dict(zip(_SIGNS, view.running(tuple(_SIGNS)).T, strict=True))

    def number(sign: str) -> Floats:
        return view.inside(counts[sign], starts, ends)

    items = view.matches(_ITEM)
    numbers = view.matches(_NUMBERED)
    return {
        "follows_stop": _among(ahead, _STOPS),
        "follows_colon": _among(ahead, _COLONS),
        "follows_comma": _among(ahead, _COMMAS),
        "follows_mark": _among(ahead, "、"),
        "ends_stop": _among(last, _STOPS),
        "ends_comma": _among(last, _COMMAS),
        "ends_colon": _among(last, _COLONS),
        "ends_mark": _among(last, "、"),
        "starts_item": view.inside(items, starts, starts + 1),
        "items": view.inside(items, starts, ends),
        "marks": number("、"),
        "commas": number("，"),
        "stops": number("。") + number("；"),
        "starts_with_number": view.inside(numbers, starts, starts + 1),
        "open_brackets": number("（") - number("）"),
        "open_quotes": number("“") - number("”"),
        "starts_opener": _among(view.character(starts), _OPENERS),
        "stop_follows": _among(behind, _STOPS),
        "comma_follows": _among(behind, _COMMAS),
        "mark_follows": _among(behind, "、"),
    }


def _by_asked(view: _View, starts: Integers, ends: Integers) -> dict[str, Floats]:
    """What stands beside the question word in the question, and beside the span in the text."""
    question = view.question
    before = view.running(_pairs(question.before))
    after = view.running(_pairs(question.after))
    names = view.running(question.names)
    opening = view.running((question.after[:2],)) if question.after else view.running(())
    return {
        "asked_before_near": view.part(before, starts - NEARER, starts),
        "asked_before_inside": view.part(before, starts, ends),
        "asked_after_inside": view.part(after, starts, ends),
        "asked_after_next": view.part(after, ends, ends + NEXT),
        "asked_after_ends": view.part(opening, ends - NEXT, ends),
        "name_inside": (view.part(names, starts, ends) > 0).astype(float),
        "name_before": (view.part(names, starts - NEARER, starts) > 0).astype(float),
        "after_list_word": view.inside(view.matches(_BEFORE_LIST), starts - NEARER, starts) > 0,
    }


def _by_kinds(view: _View, starts: Integers, ends: Integers, lengths: Floats) -> dict[str, Floats]:
    asked = {kind: float(kind in view.question.kinds) for kind in ASKED}
    has = {
        name: np.minimum(view.inside(view.matches(pattern), starts, ends), 5)
        for name, pattern in VALUE_PATTERNS.items()
    }
    short = 1 / np.log(lengths + 2)
    figure = (has["money"] + has["percent"] + has["count"] > 0) * short
    return {
        **{f"asks_{kind}": np.full(len(starts), asks) for kind, asks in asked.items()},
        **{f"has_{name}": counts for name, counts in has.items()},
        "date_for_when": asked["when"] * (has["date"] > 0) * short,
        "figure_for_how_much": asked["how_much"] * figure,
        "long_for_which": asked["which"] * np.log(lengths),
        "long_otherwise": (1 - asked["which"]) * np.log(lengths),
    }


def _pairs(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1)))


def _within(bounds: Integers, passage: Span) -> Integers:
    """The sentences that the passage holds, at least in part."""
    touched = bounds[(bounds[:, 1] > passage.start) & (bounds[:, 0] < passage.end)]
    return np.clip(touched, passage.start, passage.end)


def _whole(parts: Integers, starts: Integers, ends: Integers) -> Floats:
    """How many of the parts lie whole inside each span."""
    first = np.searchsorted(parts[:, 0], starts, side="left")
    last = np.searchsorted(parts[:, 1], ends, side="right")
    return np.asarray(np.maximum(last - first, 0), dtype=float)


def _among(codes: Integers, characters: str) -> Floats:
    found = codes == ord(characters[0])
    for character in characters[1:]:
        found |= codes == ord(character)
    return np.asarray(found, dtype=float)
