"""What belongs to a case: files, corrections, the decision, objections, letters, answers kept."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party, User
from yuanqu.cases.models.case import Case, OutcomeChoice
from yuanqu.ledger.models import Fact


class Submission(models.Model):
    """The answers as they were sent: once at first, once more after corrections.

    Officials read the last one; what the applicant is still changing is in the case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    sequence = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    form_version = models.PositiveSmallIntegerField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # SHA-256 of number and answers, on the receipt

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint("case", "sequence", name="submissions_in_order")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sequence}"


class Attachment(models.Model):
    """A file of a case, kept under its SHA-256; the name is for display only.

    `field` is empty once the applicant has taken a file back that was already submitted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    field = models.CharField(max_length=60, blank=True)
    file_sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name


class CorrectionItem(models.Model):
    """One entry of the one list of corrections; `field` where it is about one question."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    position = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    reply = models.CharField(max_length=1000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            # One list: a second one would need its first place again.
            models.UniqueConstraint("case", "position", name="one_list_of_corrections"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.position}"


class Decision(models.Model):
    """How a case ended, why, and who said so. One for each case."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="decision"
    )
    outcome = models.CharField(max_length=20, choices=OutcomeChoice)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    # What the ledger knows of it; a withdrawal by the applicant is no act of the park.
    fact = models.OneToOneField(
        Fact, on_delete=models.PROTECT, null=True, blank=True, related_name="decision"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=OutcomeChoice.values), name="decision_outcome_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class Objection(models.Model):
    """What somebody says against a case in publicity, signed with their name and log-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="objections")
    name = models.CharField(max_length=60, blank=True)
    statement = models.TextField(blank=True)
    made_at = models.DateTimeField()
    upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, upheld__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, upheld__isnull=False, answered_by__isnull=False),
                name="objection_is_answered_whole",
            ),
            models.UniqueConstraint(
                "case", "made_by", condition=Q(answered_at__isnull=True),
                name="one_open_objection_each",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} {self.id}"


class LetterKind(models.TextChoices):
    """What the park hands out about a case."""

    RECEIPT = "receipt", _("Receipt")
    CORRECTIONS = "corrections", _("List of corrections")
    ACCEPTANCE = "acceptance", _("Notice of acceptance")
    DECISION = "decision", _("Decision letter")


class Letter(models.Model):
    """A letter as it was delivered: the very file, so that it stays what it was."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, choices=LetterKind)
    language = models.CharField(max_length=10)
    file_sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "kind", "language", name="one_letter_of_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="letter_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class AnswerOnFile(models.Model):
    """An answer that an applicant once gave, offered again with the case and day it came from."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="answers_on_file")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()

    class Meta:
        verbose_name_plural = "answers on file"
        constraints = [models.UniqueConstraint("party", "key", name="one_answer_on_file")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.key}"
