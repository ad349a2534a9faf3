"""The case itself, the counter of receipt numbers, and the events that only grow."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party, User
from yuanqu.engines.workflow.states import CLOSED, Move, Outcome, Part, State


class StateChoice(models.TextChoices):
    """The engine's states, with their words."""

    DRAFT = State.DRAFT.value, _("Draft")
    SUBMITTED = State.SUBMITTED.value, _("Submitted")
    CORRECTION_REQUESTED = State.CORRECTION_REQUESTED.value, _("Corrections asked for")
    ACCEPTED = State.ACCEPTED.value, _("Accepted")
    IN_REVIEW = State.IN_REVIEW.value, _("In review")
    PUBLICITY = State.PUBLICITY.value, _("In publicity")
    DECIDED = State.DECIDED.value, _("Decided")
    DELIVERED = State.DELIVERED.value, _("Delivered")
    ARCHIVED = State.ARCHIVED.value, _("Archived")


class OutcomeChoice(models.TextChoices):
    """The engine's outcomes, with their words."""

    APPROVED = Outcome.APPROVED.value, _("Approved")
    REJECTED = Outcome.REJECTED.value, _("Rejected")
    DECLINED = Outcome.DECLINED.value, _("Not taken up")
    WITHDRAWN = Outcome.WITHDRAWN.value, _("Withdrawn")


class PartChoice(models.TextChoices):
    """The engine's parts, with their words."""

    APPLICANT = Part.APPLICANT.value, _("Applicant")
    DESK = Part.DESK.value, _("Receiving desk")
    REVIEWER = Part.REVIEWER.value, _("Reviewer")
    DECIDER = Part.DECIDER.value, _("Decider")


CLOSED_STATES = sorted(state.value for state in CLOSED)
OPEN_STATES = sorted(state.value for state in State if state not in CLOSED)


class Case(models.Model):
    """One application, from the first draft to the archive."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.CharField(max_length=60)
    matter_version = models.PositiveSmallIntegerField()
    # The receipt number, given at submission: PREFIX-YEAR-SERIAL, gapless by matter and year.
    number = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    applicant = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="cases")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="filed_cases")
    answers = models.JSONField(default=dict, blank=True)
    form_version = models.PositiveSmallIntegerField()
    # Counts every change of the answers: whoever saves names the revision that they changed.
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=StateChoice, default=StateChoice.DRAFT)
    outcome = models.CharField(max_length=20, choices=OutcomeChoice, blank=True)
    # Of what only one case may be open at a time; see one_open_per of the matter.
    subject = models.CharField(max_length=200, blank=True)
    desk = models.CharField(max_length=60)
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="assigned_cases"
    )
    # Whose turn it is, and by when; computed when the case moves. Overdue is computed on read.
    waits_for = models.CharField(max_length=20, choices=PartChoice, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_clock = models.CharField(max_length=40, blank=True)
    clocks = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)  # as the law counts it
    publicity_from = models.DateField(null=True, blank=True)
    publicity_until = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    retain_until = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["waits_for", "due_on"], name="case_by_turn"),
            models.Index(fields=["applicant", "state"], name="case_by_applicant"),
            models.Index(fields=["assignee", "due_on"], name="case_by_assignee"),
            models.Index(fields=["matter", "state"], name="case_by_matter"),
        ]
        constraints = [
            models.UniqueConstraint("number", condition=~Q(number=""), name="case_number_is_one"),
            models.UniqueConstraint("matter", "year", "serial", name="case_serial_is_one"),
            models.UniqueConstraint(
                "matter", "subject",
                condition=~Q(subject="") & Q(state__in=[s for s in OPEN_STATES if s != "draft"]),
                name="one_open_case_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=StateChoice.values), name="case_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(waits_for__in=["", *PartChoice.values]), name="case_turn_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number="", serial__isnull=True)
                & Q(submitted_at__isnull=True)
                | ~Q(state="draft")
                & ~Q(number="")
                & Q(serial__gte=1, year__isnull=False, submitted_at__isnull=False),
                name="case_has_a_number_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED_STATES, decided_at__isnull=False)
                & Q(outcome__in=OutcomeChoice.values)
                | Q(state__in=OPEN_STATES, outcome="", decided_at__isnull=True),
                name="case_has_an_outcome_once_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="publicity")
                | Q(publicity_from__isnull=False, publicity_until__gte=models.F("publicity_from")),
                name="case_publicity_has_its_days",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or str(self.id)

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it yet."""
        return State(self.state) not in CLOSED


class CaseCounter(models.Model):
    """The last serial number of a matter's year: the row that a submission locks."""

    matter = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("matter", "year", name="one_counter_per_year")]

    def __str__(self) -> str:
        return f"{self.matter} {self.year}: {self.last}"


class EventCode(models.TextChoices):
    """What can happen to a case: the engine's moves, and what leaves its state as it is."""

    SUBMIT = Move.SUBMIT.value, _("Submitted")
    REQUEST_CORRECTIONS = Move.REQUEST_CORRECTIONS.value, _("Corrections asked for")
    RESUBMIT = Move.RESUBMIT.value, _("Corrections sent")
    ACCEPT = Move.ACCEPT.value, _("Accepted")
    DECLINE = Move.DECLINE.value, _("Not taken up")
    START_REVIEW = Move.START_REVIEW.value, _("Review started")
    START_PUBLICITY = Move.START_PUBLICITY.value, _("Publicity started")
    RETURN_TO_REVIEW = Move.RETURN_TO_REVIEW.value, _("Returned to review")
    DECIDE = Move.DECIDE.value, _("Decided")
    WITHDRAW = Move.WITHDRAW.value, _("Withdrawn by the applicant")
    DELIVER = Move.DELIVER.value, _("Decision delivered")
    ARCHIVE = Move.ARCHIVE.value, _("Archived")
    ASSIGN = "assign", _("Handed to a colleague")
    OBJECT = "object", _("Objection made")
    ANSWER_OBJECTION = "answer_objection", _("Objection answered")
    ERASE = "erase", _("Contents erased after the retention period")
    ERASE_ON_REQUEST = "erase_on_request", _("Contents erased on request")


class CaseEvent(models.Model):
    """What happened to a case, who did it and for whom. Never changed; holds no free text.

    Reasons and statements stand in tables of their own, from which they can be erased.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    code = models.CharField(max_length=30, choices=EventCode)
    # Opaque ids, never names. Without an actor it was the program, by rule.
    actor = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # To whom the case was handed.
    towards = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state_before = models.CharField(max_length=20, choices=StateChoice)
    state_after = models.CharField(max_length=20, choices=StateChoice)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="event_by_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__in=EventCode.values), name="event_code_is_known"
            ),
            # However many race, the table itself takes one decision of a case.
            models.UniqueConstraint(
                "case",
                condition=Q(code__in=["decide", "decline", "withdraw"]),
                name="case_is_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"
