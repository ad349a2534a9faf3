"""Documents through their versions, cut into passages."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import User
from yuanqu.knowledge.models.packs import Access, Audience, Pack


class Status(models.TextChoices):
    """What a document is in law. That one has expired is computed from its days."""

    DRAFT = "draft", _("Draft for comments")
    IN_FORCE = "in_force", _("In force")
    REPEALED = "repealed", _("Repealed")


class State(models.TextChoices):
    """How far reading a file has come."""

    WAITING = "waiting", _("Waits to be read")
    READING = "reading", _("Is being read")
    PARSED = "parsed", _("Read")
    FAILED = "failed", _("Could not be read")


class Document(models.Model):
    """One text through all its versions, by a key that is unique in the pack."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="documents")
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=300)  # of its latest version
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "key"]
        constraints = [
            models.UniqueConstraint("pack", "key", name="one_document_of_a_key"),
            models.CheckConstraint(condition=~Q(key=""), name="document_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.title or self.key


class Version(models.Model):
    """A document as it was issued once: its text, and what is known of it.

    `text` is empty until it was read; offsets into it never change, for it is not edited. The
    file it was read from lies in the store under `file_sha256`; text that was pasted has none.
    `effective_to` is the last day on which it holds. `replaced_on` is a projection: the day on
    which a later version takes its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("Title"), max_length=300)
    issuer = models.CharField(_("Issuer"), max_length=200, blank=True)
    document_number = models.CharField(_("Document number"), max_length=100, blank=True)
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    effective_from = models.DateField(_("First day in force"), null=True, blank=True)
    effective_to = models.DateField(_("Last day in force"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=Status, default=Status.IN_FORCE)
    audience = models.CharField(
        _("Written for"), max_length=20, choices=Audience, default=Audience.EVERYONE
    )
    access = models.CharField(
        _("Who may read it"), max_length=20, choices=Access, default=Access.OFFICIALS
    )
    address = models.CharField(_("Where the original stands"), max_length=500, blank=True)
    # Which of these somebody stated; what nobody did is read from the text.
    stated = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    # [[where the line begins, its level], …]: what the file marked as headings.
    headings = models.JSONField(default=list, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64)  # of what was handed in, file or text
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    error = models.CharField(max_length=60, blank=True)  # a code of the wording
    error_facts = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reading_since = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()
    replaced_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["document", "-number"]
        indexes = [models.Index(fields=["state", "added_at"], name="version_by_state")]
        constraints = [
            models.UniqueConstraint("document", "number", name="one_version_of_a_number"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="status_is_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="state_is_known"),
            models.CheckConstraint(
                condition=Q(access__in=Access.values), name="version_access_is_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="version_audience_is_known"
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="version_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FAILED, text="") & ~Q(error="")
                | Q(state=State.PARSED, error="") & ~Q(text="")
                | Q(state__in=[State.WAITING, State.READING], text="", error=""),
                name="version_is_read_whole_or_not_at_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Passage(models.Model):
    """A stretch of a version's text, [start, end), with the headings above it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    article = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint("version", "number", name="one_passage_of_a_number"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}:{self.number}"
