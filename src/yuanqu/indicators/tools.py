"""What the assistant can be asked of the indicators: one figure, or the scoreboard."""

from collections.abc import Iterator

from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Refused
from yuanqu.engines.forms.schema import Field, Kind, Limits
from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period, PeriodError
from yuanqu.engines.tools import Entry, Line, Offer, Tool, ToolAnswer
from yuanqu.indicators.definitions import all_definitions
from yuanqu.indicators.queries import indicator_history, indicator_value, scoreboard
from yuanqu.indicators.values import IndicatorValue

# What people call the figures that they ask for most, besides their names.
ALSO = {
    "gdp": ("生产总值", "经济总量"),
    "public_budget_revenue": ("财政收入", "公共预算收入"),
    "rd_intensity": ("研发投入强度", "研发强度", "研发投入占比"),
}


def indicators_offered(viewer: Viewer) -> Iterator[Offer]:  # noqa: ARG001 - they are for everybody
    """The indicators in force today, by code."""
    today = timezone.localdate()
    for code, versions in sorted(all_definitions().items()):
        for definition in versions:
            if definition.in_force_on(today):
                yield Offer(code, definition.names, ALSO.get(code, ()))


def read_indicator(user: Viewer, indicator: str, period: str = "") -> ToolAnswer:
    """The figure of a period, or the latest one. Raises `Refused` where the period is none."""
    if not period:
        value = indicator_value(user, indicator)
        return ToolAnswer.of([entry_of(value)] if value else [])
    try:
        asked = Period.parse(period)
    except PeriodError as error:
        raise Refused(error.code, **error.facts) from error
    known = indicator_history(user, indicator)
    return ToolAnswer.of(entry_of(point) for point in known if asked.contains(point.period))


def read_scoreboard(user: Viewer) -> ToolAnswer:
    """Every figure of the scoreboard, in its order."""
    return ToolAnswer.of(entry_of(value) for group in scoreboard(user) for value in group.values)


def entry_of(value: IndicatorValue) -> Entry:
    """A figure with its period, what it rests on, and who defines it."""
    definition = value.definition
    shown = value.value if value.value is not None else _unknown(value)
    lines = (
        Line(Names("数值", "Value"), shown),
        Line(Names("时期", "Period"), value.period),
        Line(Names("依据的事实", "Facts behind it"), value.used.total),
        Line(Names("口径", "Definition"), definition.source),
    )
    return Entry(definition.names, f"/indicators/{definition.code}/", lines)


def _unknown(value: IndicatorValue) -> Names:
    if value.withheld:
        return Names(
            "已知而不显示：背后不足三家，会泄露其中一家",
            "Known and not shown: fewer than three stand behind it",
        )
    return Names("尚不知道", "Not known yet")


TOOLS = (
    Tool(
        name="read_indicator",
        title=Names("查指标", "Look up a figure"),
        description=Names(
            "读出一项指标在某一时期（或最新）的数值，并打开到它依据的事实。",
            "Reads one indicator's value of a period, or the latest, open to the facts behind it.",
        ),
        concept="indicators",
        fields=(
            Field("indicator", Kind.CHOICE, Names("指标", "Indicator"), required=True),
            Field(
                "period",
                Kind.TEXT,
                Names("时期", "Period"),
                hint=Names(
                    "如 2023、2023-Q3、2023-08；不填为最新",
                    "Such as 2023, 2023-Q3 or 2023-08; left empty, the latest",
                ),
                limits=Limits(longest=40),
            ),
        ),
        offers={"indicator": indicators_offered},
        run=read_indicator,
    ),
    Tool(
        name="read_scoreboard",
        title=Names("看成绩单", "Read the scoreboard"),
        description=Names(
            "列出园区成绩单上的各项最新数值。",
            "Lists the latest figures of the park's scoreboard.",
        ),
        concept="indicators",
        run=read_scoreboard,
    ),
)
