"""What a case of the matter `organization.claim` is about."""

from django.db import models
from django.db.models import Q

from yuanqu.accounts.models import Party
from yuanqu.cases.models import Case


class Claim(models.Model):
    """Which organization a submitted case claims, and whether somebody else does or did too.

    `party` is empty for one that is yet to be entered; its credit code says which it is.
    """

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    credit_code = models.CharField(max_length=18, db_index=True)
    # When it came in, another claim was open or an administrator was there.
    contested = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(credit_code=""), name="claim_has_a_credit_code")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.credit_code}"
