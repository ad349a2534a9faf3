"""Counts that keep guessing slow. They lie in the database, where every process sees them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LockOutKind(models.TextChoices):
    ACCOUNT = "account", _("Account")
    ADDRESS = "address", _("Network address")


class LockOut(models.Model):
    """Wrong tries at one account or from one address, and until when the next is not looked at.

    The key is a keyed digest: neither a log-in name nor an address can be read from it.
    """

    kind = models.CharField(max_length=10, choices=LockOutKind)
    key = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    shut_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("kind", "key", name="one_count_per_key"),
            models.CheckConstraint(
                condition=Q(kind__in=LockOutKind.values), name="lock_out_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.failures}"


class RateCount(models.Model):
    """How often something was asked of late: the table of Django's database cache.

    django-allauth counts requests for codes, resets and sign-ups in the cache. In memory each
    process would count for itself, and a restart would forget.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_ratecount"

    def __str__(self) -> str:
        return self.cache_key
