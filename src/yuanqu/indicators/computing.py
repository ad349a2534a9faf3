"""An indicator's value and history from figures: which version of its definition, which period.

No database here: what is known comes in as figures, the day and the purpose as a `Request`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from yuanqu.engines.aggregation import (
    Count,
    Figure,
    Latest,
    Outcome,
    Question,
    Ratio,
    Reason,
    evaluate,
    periods_known,
)
from yuanqu.engines.periods import Period, Span
from yuanqu.indicators.definitions import Definition, Measured, Versions, version_on
from yuanqu.ledger.models import Purpose

SPANS = {Measured.YEAR: Span.YEAR, Measured.MONTH: Span.MONTH}

Figures = tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """For what the value is wanted, and as of the end of which day."""

    as_of: date
    purpose: Purpose = Purpose.PUBLICATION


@dataclass(frozen=True, slots=True)
class Computed:
    """The outcome for one period, and the version of the definition that gave it."""

    definition: Definition
    outcome: Outcome
    period: Period


def current_value(versions: Versions, figures: Figures, request: Request) -> Computed | None:
    """The value of the latest period known; None where no version is in force on the day.

    A stock is asked as of the day. A year or a month is the latest for which the version in force
    when it began gives a figure, which may be an earlier version than today's.
    """
    now = version_on(versions, request.as_of)
    if now is None:
        return None
    if now.measured == Measured.POINT:
        return _computed(now, figures, request, None)
    for version in reversed(versions):
        if periods := _calendar_periods(version, figures, request):
            return _computed(version, figures, request, periods[-1])
    # Nothing is known: ask for the running year or month, so as to say what was left out and why.
    return _computed(now, figures, request, _calendar(Period.of_day(request.as_of), now))


def history(versions: Versions, figures: Figures, request: Request) -> tuple[Computed, ...]:
    """The value of each period known, the earliest first, by the rule of its own time."""
    points = (
        point
        for version in versions
        for point in (
            _stocks(version, figures, request)
            if version.measured == Measured.POINT
            else _flows(version, figures, request)
        )
    )
    return tuple(sorted(points, key=lambda point: _ended(point.period)))


def _ended(period: Period) -> tuple[date, date]:
    return period.end, period.start


def _flows(version: Definition, figures: Figures, request: Request) -> Iterator[Computed]:
    for period in _calendar_periods(version, figures, request):
        yield _computed(version, figures, request, period)


def _stocks(version: Definition, figures: Figures, request: Request) -> Iterator[Computed]:
    """The stock as each period with news left it: what had happened by then, as known today."""
    for news in _periods(version, figures, request):
        day = min(news.last_day, request.as_of)
        if version.in_force_on(day):
            by_then = tuple(figure for figure in figures if _ended(figure.occurred) <= _ended(news))
            point = _computed(version, by_then, request, None)
            yield replace(point, period=news)


def _computed(
    version: Definition, figures: Figures, request: Request, period: Period | None
) -> Computed:
    fitting, unfitting = _parted(version, figures)
    outcome = evaluate(fitting, version.computation, _question(version, request, period))
    left_out = outcome.left_out + tuple((fact, Reason.OUTSIDE_PERIOD) for fact in unfitting)
    return Computed(
        version,
        replace(outcome, left_out=left_out),
        outcome.period or period or Period.of_day(request.as_of),
    )


def _question(version: Definition, request: Request, period: Period | None) -> Question:
    return Question(
        unit=version.unit,
        as_of=request.as_of,
        purpose=used_for(version, request.purpose),
        period=period,
    )


def used_for(version: Definition, asked: Purpose) -> Purpose:
    """The purpose that its facts are used for.

    A published statistic uses facts for statistics and publishes only their aggregate.
    """
    return version.purpose if asked == Purpose.PUBLICATION else asked


def _parted(version: Definition, figures: Figures) -> tuple[Figures, tuple[str, ...]]:
    """Keep the figure of a quarter from passing for that of the year that ends with it."""
    span = SPANS.get(version.measured)
    if span is None:
        return figures, ()
    unfitting = {
        figure.id
        for figure in figures
        if figure.occurred.span != span and _only_latest(version, figure)
    }
    fitting = tuple(figure for figure in figures if figure.id not in unfitting)
    return fitting, tuple(figure.id for figure in figures if figure.id in unfitting)


def _only_latest(version: Definition, figure: Figure) -> bool:
    concerned = [side for side, _ in version.sides if side.selection.concerns(figure)]
    return bool(concerned) and all(isinstance(side, Latest) for side in concerned)


def _periods(version: Definition, figures: Figures, request: Request) -> tuple[Period, ...]:
    """The periods for which every side of the computation has something usable."""
    fitting, _ = _parted(version, figures)
    question = _question(version, request, None)
    known = [
        {
            _calendar(period, version) or period
            for period in periods_known(fitting, side, replace(question, unit=unit))
        }
        for side, unit in version.sides
    ]
    return tuple(sorted(set.intersection(*known)))


def _calendar_periods(
    version: Definition, figures: Figures, request: Request
) -> tuple[Period, ...]:
    """The whole years or months among them that began while the version was in force."""
    return tuple(
        period
        for period in _periods(version, figures, request)
        if period.span == SPANS.get(version.measured) and version.in_force_on(period.start)
    )


def _calendar(period: Period, version: Definition) -> Period | None:
    """The calendar year or month that holds the period, if the version is of such and one does."""
    start = period.start
    if version.measured == Measured.YEAR:
        whole = Period.of_year(start.year)
    elif version.measured == Measured.MONTH:
        whole = Period.of_month(start.year, start.month)
    else:
        return None
    return whole if whole.contains(period) else None


def counts_parties(definition: Definition) -> bool:
    """Whether it counts parties, each once: then it matters which of them are the same."""
    found = definition.computation
    parts = (found.numerator, found.denominator) if isinstance(found, Ratio) else (found,)
    return any(isinstance(part, Count) and part.distinct is not None for part in parts)


def kinds_of(versions: Iterable[Definition]) -> frozenset[str]:
    """The kinds of facts that these definitions are computed from."""
    return frozenset(kind for version in versions for kind in version.kinds)
