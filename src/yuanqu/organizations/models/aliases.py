"""Which entry of the register stands for which other, from a day up to (and without) another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party
from yuanqu.ledger.models import Fact


class MergeCause(models.TextChoices):
    """Why two entries are one."""

    DUPLICATE = "duplicate", _("Registered twice")
    ABSORBED = "absorbed", _("Absorbed by the other")


class PartyAlias(models.Model):
    """`alias` is known as `party` while this holds. No fact is rewritten: whoever reads resolves.

    It holds for what is asked as of a day from `since` on and before `until`. Both are days of the
    register itself, so that what was shown as of a past day stays what it was.
    """

    alias = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="aliases")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="known_as")
    cause = models.CharField(_("Cause"), max_length=20, choices=MergeCause)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    merged = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="merges")
    unmerged = models.OneToOneField(
        Fact, on_delete=models.PROTECT, null=True, blank=True, related_name="unmerges"
    )

    class Meta:
        verbose_name_plural = "party aliases"
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                "alias", condition=Q(until__isnull=True), name="one_open_alias_of_a_party"
            ),
            models.CheckConstraint(condition=~Q(alias=F("party")), name="alias_is_another_party"),
            models.CheckConstraint(
                condition=Q(until__isnull=True, unmerged__isnull=True)
                | Q(until__gte=F("since"), unmerged__isnull=False),
                name="alias_ends_with_a_fact",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=MergeCause.values), name="merge_cause_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alias_id} = {self.party_id}"
