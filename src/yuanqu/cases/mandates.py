"""In whose name a person may take which part of which matter, read in one query.

Officials hold their mandate at the park; `authorized_for` names matters (`organization.claim`) or
single parts of them (`organization.claim.decider`), and nothing named means every matter. A
stand-in borrows a colleague's mandate, by delegation or absence, and must be an official too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from yuanqu.accounts.access import ACTING_ROLES, Viewer
from yuanqu.accounts.models import SEPARATED_DUTIES, Membership, PartyKind, Role, User
from yuanqu.cases.definitions import all_versions
from yuanqu.cases.models import Absence, Delegation
from yuanqu.cases.models.stand_ins import holding
from yuanqu.engines.matters import covered
from yuanqu.engines.workflow.states import Part

OFFICIAL_PARTS = (Part.DESK, Part.REVIEWER, Part.DECIDER)


@dataclass(frozen=True, slots=True)
class Mandate:
    """What one person may do at one party. `lent` bounds what a stand-in may use of it."""

    holder: User
    party_id: UUID
    is_official: bool
    matters: tuple[str, ...]
    lent: tuple[str, ...] = ()

    def reaches(self, matter: str) -> bool:
        """Whether it holds for this matter, or part of a matter."""
        return covered(self.matters, matter) and covered(self.lent, matter)

    @property
    def is_unbounded(self) -> bool:
        """Whether it holds for every matter."""
        return not self.matters and not self.lent


@dataclass(frozen=True, slots=True)
class Mandates:
    """All that a person may do now: in their own name, and as a stand-in."""

    user: User
    own: tuple[Mandate, ...]
    borrowed: tuple[Mandate, ...]
    # Every party the person belongs to, in whatever role: there they judge nothing.
    sides: frozenset[UUID]
    # Whether they are one of the park's three separated administrators.
    holds_duty: bool = False

    def holders(self, matter: str, part: Part) -> tuple[User, ...]:
        """In whose name the person may take this part, their own first; empty where in nobody's."""
        return tuple(
            mandate.holder
            for mandate in (*self.own, *self.borrowed)
            if mandate.is_official and mandate.reaches(f"{matter}.{part}")
        )

    def codes(self, part: Part, *, borrowed_from: User | None = None) -> frozenset[str] | None:
        """The matters in which they take this part as an official; None: every matter there is."""
        held = [
            mandate
            for mandate in (self.own if borrowed_from is None else self.borrowed)
            if mandate.is_official and borrowed_from in {None, mandate.holder}
        ]
        if any(mandate.is_unbounded for mandate in held):
            return None
        return frozenset(
            code for code in all_versions() if any(m.reaches(f"{code}.{part}") for m in held)
        )

    @property
    def colleagues(self) -> tuple[User, ...]:
        """Those for whom the person stands in."""
        return tuple(dict.fromkeys(mandate.holder for mandate in self.borrowed))

    @property
    def parties(self) -> tuple[Mandate, ...]:
        """The organizations in whose name they may act."""
        return tuple(mandate for mandate in self.own if not mandate.is_official)

    @property
    def is_official(self) -> bool:
        """Whether they work as an official of the park at all."""
        return any(mandate.is_official for mandate in self.own)


def mandates_of(user: Viewer, at: datetime | None = None) -> Mandates | None:
    """What the person may do at that time (now, unless said); None for somebody not logged in."""
    if not isinstance(user, User) or not user.is_active:
        return None
    now = at or timezone.now()
    lenders = Q(user__in=Delegation.objects.filter(holding(now), to_user=user).values("from_user"))
    lenders |= Q(user__in=Absence.objects.filter(holding(now), substitute=user).values("user"))
    official = Q(party__kind=PartyKind.PARK, role=Role.OFFICIAL)
    found = list(
        Membership.objects.filter(Q(user=user) | lenders & official)
        .valid_at(now)
        .select_related("user", "party")
        .order_by("id")
    )
    mine = [membership for membership in found if membership.user_id == user.pk]
    own = tuple(_mandate(one) for one in mine if one.role in {Role.OFFICIAL, *ACTING_ROLES})
    foreign = [membership for membership in found if membership.user_id != user.pk]
    # Only an official stands in for officials.
    lent = foreign if any(mandate.is_official for mandate in own) else []
    places = {one.party_id for one in mine if one.party.kind != PartyKind.PARK}
    borrowed = tuple(_borrowed(user, lent, now)) if lent else ()
    duty = any(one.role in SEPARATED_DUTIES for one in mine)
    return Mandates(user, own, borrowed, frozenset({user.party_id, *places}), duty)


def _mandate(membership: Membership, lent: tuple[str, ...] = ()) -> Mandate:
    # An administrator acts in every matter of the organization, whatever the row names.
    everything = membership.role == Role.ADMINISTRATOR
    return Mandate(
        holder=membership.user,
        party_id=membership.party_id,
        is_official=membership.role == Role.OFFICIAL,
        matters=() if everything else tuple(membership.authorized_for),
        lent=lent,
    )


def _borrowed(user: User, foreign: Iterable[Membership], now: datetime) -> Iterable[Mandate]:
    given = Delegation.objects.filter(holding(now), to_user=user)
    lent = {(delegation.from_user_id, tuple(delegation.matters)) for delegation in given}
    absent = Absence.objects.filter(holding(now), substitute=user)
    lent |= {(absence.user_id, ()) for absence in absent}
    for membership in foreign:
        for _lender, matters in sorted(each for each in lent if each[0] == membership.user_id):
            yield _mandate(membership, matters)
