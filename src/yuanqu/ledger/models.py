"""Facts, their evidence, and the chain of seals.

Append-only are Fact, FactParty, Evidence and Seal: triggers refuse UPDATE and DELETE on both
databases (triggers.py). EvidenceContent can be erased to a tombstone; Standing, UnsealedFact and
ChainHead are projections that can be made anew from the facts.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.engines.standings import Bearing, Standing

QUALIFIERS = [word.value for word in Qualifier]
BEARINGS = [word.value for word in Bearing]


class Access(models.TextChoices):
    """Who may open a fact."""

    PUBLIC = "public", _("Everyone")
    PARTIES = "parties", _("The parties named in it and the park's officials")
    OFFICIALS = "officials", _("The park's officials")
    AGGREGATE = "aggregate", _("Nobody below the aggregate")


class Purpose(models.TextChoices):
    """What a fact may be used for."""

    PUBLICATION = "publication", _("Publication")
    STATISTICS = "statistics", _("Statistics")
    ELIGIBILITY = "eligibility", _("Deciding eligibility")
    SUPERVISION = "supervision", _("Supervision")


class LegalBasis(models.TextChoices):
    """Why the park may hold a fact."""

    PUBLIC_SOURCE = "public-source", _("Published by its source")
    CONSENT = "consent", _("Consent of the party")
    CONTRACT = "contract", _("Contract with the party")
    STATUTORY_DUTY = "statutory-duty", _("Statutory duty of the park")
    STATISTICS_LAW = "statistics-law", _("Statistical return under the Statistics Law")


class StandingChoice(models.TextChoices):
    """The engine's standings, with their words."""

    CLAIMED = Standing.CLAIMED.value, _("Claimed")
    VERIFIED = Standing.VERIFIED.value, _("Verified")
    DISPUTED = Standing.DISPUTED.value, _("Disputed")
    WITHDRAWN = Standing.WITHDRAWN.value, _("Withdrawn")
    CORRECTED = Standing.CORRECTED.value, _("Corrected")


class Fact(models.Model):
    """What happened, when, to whom, how much, and on what evidence. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60, db_index=True)
    kind_version = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_index=True)
    # The value is mantissa × 10^exponent in `unit`; all three or none.
    mantissa = models.BigIntegerField(null=True, blank=True)
    exponent = models.SmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    qualifier = models.CharField(max_length=20, blank=True)
    attributes = models.JSONField(default=dict)
    legal_basis = models.CharField(max_length=30, choices=LegalBasis)
    purposes = models.JSONField(default=list)
    access = models.CharField(max_length=20, choices=Access)
    about = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="bearings"
    )
    bearing = models.CharField(max_length=20, blank=True)
    parties = models.ManyToManyField(Party, through="FactParty", related_name="facts")
    hash = models.CharField(max_length=80, unique=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "starts_on"], name="fact_by_kind_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="fact_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(mantissa__isnull=True, exponent__isnull=True, unit="", qualifier="")
                | Q(
                    mantissa__isnull=False,
                    exponent__isnull=False,
                    qualifier__in=[word.value for word in Qualifier],
                )
                & ~Q(unit=""),
                name="fact_quantity_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(about__isnull=True, bearing="")
                | Q(about__isnull=False, bearing__in=BEARINGS),
                name="fact_bears_on_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=~Q(legal_basis="statistics-law") | Q(access="aggregate"),
                name="statistical_return_stays_aggregate",
            ),
            models.CheckConstraint(condition=Q(access__in=Access.values), name="access_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred.text}"

    @property
    def occurred(self) -> Period:
        """The half-open period [starts_on, ends_on)."""
        return Period(self.starts_on, self.ends_on)

    @property
    def quantity(self) -> Quantity | None:
        """The quantity, exact, or None where the kind has none."""
        if self.mantissa is None or self.exponent is None:
            return None
        return Quantity(self.mantissa, self.exponent, self.unit, Qualifier(self.qualifier))


class FactParty(models.Model):
    """A party's part in a fact, with its share where the kind divides something."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="roles")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=30)
    # A fraction, so that thirds are thirds. Null where nothing is shared.
    share_numerator = models.PositiveIntegerField(null=True, blank=True)
    share_denominator = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "fact parties"
        constraints = [
            models.UniqueConstraint("fact", "party", "role", name="one_part_per_role"),
            models.CheckConstraint(
                condition=Q(share_numerator__isnull=True, share_denominator__isnull=True)
                | Q(share_numerator__lte=F("share_denominator"), share_denominator__gt=0),
                name="share_is_a_fraction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.party_id}"


class Confidentiality(models.TextChoices):
    PUBLIC = "public", _("Public")
    RESTRICTED = "restricted", _("Restricted to the fact's parties and the park's officials")


class Evidence(models.Model):
    """What a fact rests on. The quotation and the file stand apart, known here by digest only.

    `form` says what the digests cover (digests.py): old ones are checked as they were made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="evidence")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True)
    issued_on = models.CharField(max_length=30, blank=True)  # a period as text: often a month
    address = models.CharField(max_length=500, blank=True)
    confidentiality = models.CharField(max_length=20, choices=Confidentiality)
    form = models.PositiveSmallIntegerField(default=1)
    quote_digest = models.CharField(max_length=80, blank=True)
    file_digest = models.CharField(max_length=80, blank=True)
    hash = models.CharField(max_length=80)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("fact", "position", name="evidence_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceContent(models.Model):
    """The quotation and the file of an evidence, erasable to a tombstone.

    Without the salt the digests in the chain say nothing about what was erased.
    """

    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, primary_key=True, related_name="content"
    )
    salt = models.CharField(max_length=64, blank=True)
    quote = models.CharField(max_length=120, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    erased_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(salt="", quote="", file_sha256="", file_name="", file_bytes__isnull=True),
                name="erased_content_is_empty",
            )
        ]

    def __str__(self) -> str:
        return str(self.evidence_id)


class Seal(models.Model):
    """One link of the chain: the fact at place `seq`, and when it became known."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=80)
    hash = models.CharField(max_length=80, unique=True)
    sealed_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class UnsealedFact(models.Model):
    """The sealer's queue: facts committed and not yet in the chain."""

    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="unsealed")

    def __str__(self) -> str:
        return str(self.fact_id)


class ChainHead(models.Model):
    """The last seal, and the one row that a sealer locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_chain_head")]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class FactStanding(models.Model):
    """Where a fact stands now: folded from the facts that bear on it."""

    fact = models.OneToOneField(
        Fact, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    standing = models.CharField(max_length=20, choices=StandingChoice, db_index=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=StandingChoice.values), name="standing_is_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.standing)
