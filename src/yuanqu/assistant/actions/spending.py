"""What the model may cost in a day, counted where every process sees it."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from yuanqu.assistant.models import Spending


class DayBudget:
    """The tokens of today: `YUANQU_LLM_BUDGET`, of which each step takes its part."""

    def spend(self, tokens: int) -> bool:
        """Take so many, all or none; a negative number gives back."""
        return spend(tokens=tokens, day=timezone.localdate())


@transaction.atomic
def spend(*, tokens: int, day: date) -> bool:
    """Take tokens of a day's budget, in one statement: two never take the last."""
    Spending.objects.get_or_create(day=day)
    most = settings.LLM_BUDGET - tokens
    rows = Spending.objects.filter(day=day)
    if tokens > 0 and settings.LLM_BUDGET:  # 0: no limit
        rows = rows.filter(tokens__lte=most)
    return bool(rows.update(tokens=F("tokens") + tokens))
