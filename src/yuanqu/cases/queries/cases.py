"""Cases with everything that a page shows of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from yuanqu.accounts.access import Viewer, may_act_for
from yuanqu.accounts.models import Party, User
from yuanqu.cases.access import visible_to
from yuanqu.cases.models import (
    Absence,
    Attachment,
    Case,
    CaseEvent,
    Delegation,
    Letter,
    Objection,
)
from yuanqu.engines.workflow.states import State


def case_for(user: Viewer, id: UUID) -> QuerySet[Case]:
    """One case if this person may open it, with its story; empty where it is hidden or unknown."""
    events = CaseEvent.objects.select_related(
        "actor__user", "on_behalf_of__user", "towards__user"
    ).order_by("id")
    objections = Objection.objects.select_related("made_by", "answered_by")
    return (
        visible_to(user)
        .filter(pk=id)
        .select_related("applicant__user", "filed_by", "assignee", "decision__decided_by")
        .prefetch_related(
            Prefetch("events", events),
            Prefetch("objections", objections),
            "corrections",
            "attachments",
            "submissions",
            "letters",
        )
    )


def cases_for(
    user: Viewer, *, matter: str = "", state: str = "", applicant: Party | None = None
) -> QuerySet[Case]:
    """The cases this person may open, latest first, drafts left out."""
    found = visible_to(user).exclude(state=State.DRAFT)
    if matter:
        found = found.filter(matter=matter)
    if state:
        found = found.filter(state=state)
    if applicant:
        found = found.filter(applicant=applicant)
    return listed(found).order_by("-submitted_at", "id")


def drafts_of(user: Viewer) -> QuerySet[Case]:
    """What this person, or an organization they act for, has begun and not sent."""
    return listed(visible_to(user).filter(state=State.DRAFT)).order_by("-touched_at", "id")


def listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases as a row of a list needs them: without answers, with whom they concern."""
    return cases.select_related("applicant__user", "assignee").defer("answers", "clocks")


def answers_seen(user: Viewer, case: Case) -> Mapping[str, Any]:
    """The answers as this person reads them.

    The applicant's side reads its own working copy, everybody else what was last sent.
    """
    if may_act_for(user, case.applicant, case.matter):
        return dict(case.answers)
    sent = case.submissions.last()
    return dict(sent.answers) if sent else {}


def attachment_for(user: Viewer, id: UUID) -> QuerySet[Attachment]:
    """One file, if this person may open its case.

    Officials see what was sent, not what the applicant has added since or never sent.
    """
    found = Attachment.objects.filter(pk=id, case__in=visible_to(user)).select_related("case")
    attachment = found.select_related("case__applicant").first()
    if attachment is None or may_act_for(user, attachment.case.applicant, attachment.case.matter):
        return found
    sent = attachment.case.submissions.values_list("answers", flat=True)
    named = any(str(id) in answer for one in sent for answer in one.values()
                if isinstance(answer, list))  # fmt: skip
    return found if named else Attachment.objects.none()


def letter_for(user: Viewer, case: Case, language: str) -> QuerySet[Letter]:
    """The decision letter of a case as it was delivered, in this language."""
    return Letter.objects.filter(case=case, language=language, case__in=visible_to(user))


def objections_of(user: Viewer) -> QuerySet[Objection]:
    """What this person objected to, with the answers."""
    if not isinstance(user, User):
        return Objection.objects.none()
    return Objection.objects.filter(made_by=user).select_related("case").order_by("-made_at", "id")


def stand_ins_of(user: User) -> tuple[QuerySet[Delegation], QuerySet[Absence]]:
    """The delegations and absences that concern this person and are not over."""
    now = timezone.now()
    delegations = Delegation.objects.filter(
        Q(from_user=user) | Q(to_user=user), valid_to__gt=now, ended_at__isnull=True
    ).select_related("from_user", "to_user")
    absences = Absence.objects.filter(
        Q(user=user) | Q(substitute=user), valid_to__gt=now, ended_at__isnull=True
    ).select_related("user", "substitute")
    return delegations.order_by("valid_from", "id"), absences.order_by("valid_from", "id")
