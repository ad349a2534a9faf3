"""The set of questions by which the answers of a pack are measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.engines.text import tidied
from yuanqu.knowledge import access
from yuanqu.knowledge.actions.packs import demand
from yuanqu.knowledge.models import EvaluationQuestion, Pack

LONGEST_QUESTION = 500


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question with its gold passages (document key, text), or its FAQ entry, or neither."""

    key: str
    question: str
    gold: tuple[tuple[str, str], ...] = ()
    faq: str = ""
    on: date | None = None


@transaction.atomic
def keep_questions(
    *, actor: User | None, pack: Pack, drafts: Sequence[QuestionDraft], whole: bool = False
) -> int:
    """Keep these questions; where they are the `whole` set, others go. Returns how many there are.

    Raises `Refused`.
    """
    demand(access.may_curate(actor, pack))
    for draft in drafts:
        question = tidied(draft.question)
        if not question or len(question) > LONGEST_QUESTION or not 0 < len(draft.key) <= 100:
            raise Refused("knowledge.faq_question", most=str(LONGEST_QUESTION))
        columns = {
            "question": question,
            "gold": [{"document": key, "text": text} for key, text in draft.gold],
            "faq": draft.faq,
            "on": draft.on,
        }
        EvaluationQuestion.objects.update_or_create(pack=pack, key=draft.key, defaults=columns)
    if whole:
        pack.evaluation.exclude(key__in=[draft.key for draft in drafts]).delete()
    return pack.evaluation.count()
