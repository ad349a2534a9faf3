"""How the ledger stands."""

from yuanqu.engines.gauges import Gauge
from yuanqu.ledger.models import ChainHead, UnsealedFact


def unsealed() -> int:
    """Facts that wait for their seal."""
    return UnsealedFact.objects.count()


def links() -> int:
    """Links of the chain."""
    return ChainHead.objects.values_list("seq", flat=True).first() or 0


GAUGES = (
    Gauge("unsealed_facts", "Facts recorded and not yet sealed.", read=unsealed),
    Gauge("ledger_links", "Links of the chain.", read=links),
)
