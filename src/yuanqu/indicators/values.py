"""What a viewer may see of a computed value: the facts it opens to, and those only counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yuanqu.engines.aggregation import Figure
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Quantity
from yuanqu.indicators.computing import Computed
from yuanqu.indicators.definitions import Definition
from yuanqu.ledger.models import Purpose

# Fewer parties than this behind closed facts, and the aggregate would give one of them away
# (Statistics Law of the PRC, on material from which a single respondent can be inferred).
FEWEST_RESPONDENTS = 3
TOO_FEW = "too_few_respondents"


@dataclass(frozen=True, slots=True)
class Lines:
    """Some facts behind a value: those the viewer may open, and how many others there are."""

    opened: tuple[UUID, ...] = ()
    closed: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.opened) + self.closed


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Facts of the indicator that the value does not use, and the reason's code."""

    reason: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A value with its lineage, as one viewer may see it. `value` None: nothing is known.

    `withheld` is true where something is known and would give a single respondent away.
    """

    definition: Definition
    value: Quantity | None
    period: Period
    as_of: date
    purpose: Purpose
    used: Lines
    left_out: tuple[LeftOut, ...]

    @property
    def withheld(self) -> bool:
        """Whether the value is known and not shown, for too few stand behind it."""
        return any(left.reason == TOO_FEW for left in self.left_out)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may open, the figures by id, and what was asked."""

    opened: frozenset[UUID]
    figures: Mapping[str, Figure]
    as_of: date
    purpose: Purpose


def as_seen(computed: Computed, sight: Sight) -> IndicatorValue:
    """The value with its lineage cut to what the viewer may open."""
    outcome = computed.outcome
    value, used = outcome.value, outcome.used
    by_reason: dict[str, list[str]] = {}
    for fact, reason in outcome.left_out:
        by_reason.setdefault(str(reason), []).append(fact)
    if value is not None and _gives_away(used, sight):
        by_reason[TOO_FEW] = list(used)
        value, used = None, ()
    return IndicatorValue(
        definition=computed.definition,
        value=value,
        period=computed.period,
        as_of=sight.as_of,
        purpose=sight.purpose,
        used=_lines(used, sight),
        left_out=tuple(LeftOut(why, _lines(ids, sight)) for why, ids in by_reason.items()),
    )


def _lines(ids: Iterable[str], sight: Sight) -> Lines:
    known = [UUID(fact) for fact in ids]
    opened = tuple(fact for fact in known if fact in sight.opened)
    return Lines(opened, len(known) - len(opened))


def _gives_away(used: tuple[str, ...], sight: Sight) -> bool:
    """Whether the closed facts behind a value come from too few parties to be told apart."""
    closed = [sight.figures[fact] for fact in used if UUID(fact) not in sight.opened]
    named = [frozenset().union(*figure.parties.values()) for figure in closed]
    if not named:
        return False
    # Whoever stands in every one of them, such as the park they are about, tells none apart.
    apart = frozenset().union(*named) - frozenset.intersection(*named)
    return len(apart) < FEWEST_RESPONDENTS
