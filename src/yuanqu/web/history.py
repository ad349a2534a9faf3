"""An indicator's history for the chart: numbers in one scale, with the words beside them.

The table on the page says the same without JavaScript.
"""

from collections.abc import Sequence

from yuanqu.indicators.values import IndicatorValue
from yuanqu.web.periods import period_in_words
from yuanqu.web.quantities import stated

Drawn = list[dict[str, str | float]]


def drawn(points: Sequence[IndicatorValue], code: str) -> Drawn:
    """The points of the chart; empty where fewer than two periods are known."""
    known: Drawn = [
        {
            "period": period_in_words(point.period, code),
            "value": float(point.value.value),
            "words": str(stated(point.value, code)),
        }
        for point in points
        if point.value is not None
    ]
    return known if len(known) > 1 else []
