"""Those for whom people act."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    ORGANIZATION = "organization", _("Organization")
    PERSON = "person", _("Person")
    TEAM = "team", _("Team")
    CONSORTIUM = "consortium", _("Consortium")
    PARK = "park", _("Park")


class Party(models.Model):
    """Whoever facts, cases and access lists point to: an opaque id with a kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=PartyKind)
    # A projection for display. Empty for a person: their name lives in User and can be erased.
    label = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint("kind", condition=Q(kind="park"), name="one_park"),
            models.CheckConstraint(
                condition=Q(kind__in=PartyKind.values), name="party_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.id)

    def label_in(self, language: str) -> str:
        """The label for a screen in this language; the Chinese one where no other is known."""
        return (self.label_en if language.startswith("en") else "") or self.label
