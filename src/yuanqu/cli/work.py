"""`yuanqu work`: the jobs that run by the clock. `yuanqu serve` starts one by itself."""

import signal
import threading

import click

from yuanqu.cli.words import gettext as _
from yuanqu.upkeep.working import run_due_jobs
from yuanqu.upkeep.working import work as work_on


@click.command(help=_("Run the jobs of this node; `yuanqu serve` does so by itself."))
@click.option("--once", is_flag=True, help=_("Run what is due now, and end."))
def work(once: bool) -> None:
    """Until stopped, or once."""
    if once:
        results = run_due_jobs()
        for name, went_well in results.items():
            click.echo(f"{name}  {_('done') if went_well else _('failed')}")
        raise SystemExit(not all(results.values()))
    work_on(told_to_stop())


def told_to_stop() -> threading.Event:
    """Set when somebody asks this process to end."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
