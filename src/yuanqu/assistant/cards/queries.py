"""Cards, for the person they are for and nobody else."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.models import User
from yuanqu.assistant.cards.models import Card, CardState


def cards_of(user: Viewer) -> QuerySet[Card]:
    """One's own cards, the latest first."""
    if not isinstance(user, User):
        return Card.objects.none()
    return Card.objects.filter(user=user).select_related("user")


def waiting_cards(user: Viewer) -> QuerySet[Card]:
    """Those that wait to be confirmed."""
    return cards_of(user).filter(state=CardState.PROPOSED, expires_at__gt=timezone.now())


def card_to_open(user: Viewer, id: UUID) -> QuerySet[Card]:
    """One card, if it is this person's."""
    return cards_of(user).filter(pk=id)
