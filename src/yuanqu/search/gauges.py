"""How far this node's index is behind what was published."""

from django.db.models import Min
from django.utils import timezone

from yuanqu.engines.gauges import Gauge
from yuanqu.search import index
from yuanqu.search.models import Outbox


def lag() -> float:
    """Seconds since the oldest change that the index has not seen; 0 where it is up to date."""
    generation = index.current()
    seen = generation.state.last_id if generation else 0
    oldest = Outbox.objects.filter(id__gt=seen).aggregate(oldest=Min("recorded_at"))["oldest"]
    return max((timezone.now() - oldest).total_seconds(), 0.0) if oldest else 0.0


GAUGES = (
    Gauge("outbox_lag_seconds", "Age of the oldest change that the index has not seen.", read=lag),
)
