"""What people say of an answer, and what a curator makes of it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Forbidden
from yuanqu.accounts.models import User
from yuanqu.assistant.access import turns_kept_by, turns_visible_to
from yuanqu.assistant.models import Feedback, Rating, Turn
from yuanqu.assistant.queries import wanting_like
from yuanqu.engines.text import tidied, truncated
from yuanqu.knowledge.access import may_curate
from yuanqu.knowledge.actions import FaqDraft, keep_faq
from yuanqu.knowledge.models import Faq, Pack

LONGEST_NOTE = 500


@transaction.atomic
def give_feedback(
    *, actor: Viewer, turn: Turn, rating: Rating, note: str = "", visitor: str = ""
) -> Feedback:
    """Say what one thinks of an answer one got; saying it again replaces it."""
    if not turns_visible_to(actor, visitor).filter(pk=turn.pk).exists():
        raise Forbidden("assistant.not_your_conversation")
    said = {
        "rating": Rating(rating),
        "note": truncated(tidied(note), LONGEST_NOTE),
        "given_at": timezone.now(),
    }
    feedback, _is_new = Feedback.objects.update_or_create(turn=turn, defaults=said)
    return feedback


@transaction.atomic
def settle_turns(*, actor: User, turns: Iterable[Turn]) -> int:
    """Take questions off the worklist; returns how many. Those of other packs stay."""
    ids = [turn.pk for turn in turns]
    rows = turns_kept_by(actor).filter(pk__in=ids, settled_at=None)
    return Turn.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        settled_at=timezone.now(), settled_by=actor
    )


@transaction.atomic
def write_entry(*, actor: User, turn: Turn, pack: Pack, draft: FaqDraft) -> Faq:
    """Answer a question for good, in one step: an FAQ entry, and all that are like it settled.

    Raises `Forbidden` for whoever does not keep
    the pack or may not see the turn, `Refused` where the entry cannot stand.
    """
    verdict = may_curate(actor, pack)
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)
    if not turns_kept_by(actor).filter(pk=turn.pk).exists():
        raise Forbidden("assistant.not_a_curator")
    wanting = wanting_like(actor, turn)
    entry = keep_faq(actor=actor, pack=pack, draft=draft)
    settle_turns(actor=actor, turns=wanting.turns)
    return entry
