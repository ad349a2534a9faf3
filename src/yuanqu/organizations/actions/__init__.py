"""The only writers of the register."""

from yuanqu.organizations.actions.registering import (
    Renaming,
    add_identifier,
    add_name,
    change_profile,
    register_organization,
    rename_organization,
)

__all__ = [
    "Renaming",
    "add_identifier",
    "add_name",
    "change_profile",
    "register_organization",
    "rename_organization",
]
