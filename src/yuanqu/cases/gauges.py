"""How the cases stand."""

from django.utils import timezone

from yuanqu.cases.models import Case, Notice, NoticeStatus
from yuanqu.engines.gauges import Gauge
from yuanqu.engines.workflow.states import State


def waiting() -> int:
    """Cases that wait for somebody, drafts left out."""
    return Case.objects.exclude(waits_for="").exclude(state=State.DRAFT).count()


def overdue() -> int:
    """Cases whose day is past."""
    return Case.objects.exclude(waits_for="").filter(due_on__lt=timezone.localdate()).count()


def notices() -> int:
    """Notices that have not gone yet."""
    return Notice.objects.filter(status__in=(NoticeStatus.WAITING, NoticeStatus.SENDING)).count()


GAUGES = (
    Gauge("cases_waiting", "Cases that wait for somebody.", read=waiting),
    Gauge("cases_overdue", "Cases whose day is past.", read=overdue),
    Gauge("notices_waiting", "Notices that have not gone yet.", read=notices),
)
