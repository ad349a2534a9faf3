"""Conversations with their turns, what people say of the answers, runs of evaluation."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import User
from yuanqu.assistant.cards.models import Card, DeviceLeave
from yuanqu.knowledge.models import Faq, Pack

__all__ = [
    "Band",
    "Card",
    "Conversation",
    "DeviceLeave",
    "EvaluationRun",
    "Feedback",
    "Rating",
    "Route",
    "Spending",
    "Turn",
]


class Band(models.TextChoices):
    """How much an answer asserts."""

    ANSWER = "answer", _("Answer from the sources")
    CLOSEST = "closest", _("Closest passages, please check")
    REFUSE = "refuse", _("Not in my sources")


class Route(models.TextChoices):
    """By which way a question was answered."""

    KNOWLEDGE = "knowledge", _("From documents")
    FAQ = "faq", _("From a curated answer")
    URGENT = "urgent", _("Emergency numbers")


class Rating(models.TextChoices):
    """What the asker says of an answer."""

    HELPFUL = "helpful", _("Helpful")
    WRONG = "wrong", _("Wrong or out of date")
    NOT_FOUND = "not_found", _("Not what I asked")


class Conversation(models.Model):
    """Questions and answers in a row, of a person, of a browser, or of nobody.

    `visitor` is a keyed digest of a browser's session. With neither, whoever knows the id may read
    it, as a program that is not logged in, or a page that embeds the park's box.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    visitor = models.CharField(max_length=64, blank=True, db_index=True)
    pack = models.ForeignKey(
        Pack, on_delete=models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-last_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asker__isnull=True) | Q(visitor=""), name="conversation_of_one_asker"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Turn(models.Model):
    """A question and what was answered.

    `quotes` are [{"version", "start", "end", "spans": [[start, end], …]}, …] in characters of a
    version's text. `key` is a keyed digest of all that the answer follows from, the asker's
    rights among it: equal keys have equal answers. The question of an emergency is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    question = models.TextField(blank=True)
    route = models.CharField(max_length=20, choices=Route)
    band = models.CharField(max_length=20, choices=Band)
    confidence = models.FloatField(default=0)
    answer = models.TextField(blank=True)
    quotes = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)  # codes of the wording
    urgent = models.CharField(max_length=20, blank=True)
    faq = models.ForeignKey(
        Faq, on_delete=models.SET_NULL, null=True, blank=True, related_name="turns"
    )
    # {"text", "citations": [numbers of quotes], …} where a model wrote it; its name beside it.
    composed = models.JSONField(default=dict, blank=True)
    model_label = models.CharField(max_length=100, blank=True)
    filing_number = models.CharField(max_length=100, blank=True)
    on = models.DateField()
    key = models.CharField(max_length=64, db_index=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    # A curator has dealt with it: by an entry, or by deciding that none is needed.
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(band__in=Band.values), name="band_is_known"),
            models.CheckConstraint(condition=Q(route__in=Route.values), name="route_is_known"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="confidence_is_a_share"
            ),
            models.CheckConstraint(
                condition=~Q(route="urgent") | Q(question=""), name="emergency_is_not_kept"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Feedback(models.Model):
    """What the asker says of one answer; saying it again replaces it."""

    turn = models.OneToOneField(Turn, on_delete=models.CASCADE, related_name="feedback")
    rating = models.CharField(max_length=20, choices=Rating)
    note = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(condition=Q(rating__in=Rating.values), name="rating_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.turn_id} {self.rating}"


class EvaluationRun(models.Model):
    """A pack's evaluation questions, asked on one day: figures of the whole, and row by row.

    `is_accepted` marks the run that later ones are measured against.
    """

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="evaluation_runs")
    at = models.DateTimeField(default=timezone.now)
    run_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    figures = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    is_accepted = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["pack", "-at"], name="runs_of_a_pack")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.at:%Y-%m-%d %H:%M}"


class Spending(models.Model):
    """How many tokens a model has cost on one day."""

    day = models.DateField(unique=True)
    tokens = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "spending"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens}"
