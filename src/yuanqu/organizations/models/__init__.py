"""The register behind a party, what it is fed from, and who was merged into whom."""

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
    "Cluster",
    "Identifier",
    "NameKind",
    "NameLanguage",
    "Organization",
    "OrganizationKind",
    "OrganizationName",
    "Scheme",
]
