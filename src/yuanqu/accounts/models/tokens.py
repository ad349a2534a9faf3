"""Keys with which programs act for a person."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from yuanqu.accounts.models.people import User


class ApiTokens(models.QuerySet["ApiToken"]):
    """Tokens by whether they still open anything."""

    def usable_at(self, now: datetime) -> Self:
        """Those that are neither expired nor revoked and whose person may log in."""
        return self.filter(expires_at__gt=now, revoked_at__isnull=True, user__is_active=True)


class ApiToken(models.Model):
    """A named, scoped and expiring key. The secret is shown once and kept only as a digest."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=60)
    # The half of the secret that finds the row; the other half is compared in constant time.
    identifier = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    # A day, not a time: whether it is still needed, not what its owner does all day.
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokens.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="token_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return self.name
