"""What the clock does without a person: reminders of what is overdue, terms counted anew."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yuanqu.cases.actions.telling import applicants_of, officials_for, tell
from yuanqu.cases.clocks import counting_calendar, restored
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.clocks import due
from yuanqu.engines.workflow.states import Part

BATCH = 500


def remind_overdue(*, today: date | None = None) -> int:
    """Tell whoever is late, once for each due day. Returns how many notices were queued.

    That is the applicant, the official with whom the case sits, or every official of the matter
    where it sits with nobody.
    """
    day = today or timezone.localdate()
    late = Case.objects.filter(due_on__lt=day).exclude(waits_for="")
    rows = late.select_related("applicant", "filed_by", "assignee").order_by("due_on", "id")
    return sum(_remind(case) for case in rows.iterator(chunk_size=BATCH))


def _remind(case: Case) -> int:
    if case.waits_for == Part.APPLICANT:
        users = applicants_of(case)
    else:
        users = [case.assignee] if case.assignee else officials_for(case)
    return tell(case=case, template="overdue", users=users, once=f"{case.pk}:{case.due_on}")


def recount_clocks() -> int:
    """Compute the due days of waiting cases anew, once a year's holidays have become known.

    Returns how many changed.
    """
    waiting = Case.objects.filter(due_on__isnull=False).exclude(waits_for="")
    keys = list(waiting.order_by("id").values_list("pk", flat=True))
    return sum(_recount(key=key) for key in keys)


@transaction.atomic
def _recount(*, key: UUID) -> bool:
    case = Case.objects.select_for_update().get(pk=key)
    workflow = matter_at(case.matter, case.matter_version).workflow
    end = due(workflow, restored(case.clocks), counting_calendar())
    if end is None or end.on == case.due_on:
        return False
    case.due_on, case.due_clock = end.on, end.clock
    case.save(update_fields=["due_on", "due_clock"])
    return True
