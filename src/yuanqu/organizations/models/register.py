"""The register behind a party: its names, its identifiers, and where it stands in industry.

What an organization *is called* and *is numbered* lives here; what it has been *granted* (high-tech
enterprise, leading talent) is a dated fact of kind `organization.label`, never a column.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanqu.accounts.models import Party
from yuanqu.organizations.labels import HELD_LABELS, Label, label_of


class OrganizationKind(models.TextChoices):
    """What sort of body it is."""

    COMPANY = "company", _("Company")
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Institute")
    HOSPITAL = "hospital", _("Hospital")
    LABORATORY = "laboratory", _("Laboratory")
    PLATFORM = "platform", _("Platform")
    CENTER = "center", _("Innovation center")
    CONSORTIUM = "consortium", _("Innovation consortium")
    AUTHORITY = "authority", _("Public authority")
    SERVICE = "service", _("Service provider")
    INVESTOR = "investor", _("Investor")
    ASSOCIATION = "association", _("Association")
    PARK = "park", _("Park")


class Cluster(models.TextChoices):
    """The park's three industrial clusters."""

    BIOMEDICINE = "biomedicine", _("Biomedicine and health")
    NANO = "nano", _("Nanotechnology and new materials")
    AI = "ai", _("Artificial intelligence and digital industry")


class ChainStage(models.TextChoices):
    """The part of the industrial chain it works in."""

    UPSTREAM = "upstream", _("Upstream: materials, equipment, tools")
    MIDSTREAM = "midstream", _("Midstream: development and manufacture")
    DOWNSTREAM = "downstream", _("Downstream: use and sale")
    SUPPORT = "support", _("Support: services along the chain")


class Organization(models.Model):
    """One entry of the register."""

    party = models.OneToOneField(
        Party, on_delete=models.PROTECT, primary_key=True, related_name="organization"
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=OrganizationKind)
    # GB/T 4754-2017, as section letter and digits: C, C27, C271 or C2710.
    industry = models.CharField(_("Industry code"), max_length=5, blank=True)
    cluster = models.CharField(_("Cluster"), max_length=20, choices=Cluster, blank=True)
    chain_stage = models.CharField(
        _("Part of the chain"), max_length=20, choices=ChainStage, blank=True
    )
    summary_zh = models.CharField(_("Summary in Chinese"), max_length=500, blank=True)
    summary_en = models.CharField(_("Summary in English"), max_length=500, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)
    # Projections of the names and identifiers (ordering.py), so that a list of ten thousand
    # filters and sorts in one table.
    searchable = models.TextField(blank=True, editable=False)
    sort_zh = models.CharField(max_length=200, editable=False)
    sort_en = models.CharField(max_length=200, editable=False)

    class Meta:
        # A list walks one of these in order, up to its page, whatever it is narrowed by.
        indexes = [
            models.Index(fields=["sort_zh", "party"], name="organization_by_name_zh"),
            models.Index(fields=["sort_en", "party"], name="organization_by_name_en"),
            models.Index(fields=["kind", "sort_zh", "party"], name="organization_by_kind_zh"),
            models.Index(fields=["kind", "sort_en", "party"], name="organization_by_kind_en"),
            models.Index(fields=["cluster", "sort_zh", "party"], name="organization_by_cluster_zh"),
            models.Index(fields=["cluster", "sort_en", "party"], name="organization_by_cluster_en"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values), name="organization_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(cluster__in=["", *Cluster.values]), name="cluster_is_known"
            ),
            models.CheckConstraint(
                condition=Q(chain_stage__in=["", *ChainStage.values]), name="chain_stage_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """The kind in words. Django's own translates every choice anew for each row of a list."""
        return str(OrganizationKind(self.kind).label)

    def get_cluster_display(self) -> str:  # type: ignore[no-redef]
        """The cluster in words; empty where there is none."""
        return str(Cluster(self.cluster).label) if self.cluster else ""

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels it holds, where the query fetched them (queries.organizations)."""
        return tuple(label_of(role) for role in getattr(self.party, HELD_LABELS))

    def summary_in(self, language: str) -> str:
        """The summary for a screen in this language; the other one where this is not written."""
        written = (self.summary_zh, self.summary_en)
        return written[language.startswith("en")] or written[not language.startswith("en")]


class NameKind(models.TextChoices):
    CURRENT = "current", _("Current name")
    FORMER = "former", _("Former name")
    SHORT = "short", _("Short name")
    ALIAS = "alias", _("Other name")


class NameLanguage(models.TextChoices):
    ZH = "zh", _("Chinese")
    EN = "en", _("English")


class OrganizationName(models.Model):
    """What an organization is, or was, called, from a day up to (and without) another."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=5, choices=NameLanguage)
    kind = models.CharField(max_length=10, choices=NameKind)
    # False: an abbreviation, or a rendering of our own, where the registered name is not known.
    official = models.BooleanField(default=True)
    # Null: not known. Days are those on which the name took effect.
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        # Nulls by name: SQLite and PostgreSQL put them at different ends.
        ordering = ["kind", "-language", F("valid_from").desc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                "organization", "language", condition=Q(kind="current"), name="one_current_name"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | ~Q(kind="current"),
                name="current_name_has_not_ended",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="name_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="name_is_not_empty"),
            models.CheckConstraint(
                condition=Q(kind__in=NameKind.values, language__in=NameLanguage.values),
                name="name_kind_and_language_are_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Scheme(models.TextChoices):
    """Who numbers organizations."""

    USCC = "uscc", _("Unified social credit code")
    ROR = "ror", _("ROR (research organizations)")
    LEI = "lei", _("LEI (legal entities)")
    OTHER = "other", _("Other number")


class Identifier(models.Model):
    """A number by which others know the organization; one number is one organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="identifiers"
    )
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=60)  # normalized by the scheme's own rule
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint("scheme", "value", name="one_organization_per_number"),
            # A body has one credit code, one LEI and one ROR at a time; "other" may be several.
            models.UniqueConstraint(
                "organization", "scheme", condition=~Q(scheme="other"), name="one_number_per_scheme"
            ),
            models.CheckConstraint(condition=~Q(value=""), name="identifier_is_not_empty"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="verification_is_whole",
            ),
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="scheme_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
