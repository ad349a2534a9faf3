"""Questions with curated answers, and questions by which the answers are measured."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import User
from yuanqu.knowledge.models.documents import Document
from yuanqu.knowledge.models.packs import Pack


class Faq(models.Model):
    """A question, the other ways to ask it, and the answer that a curator wrote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="faqs")
    key = models.CharField(max_length=100)
    question = models.CharField(_("Question to be answered"), max_length=300)
    variants = models.JSONField(_("Other ways to ask it"), default=list, blank=True)
    answer = models.TextField(_("Answer to give"))
    # The document that the answer rests on.
    document = models.ForeignKey(
        Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="faqs"
    )
    effective_from = models.DateField(_("First day in force"), null=True, blank=True)
    effective_to = models.DateField(_("Last day in force"), null=True, blank=True)
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "FAQ entry"
        verbose_name_plural = "FAQ entries"
        ordering = ["pack", "question", "id"]
        constraints = [
            models.UniqueConstraint("pack", "key", name="one_faq_of_a_key"),
            models.CheckConstraint(condition=~Q(question=""), name="faq_has_a_question"),
            models.CheckConstraint(condition=~Q(answer=""), name="faq_has_an_answer"),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="faq_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class EvaluationQuestion(models.Model):
    """A question whose right answer is known: in documents, in an FAQ entry, or a refusal.

    `gold` is [{"document": key, "text": …}, …], `faq` the key of an entry; with neither, nothing
    in the pack answers it. `on` is the day it is about; null means the day of the run.
    """

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="evaluation")
    key = models.CharField(max_length=100)
    question = models.CharField(max_length=500)
    gold = models.JSONField(default=list, blank=True)
    faq = models.CharField(max_length=100, blank=True)
    on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pack", "id"]
        constraints = [
            models.UniqueConstraint("pack", "key", name="one_evaluation_question_of_a_key"),
            models.CheckConstraint(condition=~Q(question=""), name="evaluation_asks_something"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_answerable(self) -> bool:
        """Whether the pack holds an answer."""
        return bool(self.gold or self.faq)
