"""Who is what, and for whom they may act."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from yuanqu.accounts.models import Membership, Party, PartyKind, Role, User
from yuanqu.engines.verdicts import Verdict

Viewer = User | AnonymousUser


def memberships_of(user: Viewer, at: datetime | None = None) -> QuerySet[Membership]:
    """The mandates the person holds at that time (now, unless said)."""
    if not isinstance(user, User):
        return Membership.objects.none()
    return Membership.objects.filter(user=user).valid_at(at or timezone.now())


def holds_role(user: Viewer, role: Role, party: Party | None = None) -> bool:
    """Whether the person holds the role now: at that party, or, where none is given, at the park."""
    held = memberships_of(user).filter(role=role)
    return held.filter(party=party).exists() if party else held.filter(
        party__kind=PartyKind.PARK
    ).exists()


def is_official(user: Viewer) -> bool:
    """Whether the person is an official of the park now."""
    return holds_role(user, Role.OFFICIAL)


def parties_of(user: Viewer) -> QuerySet[Party]:
    """The parties the person belongs to now, and the person as a party."""
    if not isinstance(user, User):
        return Party.objects.none()
    held = memberships_of(user).values("party")
    return Party.objects.filter(pk__in=held) | Party.objects.filter(pk=user.party_id)


def may_work_as_official(user: Viewer) -> Verdict:
    """The gate of the official's desk."""
    return Verdict.yes() if is_official(user) else Verdict.no("accounts.officials_only")
