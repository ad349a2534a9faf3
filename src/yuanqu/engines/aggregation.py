"""Compute one indicator value from figures, and say which were used and which were not.

A figure is what a ledger knows of one fact. A value is computed *as of* a day: only figures
known on or before it count, with the standing they had then, so a value asked again for the
same day is the same for ever. Where nothing is known the value is None, never zero.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Quantity, ratio, total
from yuanqu.engines.standings import Standing


class Reason(StrEnum):
    """Why a figure was left out."""

    LATER_THAN_AS_OF = "later_than_as_of"
    NOT_SEALED = "not_sealed"
    PURPOSE = "purpose"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    DISPUTED = "disputed"
    NOT_VERIFIED = "not_verified"
    OUTSIDE_PERIOD = "outside_period"
    NO_QUANTITY = "no_quantity"
    OTHER_UNIT = "other_unit"
    NO_PARTY = "no_party"
    SUPERSEDED_BY_LATER = "superseded_by_later"
    DIFFERENT_PERIODS = "different_periods"
    ZERO_DENOMINATOR = "zero_denominator"
    COUNTERPART_UNKNOWN = "counterpart_unknown"


@dataclass(frozen=True, slots=True)
class StandingChange:
    """A change of standing and the day on which it became known."""

    known_on: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class Figure:
    """One fact as the computation sees it.

    `known_on` is the local day of its seal, None while unsealed; `sequence` the seal's number,
    which orders facts of one day. `standing` is the one it had when recorded and `changes` the
    later ones in order; a caller that asks only about today may put today's in `standing`.
    """

    id: str
    kind: str
    occurred: Period
    known_on: date | None
    sequence: int = 0
    quantity: Quantity | None = None
    standing: Standing = Standing.CLAIMED
    changes: tuple[StandingChange, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    parties: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    purposes: frozenset[str] = frozenset()

    def standing_on(self, day: date) -> Standing:
        """Return the standing as it was known at the end of that day."""
        known = [change.standing for change in self.changes if change.known_on <= day]
        return known[-1] if known else self.standing


@dataclass(frozen=True, slots=True)
class Selection:
    """Which figures a computation concerns: a kind, attribute values, and parties by role."""

    kind: str
    where: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def concerns(self, figure: Figure) -> bool:
        """Tell whether the figure is one of these, usable or not."""
        return (
            figure.kind == self.kind
            and all(figure.attributes.get(name) == value for name, value in self.where.items())
            and all(party in figure.parties.get(role, ()) for role, party in self.roles.items())
        )


@dataclass(frozen=True, slots=True)
class Latest:
    """The figure of the latest period; of two for one period, the one known later."""

    selection: Selection


@dataclass(frozen=True, slots=True)
class Sum:
    """The quantities added up."""

    selection: Selection


@dataclass(frozen=True, slots=True)
class Count:
    """The number of figures, or of distinct parties in a role; it counts what is recorded."""

    selection: Selection
    distinct: str | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """One computation divided by another for the same period; in percent if that is the unit."""

    numerator: "Latest | Sum | Count"
    denominator: "Latest | Sum | Count"
    numerator_unit: str
    denominator_unit: str
    decimals: int = 2


Simple = Latest | Sum | Count
Computation = Simple | Ratio


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a unit, as of which day, for what purpose, and within which period.

    `period` None asks for a stock: whatever had begun by `as_of`. `accepted` are the standings
    that count.
    """

    unit: str
    as_of: date
    purpose: str
    period: Period | None = None
    accepted: frozenset[Standing] = frozenset({Standing.VERIFIED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value with its lineage; `value` None means that nothing is known.

    `period` is the used figure's for the latest, otherwise the one asked for.
    """

    value: Quantity | None
    used: tuple[str, ...]
    left_out: tuple[tuple[str, Reason], ...]
    period: Period | None


def evaluate(figures: Iterable[Figure], computation: Computation, question: Question) -> Outcome:
    """Compute the value; figures outside the selection are not mentioned in the outcome."""
    known = tuple(figures)
    if isinstance(computation, Ratio):
        return _ratio(known, computation, question)
    usable, left_out = _sifted(known, computation, question)
    return _COMPUTE[type(computation)](computation, question, usable, left_out)


def periods_known(
    figures: Iterable[Figure], computation: Simple, question: Question
) -> tuple[Period, ...]:
    """Return the distinct periods of the usable figures, in order; the question's is ignored.

    The last one is what "the latest" means today, and all of them make a history.
    """
    usable, _ = _sifted(tuple(figures), computation, replace(question, period=None))
    return tuple(sorted({figure.occurred for figure in usable}))


_Usable = tuple[Figure, ...]
_LeftOut = tuple[tuple[str, Reason], ...]


def _sifted(
    figures: tuple[Figure, ...], computation: Simple, question: Question
) -> tuple[_Usable, _LeftOut]:
    concerned = [figure for figure in figures if computation.selection.concerns(figure)]
    concerned.sort(key=_order)
    reasons = [(figure, _reason(figure, computation, question)) for figure in concerned]
    usable = tuple(figure for figure, reason in reasons if reason is None)
    return usable, tuple((figure.id, reason) for figure, reason in reasons if reason is not None)


def _order(figure: Figure) -> tuple[date, date, date, int, str]:
    known = figure.known_on or date.max
    return figure.occurred.end, figure.occurred.start, known, figure.sequence, figure.id


def _reason(figure: Figure, computation: Simple, question: Question) -> Reason | None:
    """Return the first reason to leave the figure out; what is not known yet comes first."""
    if figure.known_on is None:
        return Reason.NOT_SEALED
    if figure.known_on > question.as_of:
        return Reason.LATER_THAN_AS_OF
    if question.purpose not in figure.purposes:
        return Reason.PURPOSE
    return (
        _reason_of_standing(figure.standing_on(question.as_of), question)
        or _reason_of_period(figure, question)
        or _reason_of_content(figure, computation, question)
    )


def _reason_of_standing(standing: Standing, question: Question) -> Reason | None:
    if standing in question.accepted:
        return None
    return _BY_STANDING.get(standing, Reason.NOT_VERIFIED)


_BY_STANDING = {
    Standing.WITHDRAWN: Reason.WITHDRAWN,
    Standing.CORRECTED: Reason.CORRECTED,
    Standing.DISPUTED: Reason.DISPUTED,
}


def _reason_of_period(figure: Figure, question: Question) -> Reason | None:
    if question.period is None:
        return Reason.OUTSIDE_PERIOD if figure.occurred.start > question.as_of else None
    return None if question.period.contains(figure.occurred) else Reason.OUTSIDE_PERIOD


def _reason_of_content(figure: Figure, computation: Simple, question: Question) -> Reason | None:
    if isinstance(computation, Count):
        role = computation.distinct
        return Reason.NO_PARTY if role and not figure.parties.get(role) else None
    if figure.quantity is None:
        return Reason.NO_QUANTITY
    return None if figure.quantity.unit == question.unit else Reason.OTHER_UNIT


def _latest(_: Simple, question: Question, usable: _Usable, left_out: _LeftOut) -> Outcome:
    if not usable:
        return Outcome(None, (), left_out, question.period)
    *earlier, chosen = usable
    superseded = tuple((figure.id, Reason.SUPERSEDED_BY_LATER) for figure in earlier)
    return Outcome(chosen.quantity, (chosen.id,), left_out + superseded, chosen.occurred)


def _sum(_: Simple, question: Question, usable: _Usable, left_out: _LeftOut) -> Outcome:
    terms = [figure.quantity for figure in usable if figure.quantity is not None]
    value = total(terms) if terms else None
    return Outcome(value, _ids(usable), left_out, question.period)


def _count(count: Simple, question: Question, usable: _Usable, left_out: _LeftOut) -> Outcome:
    number = len(usable)
    if isinstance(count, Count) and count.distinct:
        role = count.distinct
        number = len({party for figure in usable for party in figure.parties.get(role, ())})
    value = Quantity(number, 0, question.unit) if usable else None
    return Outcome(value, _ids(usable), left_out, question.period)


_COMPUTE: Mapping[type, Callable[[Simple, Question, _Usable, _LeftOut], Outcome]] = {
    Latest: _latest,
    Sum: _sum,
    Count: _count,
}


def _ids(figures: _Usable) -> tuple[str, ...]:
    return tuple(figure.id for figure in figures)


def _ratio(figures: tuple[Figure, ...], computation: Ratio, question: Question) -> Outcome:
    above = evaluate(
        figures, computation.numerator, replace(question, unit=computation.numerator_unit)
    )
    below = evaluate(
        figures, computation.denominator, replace(question, unit=computation.denominator_unit)
    )
    used = tuple(dict.fromkeys(above.used + below.used))
    left_out = tuple(dict.fromkeys(above.left_out + below.left_out))
    if above.value is None or below.value is None:
        return _no_ratio(used, left_out, Reason.COUNTERPART_UNKNOWN, question)
    # The latest numerator of 2023 over the latest denominator of 2022 is a share of nothing.
    if above.period != below.period:
        return _no_ratio(used, left_out, Reason.DIFFERENT_PERIODS, question)
    if below.value.mantissa == 0:
        return _no_ratio(used, left_out, Reason.ZERO_DENOMINATOR, question)
    value = ratio(above.value, below.value, unit=question.unit, decimals=computation.decimals)
    return Outcome(value, used, left_out, above.period)


def _no_ratio(
    found: tuple[str, ...], left_out: _LeftOut, reason: Reason, question: Question
) -> Outcome:
    unused = tuple((figure, reason) for figure in found)
    return Outcome(None, (), left_out + unused, question.period)
