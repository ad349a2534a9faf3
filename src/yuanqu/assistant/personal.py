"""What the assistant holds about a person: what they asked. It is never logged."""

from collections.abc import Iterator

from yuanqu.accounts.holdings import Erased, Erasing, Expiry, Holding, Row
from yuanqu.accounts.models import User
from yuanqu.assistant import actions
from yuanqu.assistant.cards.actions import forget_cards, forget_cards_of
from yuanqu.assistant.models import Card, Conversation, Turn

TURN = (
    "conversation", "question", "route", "band", "answer", "on", "asked_at", "feedback__rating",
    "feedback__note",
)  # fmt: skip
CARD = ("tool", "arguments", "state", "made_at", "settled_at", "answer", "refusal")


def cards(person: User) -> Iterator[Row]:
    """What the assistant laid before the person, and what became of it."""
    yield from Card.objects.filter(user=person).order_by("made_at").values(*CARD)


def conversations(person: User) -> Iterator[Row]:
    """The questions with their answers, and what the person said of these."""
    yield from Turn.objects.filter(conversation__asker=person).order_by("asked_at").values(*TURN)


def erase(order: Erasing) -> Erased:
    """Delete all of them."""
    return Erased(actions.erase_conversations(person=order.person))


HOLDINGS = (
    Holding(
        "assistant.conversations",
        rows=conversations,
        erase=erase,
        expiry=Expiry(
            due=lambda before: Conversation.objects.filter(last_at__lt=before).count(),
            erase=lambda before: actions.forget_conversations(before=before),
        ),
    ),
    Holding(
        "assistant.cards",
        rows=cards,
        erase=lambda order: Erased(forget_cards_of(person=order.person)),
        expiry=Expiry(
            due=lambda before: Card.objects.filter(made_at__lt=before).count(),
            erase=lambda before: forget_cards(before=before),
        ),
    ),
)
