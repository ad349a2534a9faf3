"""What the API remembers: answers to idempotency keys, counts of requests, webhooks."""

import uuid

from django.db import models

from yuanqu.accounts.models import Party, User


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


class Webhook(models.Model):
    """Where one person's programs are told of each new fact, in the order of the chain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=300)
    # Kept readable, for the signature is made anew for each delivery.
    secret = models.CharField(max_length=60)
    kinds = models.JSONField(default=list)
    cursor = models.PositiveBigIntegerField()  # the last seal that was delivered or passed by
    failures = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class Delivery(models.Model):
    """One attempt to deliver one fact; `status` 0: nobody answered."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    seq = models.PositiveBigIntegerField()
    status = models.PositiveSmallIntegerField()
    tried_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.seq}: {self.status}"
