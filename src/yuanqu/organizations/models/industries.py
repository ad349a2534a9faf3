"""The codes of GB/T 4754-2017, where the park has loaded their list."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class IndustryLevel(models.IntegerChoices):
    """How far down a code reaches."""

    SECTION = 1, _("Section")
    DIVISION = 2, _("Division")
    GROUP = 3, _("Group")
    CLASS = 4, _("Class")


class Industry(models.Model):
    """One industry of the standard: its code with the section's letter, and its Chinese name."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField(choices=IndustryLevel)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )

    class Meta:
        verbose_name_plural = "industries"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=IndustryLevel.SECTION, parent__isnull=True)
                | Q(level__in=[2, 3, 4], parent__isnull=False),
                name="industry_belongs_to_a_section",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="industry_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
