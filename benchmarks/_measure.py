"""What the benchmarks share: CPU time, queries, both databases, and the last line.

A benchmark that touches the database is a `measure` that finds Django set up on an empty, migrated
database of its own, which other processes can open too:

    def measure() -> Figures:
        fill()
        return {"queries": query_count(serve_once), "cpu_ms": cpu_ms(serve_once)}

    if __name__ == "__main__":
        on_both_databases("organizations_list", measure, at_most={"queries": 6, "cpu_ms": 40})
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
CHILD = "YUANQU_BENCHMARK_CHILD"

Figure = int | float
Figures = dict[str, Figure]


def cpu_ms(call: Callable[[], object], times: int = 20) -> float:
    """The median of this process's CPU time for one call, in milliseconds, after one to warm up."""
    call()
    spent = []
    for _time in range(times):
        began = time.process_time()
        call()
        spent.append(time.process_time() - began)
    return round(statistics.median(spent) * 1000, 2)


def query_count(call: Callable[[], object]) -> int:
    """How many statements one call sends to the database, after one to warm up."""
    from django.db import connection

    call()
    statements: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        call()
    return len(statements)


def report(
    figures: Figures,
    at_most: Mapping[str, Figure] | None = None,
    exactly: Mapping[str, Figure] | None = None,
    at_least: Mapping[str, Figure] | None = None,
) -> None:
    """Say which bars do not hold; print the figures as the last line; exit 0 only if all hold."""
    above = [f"{key} > {bar}" for key, bar in (at_most or {}).items() if figures[key] > bar]
    above += [f"{key} < {bar}" for key, bar in (at_least or {}).items() if figures[key] < bar]
    wrong = [f"{key} != {bar}" for key, bar in (exactly or {}).items() if figures[key] != bar]
    if above or wrong:
        print("Bars missed:", "; ".join(above + wrong), file=sys.stderr)
    print(json.dumps(figures))
    sys.exit(bool(above or wrong))


def on_both_databases(
    name: str,
    measure: Callable[[], Figures],
    at_most: Mapping[str, Figure] | None = None,
    exactly: Mapping[str, Figure] | None = None,
) -> None:
    """Measure on SQLite, and on PostgreSQL where it is at hand; report the worse of each figure."""
    if os.environ.get(CHILD):
        measure_here(measure)
        return
    results = [measured_on(name, "SQLite", None)]
    with postgres() as url:
        if url is None:
            print("PostgreSQL is not at hand: SQLite only")
        else:
            results.append(measured_on(name, "PostgreSQL", url))
    report(worse(results, exactly or {}), at_most, exactly)


def worse(results: list[Figures], exactly: Mapping[str, Figure]) -> Figures:
    """Of each figure the larger; of one with an exact bar, the one that is farther from it."""

    def distance(key: str) -> Callable[[Figures], Figure]:
        return lambda found: abs(found[key] - exactly.get(key, 0))

    return {key: max(results, key=distance(key))[key] for key in results[0]}


def measure_here(measure: Callable[[], Figures]) -> None:
    """In the child: set up Django on the fresh database, measure, print."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(measure()))


def measured_on(name: str, label: str, url: str | None) -> Figures:
    """Run the benchmark in a process of its own, with a fresh home and a fresh database."""
    with tempfile.TemporaryDirectory(prefix="yuanqu-benchmark-") as home:
        (Path(home) / "static").mkdir()  # WhiteNoise warns where there is none
        environment = {
            **os.environ,
            CHILD: "1",
            "YUANQU_HOME": home,
            "YUANQU_DATABASE_URL": url or f"sqlite:///{home}/yuanqu.sqlite3",
            "DJANGO_SETTINGS_MODULE": "yuanqu.settings",
            "YUANQU_STATIC": "plain",
            "YUANQU_REQUIRE_SECOND_FACTOR": "no",  # its officials have none
        }
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    print(f"{label}: {figures}")
    return figures


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """A fresh database on the server of YUANQU_DATABASE_URL, else on a throwaway one, or None."""
    given = os.environ.get("YUANQU_DATABASE_URL", "")
    if given.startswith("postgres"):
        with fresh_database(given) as url:
            yield url
        return
    from tools import postgres as throwaway

    if throwaway.programs() is None:
        yield None
        return
    was_running = throwaway.NOTE.exists()
    try:
        with fresh_database(throwaway.start(throwaway.free_port())) as url:
            yield url
    finally:
        if not was_running:
            throwaway.stop()


@contextlib.contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """An empty database, dropped at the end."""
    import psycopg

    name = f"yuanqu_benchmark_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
