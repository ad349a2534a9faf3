"""What the apps bring: jobs from each `jobs.py`, figures from each `gauges.py`."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from yuanqu.engines.gauges import Gauge
from yuanqu.engines.jobs import Job

Listed = TypeVar("Listed", Gauge, Job)


@cache
def all_jobs() -> tuple[Job, ...]:
    """Every app's jobs, by name. A name is one job's."""
    return tuple(sorted(_listed("jobs", "JOBS", Job), key=lambda job: job.name))


@cache
def all_gauges() -> tuple[Gauge, ...]:
    """Every app's figures, by name."""
    return tuple(sorted(_listed("gauges", "GAUGES", Gauge), key=lambda gauge: gauge.name))


def _listed(module: str, name: str, kind: type[Listed]) -> list[Listed]:
    found: dict[str, Listed] = {}
    for app in apps.get_app_configs():
        place = f"{app.name}.{module}"
        if not app.name.startswith("yuanqu.") or find_spec(place) is None:
            continue
        for each in getattr(import_module(place), name):
            if not isinstance(each, kind) or each.name in found:
                raise ImproperlyConfigured(f"{place}: {each!r} is no {kind.__name__} of its own")
            found[each.name] = each
    return list(found.values())
