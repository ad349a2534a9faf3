"""Short messages that stay here, for tests and demonstrations."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.models import OutgoingText

KEPT = timedelta(days=1)


@transaction.atomic
def keep_text(*, number: str, template: str, body: str) -> OutgoingText:
    """Keep a message for a day instead of sending it."""
    OutgoingText.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    return OutgoingText.objects.create(number=number, template=template, body=body)
