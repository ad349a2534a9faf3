"""The scoreboard, and each indicator down to the facts that it is computed from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yuanqu.accounts.wording import sentence
from yuanqu.indicators import queries
from yuanqu.indicators.values import IndicatorValue
from yuanqu.indicators.wording import GROUP_NAMES
from yuanqu.web.board import board
from yuanqu.web.definitions import definition_terms
from yuanqu.web.forms.filters import DayFilter
from yuanqu.web.history import drawn
from yuanqu.web.looks import note_quoted


@require_safe
def scoreboard(request: HttpRequest) -> HttpResponse:
    """Every figure of the scoreboard, today or as it was known on an earlier day."""
    form = DayFilter(request.GET)
    day = form.chosen()["as_of"] or None
    context = {"form": form, "day": day, "board": board(request.user, as_of=day)}
    return render(request, "indicators/scoreboard.html", context)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its value, what it means, the facts behind it, and its history."""
    form = DayFilter(request.GET)
    day = form.chosen()["as_of"] or None
    value = queries.indicator_value(request.user, code, as_of=day)
    if value is None:
        raise Http404
    points = queries.indicator_history(request.user, code, as_of=day)
    context = {"value": value, "form": form, "day": day, "points": points}
    context |= _lineage(request, value)
    context["drawn"] = drawn(points, get_language() or "zh-hans")
    return render(request, "indicators/indicator.html", context)


def _lineage(request: HttpRequest, value: IndicatorValue) -> dict[str, Any]:
    used, *left_out = queries.lineage(request.user, value)
    note_quoted(request, used.facts)
    place = value.definition.place
    return {
        "group": GROUP_NAMES[place.group] if place else "",
        "terms": definition_terms(value.definition, get_language() or "zh-hans"),
        "used": used,
        "left_out": [(sentence(f"indicators.{row.reason}"), row) for row in left_out],
    }
