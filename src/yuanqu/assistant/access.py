"""Whose conversations are whose, and who works on the answers."""

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from yuanqu.accounts.access import Viewer, is_official, parties_for
from yuanqu.accounts.models import User
from yuanqu.assistant.models import Conversation, EvaluationRun, Turn
from yuanqu.knowledge.access import MATTER
from yuanqu.knowledge.models import Pack


def visitor_of(session_key: str | None) -> str:
    """The digest by which the conversations of a browser are found; nothing without a session."""
    if not session_key:
        return ""
    return salted_hmac("yuanqu.assistant.visitor", session_key, algorithm="sha256").hexdigest()


def conversations_visible_to(user: Viewer, visitor: str = "") -> QuerySet[Conversation]:
    """One's own; of a browser those of its session; and those of nobody, for who knows their id."""
    nobodys = Q(asker__isnull=True, visitor="")
    if isinstance(user, User):
        return Conversation.objects.filter(nobodys | Q(asker=user))
    own = Q(asker__isnull=True, visitor=visitor) if visitor else Q(pk__in=[])
    return Conversation.objects.filter(nobodys | own)


def own_conversations(user: Viewer, visitor: str = "") -> QuerySet[Conversation]:
    """Those that a page lists as one's own."""
    if isinstance(user, User):
        return Conversation.objects.filter(asker=user)
    if not visitor:
        return Conversation.objects.none()
    return Conversation.objects.filter(asker__isnull=True, visitor=visitor)


def turns_visible_to(user: Viewer, visitor: str = "") -> QuerySet[Turn]:
    """The turns of those conversations."""
    return Turn.objects.filter(conversation__in=conversations_visible_to(user, visitor))


def packs_kept_by(user: Viewer) -> QuerySet[Pack]:
    """The packs on which the person works: of the park for officials, of their organizations."""
    if not isinstance(user, User):
        return Pack.objects.none()
    kept = Q(owner__in=parties_for(user, MATTER))
    return Pack.objects.filter(kept | Q(owner__isnull=True) if is_official(user) else kept)


def keeps_answers(user: Viewer) -> bool:
    """Whether the person has a curator's desk: officials, and whoever keeps a pack."""
    return is_official(user) or packs_kept_by(user).exists()


def turns_kept_by(user: Viewer) -> QuerySet[Turn]:
    """The turns that a curator sees, without who asked.

    Those within a pack that they keep; those asked of all packs are for officials.
    """
    held = Q(conversation__pack__in=packs_kept_by(user))
    if is_official(user):
        held |= Q(conversation__pack__isnull=True)
    return Turn.objects.filter(held)


def runs_visible_to(user: Viewer) -> QuerySet[EvaluationRun]:
    """The runs of the packs that the person keeps."""
    return EvaluationRun.objects.filter(pack__in=packs_kept_by(user))
