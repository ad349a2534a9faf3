"""Whether a sentence follows from the passages that it cites, as far as code can tell.

It does where one unit of the passages has all its words, its dates and numbers with their bounds,
and turns nothing round: docs/algorithms/support.md. What code cannot tell is refused rather than
let through; what passes may still leave out a condition.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import rjieba

from yuanqu.engines.answering.bounds import Bound
from yuanqu.engines.answering.days import Day
from yuanqu.engines.answering.evidence import Cited, Unit, clauses, sentences, units
from yuanqu.engines.answering.stances import DIRECTIONS, NEGATIONS, OF_ALL, Kind
from yuanqu.engines.answering.statements import Bearing, M, Placed, Statement, read
from yuanqu.engines.verdicts import Verdict

LEAST_COVERAGE = 0.6
# A unit is asked only where hardly another has more of the sentence.
MOST_BEHIND = 0.15
# A clause that begins so has its subject in the clause before.
_NO_SUBJECT = frozenset("v d p c vn ad u ul uj f r".split())
_OBJECTS = frozenset("对 对于 为 向 给".split())
# These must stand in both, for the same thing; others may be left out by the sentence.
_KEPT = NEGATIONS | {Kind.HEDGES, Kind.PERMITS}
_MODAL = frozenset({Kind.OBLIGES, Kind.PERMITS, Kind.FORBIDS, Kind.NEEDS_NOT, Kind.DENIES})


def supported(sentence: str, cited: Sequence[Cited]) -> Verdict:
    """Whether the sentence follows from the cited passages, and if not, why.

    Codes: `support.empty`, `support.uncited`, `support.words` (fact `word`), `support.coverage`
    (`share`), `support.date` (`date`), `support.number` (`number`), `support.bound` (`number` or
    `date`); `support.negation`, `support.modality`, `support.scope` and `support.direction` (each
    with `kind`).
    """
    found = [unit for passage in cited for unit in units(passage)]
    if not found:
        return Verdict.no("support.uncited")
    pieces = [piece for piece in sentences(sentence) if _says(read(piece))]
    if not pieces:
        return Verdict.no("support.empty")
    verdicts = (_piece_follows(piece, found) for piece in pieces)
    return next((verdict for verdict in verdicts if not verdict), Verdict.yes())


def _says(said: Statement) -> bool:
    return bool(said.pairs or said.days or said.figures)


def _piece_follows(piece: str, found: Sequence[Unit]) -> Verdict:
    """Whether one unit supports the piece in whole, or some unit each of its parts."""
    whole = _follows(read(piece), found)
    parts = _parts(piece)
    if whole or len(parts) < 2:
        return whole
    verdicts = (_follows(read(part), found) for part in parts)
    return next((verdict for verdict in verdicts if not verdict), Verdict.yes())


def _parts(text: str) -> list[str]:
    """The clauses, each with those after it that have no subject of their own."""
    found: list[str] = []
    for clause in clauses(text):
        tags = rjieba.tag(clause)
        word, tag = tags[0] if tags else ("", "v")
        if found and tag in _NO_SUBJECT and word not in _OBJECTS:
            found[-1] += f",{clause}"
        else:
            found.append(clause)
    return found


def _follows(said: Statement, found: Sequence[Unit]) -> Verdict:
    """The verdict of the best unit that supports it, else of the best that comes near."""
    shares = [(said.covered_by(unit.whole.pairs), unit) for unit in found]
    least = max(share for share, _unit in shares) - MOST_BEHIND
    near = [(share, unit) for share, unit in shares if share >= least]
    ranked = [unit for _, unit in sorted(near, key=lambda one: (-one[0], len(one[1].text)))]
    first: Verdict | None = None
    for unit in ranked:
        verdict = _content(said, unit)
        if verdict:
            years = frozenset(day.mark.year for day in unit.whole.days if day.mark.year)
            verdict = _particulars(said, unit, years)
        if verdict:
            return verdict
        # What a unit with all the words contradicts says more than that others lack a word.
        if first is None or (first.code in _CONTENT and verdict.code not in _CONTENT):
            first = verdict
    return Verdict.no("support.uncited") if first is None else first


_CONTENT = frozenset({"support.words", "support.coverage"})


def _content(said: Statement, unit: Unit) -> Verdict:
    held = unit.whole
    missing = next((word for word in said.words if not _has(unit, word)), None)
    if missing:
        return Verdict.no("support.words", word=missing)
    share = said.covered_by(held.pairs)
    if share < LEAST_COVERAGE:
        return Verdict.no("support.coverage", share=f"{share:.2f}")
    return Verdict.yes()


def _has(unit: Unit, word: str) -> bool:
    """Whether the unit has the word; a title lends those that its passage does not use itself."""
    held = unit.said
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    if word in held.text or (pairs and pairs <= held.pairs):
        return True
    return word in unit.title and word not in unit.passage


def _particulars(said: Statement, unit: Unit, years: frozenset[int]) -> Verdict:
    checks: tuple[Callable[[], Verdict], ...] = (
        partial(_days, said, unit.whole, years),
        partial(_figures, said, unit.whole),
        partial(_turns, said, unit),
    )
    return next((verdict for check in checks if not (verdict := check())), Verdict.yes())


# --- dates and numbers -------------------------------------------------------------------


def _days(said: Statement, held: Statement, years: frozenset[int]) -> Verdict:
    for day in said.days:
        same = [one for one in held.days if day.mark.follows_from(one.mark, years)]
        others = [one for one in held.days if one not in same]
        near = _nearest(day.around, same, others)
        if not near:
            return Verdict.no("support.date", date=day.mark.name)
        if not any(_same_bound(day.mark, one.mark) for one in near):
            return Verdict.no("support.bound", date=day.mark.name)
    return Verdict.yes()


def _figures(said: Statement, held: Statement) -> Verdict:
    for figure in said.figures:
        alike = [one for one in held.figures if figure.mark.is_of_the_kind_of(one.mark)]
        same = [one for one in alike if figure.mark.agrees_with(one.mark)]
        others = [one for one in alike if one not in same]
        near = _nearest(figure.around, same, others)
        if not near:
            return Verdict.no("support.number", number=figure.mark.name)
        if not any(figure.mark.bound == one.mark.bound for one in near):
            return Verdict.no("support.bound", number=figure.mark.name)
    return Verdict.yes()


def _same_bound(said: Day, held: Day) -> bool:
    return said.bound == held.bound or {said.bound, held.bound} == {Bound.NONE, Bound.FROM}


def _nearest(
    around: frozenset[str], same: Sequence[Placed[M]], others: Sequence[Placed[M]]
) -> list[Placed[M]]:
    """Those of `same` said of the most alike; none where another value is said of it rather."""
    if not same:
        return []
    best = max(len(around & one.around) for one in same)
    if any(len(around & one.around) > best for one in others):
        return []
    return [one for one in same if len(around & one.around) == best]


# --- what turns a statement round --------------------------------------------------------


def _turns(said: Statement, unit: Unit) -> Verdict:
    held = unit.said.bearings
    added = next(_added(said, held), None)
    if added is None:
        added = next(_lost(said, held), None)
    if added is None and unit.excepts and not _any(said.bearings, Kind.EXCEPTS):
        added = Kind.EXCEPTS
    return Verdict.no(_code(added), kind=added) if added else Verdict.yes()


def _code(kind: Kind) -> str:
    if kind in NEGATIONS and kind != Kind.FORBIDS:
        return "support.negation"
    if kind in DIRECTIONS:
        return "support.direction"
    return "support.scope" if kind in OF_ALL else "support.modality"


def _added(said: Statement, held: Sequence[Bearing]) -> Iterator[Kind]:
    """What the sentence says that the unit does not; each word of the unit answers for one."""
    left = list(held)
    for one in said.bearings:
        match = next((other for other in left if _match(one, other)), None)
        if match:
            left.remove(match)
        elif not _is_idle(one, held):
            yield one.kind


def _is_idle(one: Bearing, held: Sequence[Bearing]) -> bool:
    """可以 before what nothing commands or forbids says no more than that it is so."""
    return one.kind == Kind.PERMITS and not any(
        other.kind in _MODAL and _heads_meet(one, other) for other in held
    )


def _lost(said: Statement, held: Sequence[Bearing]) -> Iterator[Kind]:
    """What the unit says of something in the sentence, and the sentence does not."""
    for other in held:
        if (
            other.kind in _KEPT
            and (other.head & said.joined or not other.head)
            and not any(_keeps(one, other, said.joined) for one in said.bearings)
        ):
            yield other.kind


def _match(one: Bearing, other: Bearing) -> bool:
    if one.kind != other.kind:
        return False
    return one.kind in OF_ALL or (one.is_turned == other.is_turned and _heads_meet(one, other))


def _keeps(one: Bearing, other: Bearing, joined: frozenset[str]) -> bool:
    """Whether the sentence's stance is the unit's: of 管理不到位、处置不到位 each is one."""
    same_place = one.before & other.before or not (one.before and other.before)
    return _match(one, other) and bool(same_place) and other.head & joined <= one.head


def _heads_meet(one: Bearing, other: Bearing) -> bool:
    return bool(one.head & other.head) or not (one.head or other.head)


def _any(bearings: Sequence[Bearing], kind: Kind) -> bool:
    return any(one.kind == kind for one in bearings)
