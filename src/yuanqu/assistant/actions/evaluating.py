"""Measuring a pack: its evaluation questions are asked, and what came of it is kept."""

from collections.abc import Callable, Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import User
from yuanqu.assistant.answering import reply_to
from yuanqu.assistant.gate import Row, figures_of
from yuanqu.assistant.models import EvaluationRun
from yuanqu.assistant.replies import Asked, Quote, Reply
from yuanqu.knowledge.access import may_curate, packs_visible_to
from yuanqu.knowledge.models import EvaluationQuestion, Pack, Version
from yuanqu.search.access import viewer_tokens

HALF = 0.5
Told = Callable[[int, int], None]


def _untold(_done: int, _total: int) -> None:
    """Tell nobody how far it has come."""


def evaluate(*, actor: User | None, pack: Pack, told: Told = _untold) -> EvaluationRun:
    """Ask the pack's evaluation questions and keep the run; the first one is accepted.

    Without an actor (the installation) it reads with everybody's eyes. Raises `Refused`.
    """
    _demand_curator(actor, pack)
    viewer = actor or AnonymousUser()
    if not packs_visible_to(viewer).filter(pk=pack.pk).exists():
        raise Refused("assistant.evaluate_as_somebody")
    questions = list(pack.evaluation.order_by("pk"))
    if not questions:
        raise Refused("assistant.no_evaluation_questions", pack=pack.slug)
    rows = []
    for done, question in enumerate(questions, 1):
        rows.append(_asked(viewer, pack, question))
        told(done, len(questions))
    return keep_run(actor=actor, pack=pack, rows=rows)


@transaction.atomic
def keep_run(*, actor: User | None, pack: Pack, rows: Iterable[Row]) -> EvaluationRun:
    """Keep a run; it is the one to measure against where there is none yet."""
    held = Pack.objects.select_for_update().get(pk=pack.pk)
    kept = list(rows)
    return EvaluationRun.objects.create(
        pack=held,
        run_by=actor,
        figures=figures_of(kept),
        rows=[row.kept for row in kept],
        is_accepted=not held.evaluation_runs.filter(is_accepted=True).exists(),
    )


@transaction.atomic
def accept_run(*, actor: User | None, run: EvaluationRun) -> EvaluationRun:
    """Measure later runs against this one."""
    _demand_curator(actor, run.pack)
    held = EvaluationRun.objects.select_for_update().get(pk=run.pk)
    held.is_accepted = True
    held.save(update_fields=["is_accepted"])
    return held


def _demand_curator(actor: User | None, pack: Pack) -> None:
    verdict = may_curate(actor, pack)
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)


def _asked(viewer: Viewer, pack: Pack, question: EvaluationQuestion) -> Row:
    on: date = question.on or timezone.localdate()
    reply = reply_to(Asked(viewer, viewer_tokens(viewer), question.question, pack, on))
    return Row(
        question.key,
        question.question,
        question.is_answerable,
        str(reply.band.value),
        round(reply.confidence, 4),
        _rank(question, reply),
    )


def _rank(question: EvaluationQuestion, reply: Reply) -> int:
    """The place of the first passage that holds the gold; an FAQ entry is one passage."""
    if reply.faq is not None:
        return 1 if _is_right_entry(question, reply) else 0
    sources = {quote.version for quote in reply.ranked}
    versions = Version.objects.filter(pk__in=sources).select_related("document")
    held = {version.pk: version for version in versions}
    for rank, quote in enumerate(reply.ranked, 1):
        version = held.get(quote.version)
        if version is not None and _holds(question, version, quote):
            return rank
    return 0


def _is_right_entry(question: EvaluationQuestion, reply: Reply) -> bool:
    """The entry that is asked for; or one that rests on a document of the gold."""
    if reply.faq is None:
        return False
    document = reply.faq.document
    named = {gold["document"] for gold in question.gold}
    return reply.faq.key == question.faq or (document is not None and document.key in named)


def _holds(question: EvaluationQuestion, version: Version, quote: Quote) -> bool:
    """Whether the passage has at least half of the characters of a gold text of its document."""
    for gold in question.gold:
        if gold["document"] != version.document.key:
            continue
        start = version.text.find(gold["text"])
        end = start + len(gold["text"])
        inside = min(end, quote.end) - max(start, quote.start)
        if start >= 0 and inside >= HALF * len(gold["text"]):
            return True
    return False
