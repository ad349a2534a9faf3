"""What the API itself remembers: answers given to idempotency keys, and counts of requests."""

from django.db import models

from yuanqu.accounts.models import Party


class KeptAnswer(models.Model):
    """The answer to a POST with an Idempotency-Key, given again when the same POST comes again."""

    caller = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    path = models.CharField(max_length=300)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("caller", "key", name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.caller_id} {self.key}"


class RequestCount(models.Model):
    """How many requests one caller has made in one minute."""

    caller = models.CharField(max_length=80)
    minute = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("caller", "minute", name="one_count_per_minute")]

    def __str__(self) -> str:
        return f"{self.caller} {self.minute}: {self.count}"
