"""The benchmarks' last line and exit status."""

import json

import pytest

from benchmarks import _measure


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        ({"queries": 6, "sealed": 1600}, 0),
        ({"queries": 7, "sealed": 1600}, 1),
        ({"queries": 6, "sealed": 1601}, 1),
    ],
)
def test_report_exits_by_its_bars_and_ends_with_json(figures, status, capsys):
    with pytest.raises(SystemExit) as caught:
        _measure.report(figures, at_most={"queries": 6}, exactly={"sealed": 1600})
    assert int(caught.value.code or 0) == status
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == figures


def test_worse_is_the_larger_or_the_farther_from_an_exact_bar():
    results: list[_measure.Figures] = [{"errors": 0, "sealed": 1600}, {"errors": 2, "sealed": 1590}]
    assert _measure.worse(results, {"sealed": 1600}) == {"errors": 2, "sealed": 1590}


def test_queries_are_counted_after_one_call_to_warm_up(db, django_user_model):
    assert _measure.query_count(django_user_model.objects.count) == 1
