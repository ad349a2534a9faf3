"""Consents, looks at restricted evidence, copies for people, and what was erased."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party, User
from yuanqu.cases.models import Case
from yuanqu.ledger.models import Evidence


class How(models.TextChoices):
    """By which way somebody consented."""

    PAGE = "page", _("On the page of consents")
    CASE = "case", _("With an application")


class Consent(models.Model):
    """A person's consent to one purpose, in one version of its text.

    It stands until it is withdrawn; giving it again is another row. It holds ids alone, so that it
    can be kept as proof once the account is erased.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=10, choices=How)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "user", "purpose", condition=Q(withdrawn_at__isnull=True), name="one_open_consent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_is_withdrawn_after_it_is_given",
            ),
            models.CheckConstraint(condition=Q(how__in=How.values), name="how_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} v{self.version}"


class Sight(models.TextChoices):
    """What showed the evidence."""

    PAGE = "page", _("Page")
    FILE = "file", _("File")
    API = "api", _("Program")


class EvidenceLook(models.Model):
    """Somebody was shown restricted evidence. Triggers refuse UPDATE and DELETE; ids alone."""

    at = models.DateTimeField()
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="looks")
    viewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # As whose person they could: the park, one of the fact's parties, or they themselves.
    standing_for = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    sight = models.CharField(max_length=10, choices=Sight)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["evidence", "-at"], name="looks_at_evidence")]
        constraints = [
            models.CheckConstraint(condition=Q(sight__in=Sight.values), name="sight_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.sight}"


class PersonalCopy(models.Model):
    """A copy of everything held about a person: asked for, made, fetched, dropped after a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="copies")
    # The request it answers; without one the person asked for it on the page.
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="personal_copy"
    )
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "personal copies"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, sha256="", size=0)
                | Q(made_at__isnull=False, size__gt=0) & ~Q(sha256=""),
                name="copy_is_there_once_made",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Erasure(models.Model):
    """That a person's data was erased: whose by opaque id, by which request, and how much."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="erasure"
    )
    erased_at = models.DateTimeField()
    # None where it was done again after a restore.
    erased_by = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # By code of personal.yaml: how many rows went, and how many a law still keeps.
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-erased_at", "-pk"]

    def __str__(self) -> str:
        return str(self.party_id)
