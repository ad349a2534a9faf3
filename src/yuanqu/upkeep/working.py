"""The job worker: one on each node, at most four jobs at once, a sign of life every so often."""

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.db import DatabaseError, connections
from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.engines.jobs import Job, is_due
from yuanqu.upkeep import actions
from yuanqu.upkeep.logs import request_id
from yuanqu.upkeep.metrics import count_job
from yuanqu.upkeep.models import JobRun
from yuanqu.upkeep.nodes import node_id, only_worker, serving
from yuanqu.upkeep.queries import runs_by_job
from yuanqu.upkeep.registry import all_jobs

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
BEAT_EVERY_S = 15.0
STAND_BY_S = 5.0
LET_FINISH_S = 20.0
JOBS_AT_ONCE = 4

Running = dict[str, Future[bool]]


def work(stopping: threading.Event) -> None:
    """Work until told to stop. Where the node has a worker already, stand by for it."""
    with serving():
        while not stopping.is_set():
            with only_worker() as mine:
                if mine:
                    _work(node_id(), stopping)
                    return
            stopping.wait(STAND_BY_S)


def run_due_jobs() -> dict[str, bool]:
    """Run what is due now, one after the other: each job's name, and whether it went well."""
    node = node_id()
    return {job.name: run_job(job, node) for job in due_jobs(node)}


def due_jobs(node: str) -> list[Job]:
    """The jobs that this node might begin now, by one question to the database."""
    runs = runs_by_job(node)
    return [job for job in all_jobs() if _may_begin(job, runs.get(job.name))]


def run_job(job: Job, node: str) -> bool:
    """Run a job if it is still due and nobody else has it. False where it failed."""
    run = actions.take_job(job=job, node=node)
    if run is None:
        return True
    request_id.set(uuid.uuid4().hex)  # what the job logs belongs together
    error, outcome = "", None
    try:
        outcome = job.run()
    except Refused as refused:
        error = refused.code
        logger.warning("A job was refused.", extra={"job": job.name, "code": refused.code})
    except Exception as raised:
        error = type(raised).__name__
        logger.exception("A job failed.", extra={"job": job.name})
    if not actions.finish_job(run=run, outcome=outcome, error=error):
        logger.warning("A job took longer than it may.", extra={"job": job.name})
    count_job(job=job.name, result="failed" if error else "done")
    return not error


def _may_begin(job: Job, run: JobRun | None) -> bool:
    if run is None:
        return True
    now = timezone.localtime(run.clock)  # type: ignore[attr-defined]  # the query's annotation
    if run.held_until is not None:
        return run.held_until <= now
    return is_due(job.when, run.started_at, run.failures, now)


def _work(node: str, stopping: threading.Event) -> None:
    _patiently(lambda: actions.begin_work(node=node, host=socket.gethostname()), stopping)
    running: Running = {}
    beaten = time.monotonic()
    with ThreadPoolExecutor(JOBS_AT_ONCE, thread_name_prefix="job") as threads:
        while not stopping.wait(LOOK_EVERY_S):
            if time.monotonic() - beaten >= BEAT_EVERY_S:
                _patiently(lambda: actions.beat(node=node), stopping)
                beaten = time.monotonic()
            _patiently(lambda: _begin_due(node, running, threads), stopping)
        wait(running.values(), LET_FINISH_S)
        threads.shutdown(wait=False, cancel_futures=True)
    actions.end_work(node=node)


def _begin_due(node: str, running: Running, threads: ThreadPoolExecutor) -> None:
    for name in [name for name, future in running.items() if future.done()]:
        del running[name]
    for job in due_jobs(node):
        if job.name not in running and len(running) < JOBS_AT_ONCE:
            running[job.name] = threads.submit(_run_apart, job, node)


def _run_apart(job: Job, node: str) -> bool:
    """In a thread of its own, whose connections end with the job."""
    try:
        return run_job(job, node)
    except DatabaseError:
        logger.warning("The database does not answer the worker.", exc_info=True)
        return False
    finally:
        connections.close_all()


def _patiently(act: Callable[[], None], stopping: threading.Event) -> None:
    """Do it; while the database is away, wait for it instead of dying of it."""
    while not stopping.is_set():
        try:
            act()
        except DatabaseError:
            logger.warning("The database does not answer the worker.", exc_info=True)
            connections.close_all()
            stopping.wait(STAND_BY_S)
        else:
            return


def stop_with(parent: int, stopping: threading.Event) -> None:
    """Tell the worker to stop when the process that started it has gone, however it went."""

    def watch() -> None:
        while os.getppid() == parent and not stopping.is_set():
            time.sleep(LOOK_EVERY_S)
        stopping.set()

    threading.Thread(target=watch, daemon=True, name="watch").start()
