"""Cards that wait for a person, and packs whose owner lets them reach devices."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import User
from yuanqu.knowledge.models import Pack


class CardState(models.TextChoices):
    """Where a card stands."""

    PROPOSED = "proposed", _("Waits for you")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    REFUSED = "refused", _("Could not be done")


class Door(models.TextChoices):
    """Through which door it was asked for."""

    PAGE = "page", _("Pages")
    MCP = "mcp", _("A program by MCP")


class Card(models.Model):
    """A card: a tool with its arguments, for one person, who confirms it once or not at all.

    `key` is a digest of person, tool and arguments: what is asked for twice is one card while it
    waits. `answer` is what the tool gave, as [{"title", "address"}, …]. A confirmed card without
    `carried_out_at` reached for something outside, and whether it got there is not known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cards")
    tool = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=64)
    door = models.CharField(max_length=10, choices=Door, default=Door.PAGE)
    state = models.CharField(max_length=10, choices=CardState, default=CardState.PROPOSED)
    made_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    carried_out_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(default=list, blank=True)
    refusal = models.CharField(max_length=60, blank=True)  # a code of the wording
    refusal_facts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["user", "-made_at"], name="cards_of_a_person")]
        constraints = [
            models.UniqueConstraint(
                "user", "key", condition=Q(state="proposed"), name="one_waiting_card_of_a_key"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CardState.values), name="card_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at__isnull=True)
                | ~Q(state="proposed") & Q(settled_at__isnull=False),
                name="card_is_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True) | Q(state="confirmed"),
                name="only_a_confirmed_card_is_carried_out",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="refused_card_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def stands_at(self, now: datetime) -> CardState:
        """Where it stands: a card whose time is over has expired, whoever wrote that down."""
        is_over = self.state == CardState.PROPOSED and self.expires_at <= now
        return CardState.EXPIRED if is_over else CardState(self.state)


class DeviceLeave(models.Model):
    """A pack's owner lets its bindings act on devices: those of this digest, and no later ones."""

    pack = models.OneToOneField(Pack, on_delete=models.CASCADE, related_name="device_leave")
    digest = models.CharField(max_length=64)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pack_id)
