"""The only writers of the register."""

from yuanqu.organizations.actions.exporting import export_organizations
from yuanqu.organizations.actions.importing import register_all
from yuanqu.organizations.actions.industries import load_industries
from yuanqu.organizations.actions.merging import (
    MergeDraft,
    merge_organizations,
    unmerge_organizations,
)
from yuanqu.organizations.actions.proposals import (
    apply_proposal,
    decline_proposal,
    drop_old_proposals,
    prepared,
    propose_import,
)
from yuanqu.organizations.actions.pulling import (
    SourceDraft,
    add_source,
    pause_source,
    pull_due,
    pull_source,
)
from yuanqu.organizations.actions.registering import (
    Renaming,
    add_identifier,
    add_name,
    change_profile,
    confirm_identifier,
    register_organization,
    rename_organization,
)

__all__ = [
    "MergeDraft",
    "Renaming",
    "SourceDraft",
    "add_identifier",
    "add_name",
    "add_source",
    "apply_proposal",
    "change_profile",
    "confirm_identifier",
    "decline_proposal",
    "drop_old_proposals",
    "export_organizations",
    "load_industries",
    "merge_organizations",
    "pause_source",
    "prepared",
    "propose_import",
    "pull_due",
    "pull_source",
    "register_all",
    "register_organization",
    "rename_organization",
    "unmerge_organizations",
]
