"""Who acts for a colleague: by delegation, or while the colleague is absent."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from yuanqu.accounts.models import User


def holding(now: datetime) -> Q:
    """What holds `now` in its half-open interval [valid_from, valid_to) and was not ended."""
    return Q(valid_from__lte=now, valid_to__gt=now, ended_at__isnull=True)


class Delegation(models.Model):
    """A colleague may act as this person in these matters, from a time to a time."""

    from_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegated_to")
    matters = models.JSONField(default=list, blank=True)  # empty: every matter of the person
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(from_user=F("to_user")), name="delegation_is_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_user_id} → {self.to_user_id}"


class Absence(models.Model):
    """A person is away from a time to a time, and another acts in all their matters."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutions")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(user=F("substitute")), name="substitute_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} away"
