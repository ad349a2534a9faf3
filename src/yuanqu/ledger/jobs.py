"""What the ledger does by the clock: seal what a crash left, write down the head, check."""

from datetime import time, timedelta

from django.utils import timezone

from yuanqu.accounts.errors import Refused
from yuanqu.engines.jobs import Job, Outcome, Scope
from yuanqu.ledger.heads import keep_head, kept_heads
from yuanqu.ledger.sealing import seal_pending
from yuanqu.ledger.verifying import verify


def seal() -> Outcome:
    """Seal what was committed and not sealed: its process died in between."""
    return {"sealed": seal_pending()}


def write_head_down() -> Outcome:
    """Keep today's head."""
    return {"seq": keep_head(timezone.localdate()).seq}


def check_chain() -> Outcome:
    """Walk the chain from its first link, against the head written down last. Raises `Refused`."""
    heads = kept_heads()
    report = verify(heads[0] if heads else None)
    if report.broken is not None:
        raise Refused(report.broken.code)
    return {
        "links": report.checked,
        "against": heads[0].seq if heads else 0,
        "erased": report.erased,
        "erased_earlier": report.erased_earlier,
    }


JOBS = (
    Job("ledger.seal", run=seal, when=timedelta(seconds=10)),
    Job("ledger.write_head_down", run=write_head_down, when=time(0, 10), scope=Scope.NODE),
    Job("ledger.check_chain", run=check_chain, when=time(2, 30), at_most=timedelta(hours=3)),
)
