"""The register behind a party, what it is fed from, and who was merged into whom."""

from yuanqu.organizations.models.aliases import MergeCause, PartyAlias
from yuanqu.organizations.models.claims import Claim
from yuanqu.organizations.models.industries import Industry, IndustryLevel
from yuanqu.organizations.models.proposals import (
    ChangeChoice,
    Proposal,
    ProposalProblem,
    ProposalStateChoice,
    ProposedRow,
    Source,
    SourceEntry,
    SourceKind,
)
from yuanqu.organizations.models.register import (
    ChainStage,
    Cluster,
    Identifier,
    NameKind,
    NameLanguage,
    Organization,
    OrganizationKind,
    OrganizationName,
    Scheme,
)

__all__ = [
    "ChainStage",
    "ChangeChoice",
    "Claim",
    "Cluster",
    "Identifier",
    "Industry",
    "IndustryLevel",
    "MergeCause",
    "NameKind",
    "NameLanguage",
    "Organization",
    "OrganizationKind",
    "OrganizationName",
    "PartyAlias",
    "Proposal",
    "ProposalProblem",
    "ProposalStateChoice",
    "ProposedRow",
    "Scheme",
    "Source",
    "SourceEntry",
    "SourceKind",
]
