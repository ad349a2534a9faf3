"""What a person is at a party: the mandate that joins the two."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models.parties import Party
from yuanqu.accounts.models.people import User


class Role(models.TextChoices):
    """What a person is at a party: some at the park, the others at organizations."""

    OFFICIAL = "official", _("Park official")
    CLERK = "clerk", _("Counter clerk")
    SYSTEM = "system", _("System administrator")
    SECURITY = "security", _("Security administrator")
    AUDIT = "audit", _("Audit administrator")
    ADMINISTRATOR = "administrator", _("Administrator")
    ASSISTANT = "assistant", _("Assistant (经办人)")
    MANAGER = "manager", _("Instrument manager")
    EXPERT = "expert", _("Expert")


# GB/T 22239-2019 (等级保护 2.0), 8.1.5: whoever runs the system does not give rights in it, and
# neither of the two reads the audit alone. Nobody holds two of these, nor one beside another role
# at the park.
SEPARATED_DUTIES = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
PARK_ROLES = (Role.OFFICIAL, Role.CLERK, *SEPARATED_DUTIES)
ORGANIZATION_ROLES = (Role.ADMINISTRATOR, Role.ASSISTANT, Role.MANAGER, Role.EXPERT)


class Memberships(models.QuerySet["Membership"]):
    """Memberships by the time at which they hold."""

    def valid_at(self, now: datetime) -> Self:
        """Those whose half-open interval [valid_from, valid_to) holds `now`."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=now),
            valid_from__lte=now,
            user__is_active=True,
        )


class Membership(models.Model):
    """A person's mandate at a party, from a time to a time; ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    # The matters that an assistant may act in; empty means every matter of the role.
    authorized_for = models.JSONField(default=list, blank=True)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user",
                "party",
                "role",
                condition=Q(valid_to__isnull=True),
                name="one_open_membership",
            ),
            models.UniqueConstraint(
                "user",
                condition=Q(
                    valid_to__isnull=True, role__in=[duty.value for duty in SEPARATED_DUTIES]
                ),
                name="one_separated_duty",
            ),
            # An interval that is empty is a mandate taken back before it began to hold.
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="membership_ends_not_before_it_begins",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.party_id}"

    def holds_at(self, now: datetime) -> bool:
        """Whether `now` is in the half-open interval, as `Memberships.valid_at` asks."""
        return self.valid_from <= now and (self.valid_to is None or now < self.valid_to)
