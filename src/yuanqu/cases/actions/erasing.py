"""Erasing what cases hold about one person, and what has outlived its period.

Cases of an organization are not the person's: there an opaque id stands for whoever filed them,
and it says nothing once the account is erased.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yuanqu.accounts.holdings import Erased
from yuanqu.accounts.models import User
from yuanqu.cases.actions.closing import erase_contents, throw_away
from yuanqu.cases.definitions import matter_at
from yuanqu.cases.models import (
    AnswerOnFile,
    Case,
    EventCode,
    Notice,
    NoticeAttempt,
    NoticePreference,
    NoticeStatus,
    Objection,
)
from yuanqu.engines.workflow.states import State

BATCH = 5000
DONE = (NoticeStatus.SENT, NoticeStatus.FAILED)


@transaction.atomic
def erase_applications(*, person: User, spare: UUID | None = None) -> Erased:
    """Erase the contents of a person's own closed cases, and throw their drafts away.

    An open case stays, and so does one whose period of retention a law prescribes
    (个人信息保护法, 2021-08-20, art. 47(2)).
    """
    own = Case.objects.filter(applicant=person.party_id, erased_at__isnull=True)
    own = own.exclude(pk__in=[spare] if spare else [])
    gone = kept = 0
    for case in own.select_for_update().order_by("pk"):
        if case.state == State.DRAFT:
            throw_away(case=case)
        elif _must_stay(case):
            kept += 1
            continue
        else:
            erase_contents(case=case, why=EventCode.ERASE_ON_REQUEST)
        gone += 1
    return Erased(gone, kept)


def _must_stay(case: Case) -> bool:
    retention = matter_at(case.matter, case.matter_version).workflow.retention
    return bool(case.is_open or case.waits_for or retention.basis)


@transaction.atomic
def erase_objections(*, person: User) -> Erased:
    """Erase what a person objected to others' cases; one that waits for its answer stays."""
    made = Objection.objects.filter(made_by=person)
    gone = made.filter(answered_at__isnull=False).exclude(statement="")
    return Erased(
        gone.update(name="", statement="", answer=""), made.filter(answered_at__isnull=True).count()
    )


@transaction.atomic
def forget_answers_of(*, person: User) -> Erased:
    """Offer nothing of what the person once answered again."""
    gone, _by_model = AnswerOnFile.objects.filter(party=person.party_id).delete()
    return Erased(gone)


@transaction.atomic
def forget_notices_of(*, person: User, spare: UUID | None = None) -> Erased:
    """Delete what the person was told and by which channels; not about the case that is spared."""
    mine = Notice.objects.filter(user=person)
    if spare is not None:
        mine = mine.exclude(case=spare)
    NoticePreference.objects.filter(user=person).delete()
    return Erased(_delete_notices(mine))


def old_answers(before: datetime) -> QuerySet[AnswerOnFile]:
    """Answers given before that day."""
    return AnswerOnFile.objects.filter(given_on__lt=timezone.localtime(before).date())


def old_notices(before: datetime) -> QuerySet[Notice]:
    """Notices queued before then that have gone, or never will."""
    return Notice.objects.filter(created_at__lt=before, status__in=DONE)


@transaction.atomic
def forget_old_answers(*, before: datetime) -> int:
    """Delete answers that were kept long enough."""
    gone, _by_model = old_answers(before).delete()
    return gone


@transaction.atomic
def forget_old_notices(*, before: datetime) -> int:
    """Delete old notices with the log of their sending, so many at a time."""
    keys = list(old_notices(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return _delete_notices(Notice.objects.filter(pk__in=keys))


def _delete_notices(notices: QuerySet[Notice]) -> int:
    NoticeAttempt.objects.filter(notice__in=notices).delete()
    gone, _by_model = notices.delete()
    return gone
