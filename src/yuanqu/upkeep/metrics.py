"""Prometheus' figures: what requests were answered and how fast, and how the park stands.

Counts live in memory, or, where PROMETHEUS_MULTIPROC_DIR names a folder, in files that all
processes of the node share: `yuanqu serve` sets it before this module is imported.
"""

import logging
import os
import time
from collections.abc import Iterator

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from yuanqu import __version__
from yuanqu.upkeep.registry import all_gauges

logger = logging.getLogger(__name__)

SHARED = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "none"  # nothing lies at the address, or a file that the pages load

requests = Counter(
    "yuanqu_requests", "Requests answered, by the route's name.", ("route", "method", "status")
)
seconds = Histogram(
    "yuanqu_request_seconds",
    "How long an answer took, by the route's name.",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
job_runs = Counter("yuanqu_job_runs", "Runs of jobs, by how they ended.", ("job", "result"))


def count_request(*, route: str, method: str, status: int, took: float) -> None:
    """Count one answer. `route` is a name, empty for what has none; `method` is of METHODS."""
    named = route or NO_ROUTE
    requests.labels(named, method, str(status)).inc()
    seconds.labels(named).observe(took)


def count_job(*, job: str, result: str) -> None:
    """Count one run of a job: `done` or `failed`."""
    job_runs.labels(job, result).inc()


def exposition() -> bytes:
    """Everything in Prometheus' text format."""
    shared = os.environ.get(SHARED)
    registry = CollectorRegistry() if shared else REGISTRY
    if shared:
        MultiProcessCollector(registry, shared)  # type: ignore[no-untyped-call]
    return generate_latest(registry) + generate_latest(_standing())


def _standing() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Standing())
    return registry


class Standing(Collector):
    """The apps' figures, read from the database when somebody asks."""

    def collect(self) -> Iterator[Metric]:
        """One family a figure; one that cannot be read is left out, and that it was is told."""
        build = GaugeMetricFamily("yuanqu_build", "This version of Yuanqu.", labels=["version"])
        build.add_metric([__version__], 1)
        yield build
        for gauge in all_gauges():
            began = time.monotonic()
            try:
                yield GaugeMetricFamily(f"yuanqu_{gauge.name}", gauge.words, value=gauge.read())
            except Exception:
                took = round(time.monotonic() - began, 3)
                logger.exception("A figure cannot be read.", extra={"gauge": gauge.name, "s": took})
