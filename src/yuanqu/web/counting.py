"""Which figures a fact can count towards: the way back from a fact to its indicators."""

from yuanqu.engines.aggregation import Selection
from yuanqu.indicators.definitions import Definition, all_definitions
from yuanqu.ledger.models import Fact


def figures_that_count(fact: Fact) -> list[Definition]:
    """The latest definitions that select facts like this one, by code."""
    latest = (versions[-1] for versions in all_definitions().values())
    return [
        definition
        for definition in latest
        if any(_selects(side.selection, fact) for side, _unit in definition.sides)
    ]


def _selects(selection: Selection, fact: Fact) -> bool:
    return selection.kind == fact.kind and all(
        fact.attributes.get(name) == value for name, value in selection.where.items()
    )
