"""Who did what for whom, and when: appended, never changed."""

from django.db import models
from django.utils import timezone

from yuanqu.accounts.models.parties import Party
from yuanqu.accounts.models.people import User


class AccountEvent(models.Model):
    """One act about an account or in the name of a party. Triggers refuse UPDATE and DELETE.

    It holds ids alone: a name, an address or a number would outlive its erasure here.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    # A code with a sentence in some app's wording, such as "accounts.membership_granted".
    act = models.CharField(max_length=60)
    # Who did it; empty where the installation or the clock did.
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # To whose account it was done, where it was one.
    subject = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # In whose name, or at which party.
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    # An id of what it was about: a membership, a token, a case.
    reference = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["party", "-at"], name="events_of_a_party"),
            models.Index(fields=["subject", "-at"], name="events_of_a_person"),
            models.Index(fields=["actor", "-at"], name="events_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act}"
