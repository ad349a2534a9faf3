"""People, whom they act for, and what keeps their accounts safe."""

from yuanqu.accounts.models.events import AccountEvent
from yuanqu.accounts.models.guards import LockOut, LockOutKind, RateCount
from yuanqu.accounts.models.identities import AssuranceLevel, ExternalIdentity
from yuanqu.accounts.models.mandates import (
    ORGANIZATION_ROLES,
    PARK_ROLES,
    SEPARATED_DUTIES,
    Membership,
    Memberships,
    Role,
)
from yuanqu.accounts.models.parties import Party, PartyKind
from yuanqu.accounts.models.people import User, Users
from yuanqu.accounts.models.texts import OutgoingText
from yuanqu.accounts.models.tokens import ApiToken, ApiTokens

__all__ = [
    "ORGANIZATION_ROLES",
    "PARK_ROLES",
    "SEPARATED_DUTIES",
    "AccountEvent",
    "ApiToken",
    "ApiTokens",
    "AssuranceLevel",
    "ExternalIdentity",
    "LockOut",
    "LockOutKind",
    "Membership",
    "Memberships",
    "OutgoingText",
    "Party",
    "PartyKind",
    "RateCount",
    "Role",
    "User",
    "Users",
]
