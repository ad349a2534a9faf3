"""What the API holds about the person behind a program, and how it goes."""

from collections.abc import Iterator

from yuanqu.accounts.holdings import Erased, Erasing, Expiry, Holding, Row
from yuanqu.accounts.models import User
from yuanqu.api import actions
from yuanqu.api.models import Delivery, KeptAnswer, Webhook

ANSWER = ("key", "path", "status", "answer", "kept_at")
WEBHOOK = ("id", "url", "kinds", "cursor", "made_at", "paused_at", "ended_at")


def answers(person: User) -> Iterator[Row]:
    """What the person's programs were answered, kept to answer the same again."""
    yield from KeptAnswer.objects.filter(caller=person.party_id).order_by("pk").values(*ANSWER)


def webhooks(person: User) -> Iterator[Row]:
    """Where the person's programs are told of facts, without the secret."""
    yield from Webhook.objects.filter(owner=person).order_by("made_at").values(*WEBHOOK)


def erase(order: Erasing) -> Erased:
    """Drop both."""
    return Erased(actions.forget_caller(person=order.person))


HOLDINGS = (
    Holding(
        "api.answers",
        rows=answers,
        erase=erase,
        expiry=Expiry(
            due=lambda before: KeptAnswer.objects.filter(kept_at__lt=before).count(),
            erase=lambda before: actions.forget_old_answers(before=before),
        ),
    ),
    Holding(
        "api.webhooks",
        rows=webhooks,
        erase=erase,
        expiry=Expiry(
            due=lambda before: Delivery.objects.filter(tried_at__lt=before).count(),
            erase=lambda before: actions.forget_old_deliveries(before=before),
        ),
    ),
)
