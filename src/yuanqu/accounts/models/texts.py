"""Short messages that nobody sent."""

from django.db import models
from django.utils import timezone


class OutgoingText(models.Model):
    """A short message of the stub gateway: kept for a day to be read, never sent.

    Only where YUANQU_SMS is `outbox`, in tests and demonstrations; codes lie here in the clear.
    """

    number = models.CharField(max_length=16)
    template = models.CharField(max_length=60)
    body = models.TextField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%H:%M:%S} {self.template}"
