"""Log-ins elsewhere that are known to be a person's here."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models.people import User
from yuanqu.engines.assurance import Assurance


class AssuranceLevel(models.TextChoices):
    LOW = Assurance.LOW.value, _("Low")
    SUBSTANTIAL = Assurance.SUBSTANTIAL.value, _("Substantial")
    HIGH = Assurance.HIGH.value, _("High")


class ExternalIdentity(models.Model):
    """A person as a provider knows them: an opaque subject and what the last log-in was worth."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="external_identities")
    provider = models.CharField(max_length=60)
    subject = models.CharField(max_length=191)
    assurance = models.CharField(max_length=20, choices=AssuranceLevel)
    # The unified social credit code that the provider vouches for; empty where it does not.
    legal_person = models.CharField(max_length=18, blank=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "external identities"
        constraints = [
            models.UniqueConstraint("provider", "subject", name="one_person_per_subject"),
            models.CheckConstraint(condition=~Q(subject=""), name="subject_is_not_empty"),
            models.CheckConstraint(
                condition=Q(assurance__in=AssuranceLevel.values), name="assurance_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.user_id}"

    @property
    def level(self) -> Assurance:
        """The assurance as the engine orders it."""
        return Assurance(self.assurance)
