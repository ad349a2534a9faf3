"""Notices: what is to be told to whom by which channel, every attempt, and what people prefer."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import User
from yuanqu.cases.models.case import Case


class Channel(models.TextChoices):
    """How a notice travels."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    WECOM = "wecom", _("WeCom")


class NoticeStatus(models.TextChoices):
    """Where a notice stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class NoticePreference(models.Model):
    """By which channels a person wants notices, and when to be left in peace.

    E-mail and text messages go to the address and the verified number of the account.
    """

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, primary_key=True, related_name="notice_preference"
    )
    email = models.BooleanField(default=True)
    sms = models.BooleanField(default=False)
    wecom = models.BooleanField(default=False)
    wecom_id = models.CharField(max_length=64, blank=True)
    # Local time; [quiet_from, quiet_to) may span midnight; equal means no quiet hours.
    quiet_from = models.TimeField(default=time(21, 0))
    quiet_to = models.TimeField(default=time(8, 0))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wecom=False) | ~Q(wecom_id=""), name="wecom_needs_an_account"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Notice(models.Model):
    """One message to one person by one channel, worded when it was queued."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    template = models.CharField(max_length=40)
    # Empty, or what makes a second notice of the kind unwanted: one reminder for each due day.
    once = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # What the body says, for a gateway that takes a template and its facts instead of a text.
    facts = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=NoticeStatus, default=NoticeStatus.WAITING)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "not_before"], name="notice_by_turn"),
            models.Index(fields=["user", "-created_at"], name="notice_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                "user", "channel", "template", "once", condition=~Q(once=""), name="told_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=NoticeStatus.values), name="notice_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.channel}"


class NoticeAttempt(models.Model):
    """The log: each time a notice was handed to a channel, and what came of it."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    adapter = models.CharField(max_length=40)
    address = models.CharField(max_length=254)  # masked
    error = models.CharField(max_length=80, blank=True)  # a code; empty: it went

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.error or 'sent'}"
