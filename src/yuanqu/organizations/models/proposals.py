"""Where the register is fed from, and what is proposed to be changed in it."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party, User
from yuanqu.engines.proposals import Change, ProposalState, state_at
from yuanqu.organizations.models.register import OrganizationKind


class SourceKind(models.TextChoices):
    """How a source is reached."""

    REST = "rest", _("Address on an allowed host")
    FILE = "file", _("File in the folder of pulls")


class Source(models.Model):
    """Somebody else's list of organizations, looked at from time to time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=100, unique=True)
    kind = models.CharField(_("Reached by"), max_length=10, choices=SourceKind)
    # An https address, or the plain name of a file.
    place = models.CharField(_("Address or file"), max_length=500)
    rows_at = models.CharField(_("Where the list stands"), max_length=100, blank=True)
    next_at = models.CharField(
        _("Where the next page's address stands"), max_length=100, blank=True
    )
    # Their heading → our column.
    mapping = models.JSONField(default=dict, blank=True)
    default_kind = models.CharField(
        _("Kind where the list gives none"), max_length=20, choices=OrganizationKind, blank=True
    )
    every_hours = models.PositiveSmallIntegerField(_("Hours between two pulls"), default=24)
    paused = models.BooleanField(_("Paused"), default=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    pulled_at = models.DateTimeField(null=True, blank=True)
    # Why the last pull failed: a code of the wording, with its facts. Empty when it went well.
    failure = models.CharField(max_length=60, blank=True)
    failure_facts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SourceKind.values), name="source_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(every_hours__gte=1, every_hours__lte=24 * 31),
                name="source_term_is_sane",
            ),
            models.CheckConstraint(condition=~Q(place=""), name="source_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceEntry(models.Model):
    """An organization that a source has listed: only of such can it say that one is gone."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="entries")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    gone_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "source entries"
        constraints = [models.UniqueConstraint("source", "party", name="one_entry_of_a_source")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.party_id}"


class ProposalStateChoice(models.TextChoices):
    """The engine's states, with their words. That one has expired is computed on read."""

    WAITING = ProposalState.WAITING.value, _("Waits for an official")
    APPLIED = ProposalState.APPLIED.value, _("Applied")
    DECLINED = ProposalState.DECLINED.value, _("Declined")
    REPLACED = ProposalState.REPLACED.value, _("Replaced by a later one")
    EXPIRED = ProposalState.EXPIRED.value, _("Expired")


class Proposal(models.Model):
    """What a file or a source would change in the register, kept until an official decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Null: a file that somebody sent.
    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=ProposalStateChoice, default=ProposalState.WAITING.value
    )
    # What a source has proposed once, and was declined, it does not propose again the next day.
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)  # the file's name, or the source's
    written_in = models.CharField(max_length=100)
    columns = models.JSONField(default=dict)  # their heading → our column
    ignored = models.JSONField(default=list)  # headings that mean no column
    # How many rows of each sort, and how many lines have something wrong.
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    bad_lines = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["state", "expires_at"], name="proposal_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ProposalState if s != "expired"]),
                name="proposal_state_is_known",
            ),
            models.UniqueConstraint(
                "source", condition=Q(state="waiting"), name="one_waiting_proposal_of_a_source"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "declined"], decided_at__isnull=False)
                | Q(state__in=["waiting", "replaced"], decided_at__isnull=True),
                name="proposal_is_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state_at(self, now: datetime) -> ProposalStateChoice:
        """Where it stands at a time: who waits too long has expired."""
        state = state_at(ProposalState(self.state), self.expires_at, now)
        return ProposalStateChoice(state.value)


class ChangeChoice(models.TextChoices):
    """The engine's sorts of change, with their words."""

    ADDED = Change.ADDED.value, _("New")
    CHANGED = Change.CHANGED.value, _("Changed")
    GONE = Change.GONE.value, _("No longer listed")


class ProposedRow(models.Model):
    """One organization that would be added or changed, or that the source lists no longer."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    change = models.CharField(max_length=10, choices=ChangeChoice)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    record = models.JSONField(default=dict)  # column → text: all of a new one, else what changes
    before = models.JSONField(default=dict)  # what the register held of these columns

    class Meta:
        ordering = ["change", "line", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(change="added", party__isnull=True)
                | Q(change__in=["changed", "gone"], party__isnull=False),
                name="proposed_row_is_about_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.line}"


class ProposalProblem(models.Model):
    """A cell that is wrong, with the cause; its row is not among those proposed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["line", "id"]

    def __str__(self) -> str:
        return f"{self.line} {self.code}"
