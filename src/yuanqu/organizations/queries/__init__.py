"""Reads of the register, each with its prefetching inside.

Where `aliases` can be given, it is who was merged into whom: a page that asks several of these
reads it once.
"""

from yuanqu.organizations.queries.claims import claims_of, rival_claims
from yuanqu.organizations.queries.feeding import (
    merges_of,
    open_merges,
    problems_of,
    proposals,
    rows_of,
    sources,
    waiting_proposals_count,
)
from yuanqu.organizations.queries.industries import (
    Choice,
    industries_found,
    industry_path,
    list_is_loaded,
)
from yuanqu.organizations.queries.register import (
    Filters,
    LabelChoice,
    Relation,
    RoleTaken,
    label_choices,
    organization_to_open,
    organizations,
    relations,
    roles_taken,
    timeline,
)

__all__ = [
    "Choice",
    "Filters",
    "LabelChoice",
    "Relation",
    "RoleTaken",
    "claims_of",
    "industries_found",
    "industry_path",
    "label_choices",
    "list_is_loaded",
    "merges_of",
    "open_merges",
    "organization_to_open",
    "organizations",
    "problems_of",
    "proposals",
    "relations",
    "rival_claims",
    "roles_taken",
    "rows_of",
    "sources",
    "timeline",
    "waiting_proposals_count",
]
