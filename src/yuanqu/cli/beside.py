"""Beside the server: one job worker, started again when it dies, gone when the server goes.

Nothing here imports Django at its top: the worker's process imports this module first.
"""

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Iterator

FIRST_AFTER_S = 2.0  # the server is to answer first; nothing waits for the worker
AGAIN_AFTER_S = 5.0


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Keep a worker running while the block does."""
    ending = threading.Event()
    keeper = threading.Thread(target=_keep, args=(ending,), daemon=True, name="keeper")
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def _keep(ending: threading.Event) -> None:
    spawning = multiprocessing.get_context("spawn")
    ending.wait(FIRST_AFTER_S)
    while not ending.is_set():
        worker = spawning.Process(target=work_beside, args=(os.getpid(),), daemon=True)
        worker.start()
        while worker.is_alive() and not ending.wait(0.5):
            pass
        if ending.is_set():
            worker.terminate()
            worker.join(30)
        else:
            ending.wait(AGAIN_AFTER_S)


def work_beside(parent: int) -> None:
    """The worker's own process."""
    from yuanqu.cli import park

    park.set_up_django()
    from yuanqu.cli.work import told_to_stop
    from yuanqu.upkeep.working import stop_with, work

    stopping = told_to_stop()
    if os.getppid() == parent:
        stop_with(parent, stopping)
        work(stopping)
