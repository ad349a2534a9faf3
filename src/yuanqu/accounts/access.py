"""Who is what, and for whom they may act."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from yuanqu.accounts.models import (
    ORGANIZATION_ROLES,
    PARK_ROLES,
    SEPARATED_DUTIES,
    AccountEvent,
    ApiToken,
    Membership,
    Party,
    PartyKind,
    Role,
    User,
)
from yuanqu.engines.matters import covered
from yuanqu.engines.verdicts import Verdict

Viewer = User | AnonymousUser

# Who acts in the name of an organization; an assistant only in the matters of the mandate.
ACTING_ROLES = (Role.ADMINISTRATOR, Role.ASSISTANT)


def memberships_of(user: Viewer, at: datetime | None = None) -> QuerySet[Membership]:
    """The mandates the person holds at that time (now, unless said)."""
    if not isinstance(user, User):
        return Membership.objects.none()
    return Membership.objects.filter(user=user).valid_at(at or timezone.now())


def holds_role(user: Viewer, role: Role, party: Party | None = None) -> bool:
    """Whether the person holds the role now: at that party, or at the park where none is given."""
    held = memberships_of(user).filter(role=role)
    at_place = held.filter(party=party) if party else held.filter(party__kind=PartyKind.PARK)
    return at_place.exists()


def is_official(user: Viewer) -> bool:
    """Whether the person is an official of the park now."""
    return holds_role(user, Role.OFFICIAL)


def is_administrator_of(user: Viewer, party: Party) -> bool:
    """Whether the person administers that organization now."""
    return holds_role(user, Role.ADMINISTRATOR, party)


def is_privileged(user: Viewer) -> bool:
    """Whether the person works for the park or administers an organization."""
    return memberships_of(user).filter(role__in=(*PARK_ROLES, Role.ADMINISTRATOR)).exists()


def parties_of(user: Viewer) -> QuerySet[Party]:
    """The parties the person belongs to now, and the person as a party."""
    if not isinstance(user, User):
        return Party.objects.none()
    held = memberships_of(user).values("party")
    return Party.objects.filter(pk__in=held) | Party.objects.filter(pk=user.party_id)


def parties_for(user: Viewer, matter: str) -> list[Party]:
    """The organizations in whose name the person may act in this matter now."""
    held = memberships_of(user).filter(role__in=ACTING_ROLES).select_related("party")
    return list({m.party_id: m.party for m in held if _reaches(m, matter)}.values())


def may_work_as_official(user: Viewer) -> Verdict:
    """The gate of the official's desk."""
    return Verdict.yes() if is_official(user) else Verdict.no("accounts.officials_only")


def may_act_for(
    user: Viewer,
    party: Party,
    matter: str,
    *,
    roles: Collection[Role] = ACTING_ROLES,
    at: datetime | None = None,
) -> Verdict:
    """Whether the person may act in the party's name in this matter, such as `cases.claim`.

    An administrator may in every matter, an assistant in those of a mandate that holds at that
    time (now, unless said). Everybody may for the party that they are themselves.
    """
    if not isinstance(user, User):
        return Verdict.no("accounts.not_logged_in")
    if user.party_id == party.pk and user.is_active:
        return Verdict.yes()
    when = at or timezone.now()
    mandates = list(Membership.objects.filter(user=user, party=party, role__in=list(roles)))
    held = [m for m in mandates if m.holds_at(when) and user.is_active]
    if any(_reaches(m, matter) for m in held):
        return Verdict.yes()
    return _why_not(mandates, held, when)


def _reaches(mandate: Membership, matter: str) -> bool:
    return mandate.role == Role.ADMINISTRATOR or covered(mandate.authorized_for, matter)


def _why_not(mandates: list[Membership], held: list[Membership], now: datetime) -> Verdict:
    if held:
        named = sorted({matter for m in held for matter in m.authorized_for})
        return Verdict.no("accounts.another_matter", matters=", ".join(named))
    ended = [m.valid_to for m in mandates if m.valid_to and m.valid_to <= now]
    if ended:
        day = timezone.localtime(max(ended)).date().isoformat()
        return Verdict.no("accounts.mandate_ended", day=day)
    return Verdict.no("accounts.no_mandate")


def may_grant(actor: User, *, user: User, party: Party, role: Role) -> Verdict:
    """Whether the actor may give this person this role at this party, or take it back.

    Organizations: an official, or an administrator of the organization. The park: the security
    administrator; while nobody is one, an official gives and takes the roles of officials and
    clerks. Nobody gives a role to themselves.
    """
    if not (verdict := may_be_held(role, party)):
        return verdict
    if actor == user:
        return Verdict.no("accounts.not_to_oneself")
    if role in PARK_ROLES:
        return _may_grant_at_park(actor, role)
    if is_official(actor) or is_administrator_of(actor, party):
        return Verdict.yes()
    return Verdict.no("accounts.officials_and_administrators_only")


def may_be_held(role: Role, party: Party) -> Verdict:
    """Whether the role is one of such a party: some are held at the park, the others elsewhere."""
    if (role in PARK_ROLES) == (party.kind == PartyKind.PARK):
        return Verdict.yes()
    return Verdict.no("accounts.role_elsewhere")


def _may_grant_at_park(actor: User, role: Role) -> Verdict:
    if holds_role(actor, Role.SECURITY):
        return Verdict.yes()
    guarded = role in SEPARATED_DUTIES or security_administrators().exists()
    if guarded:
        return Verdict.no("accounts.security_administrators_only")
    return may_work_as_official(actor)


def roles_to_grant(actor: User, party: Party) -> tuple[Role, ...]:
    """The roles that the actor may give others at this party, and take from them."""
    if party.kind == PartyKind.PARK:
        return tuple(role for role in PARK_ROLES if _may_grant_at_park(actor, role))
    if party.kind != PartyKind.PERSON and (is_official(actor) or is_administrator_of(actor, party)):
        return ORGANIZATION_ROLES
    return ()


def may_end(actor: User, membership: Membership) -> Verdict:
    """Whoever may give the mandate may end it, and whoever holds it may lay it down."""
    if actor.pk == membership.user_id:
        return Verdict.yes()
    return may_grant(
        actor, user=membership.user, party=membership.party, role=Role(membership.role)
    )


def may_guard_accounts(actor: User) -> Verdict:
    """Who unlocks, suspends and restores accounts: the security administrator.

    While a park has none, an official does it, so that nobody is locked out for good.
    """
    if holds_role(actor, Role.SECURITY):
        return Verdict.yes()
    if is_official(actor) and not security_administrators().exists():
        return Verdict.yes()
    return Verdict.no("accounts.security_administrators_only")


def security_administrators() -> QuerySet[Membership]:
    """The mandates of those who give rights at the park."""
    return Membership.objects.filter(role=Role.SECURITY).valid_at(timezone.now())


def memberships_visible_to(user: Viewer) -> QuerySet[Membership]:
    """Mandates past and present.

    One's own, and those of the organizations one administers; an official sees every
    organization's, the security and the audit administrator all.
    """
    every = Membership.objects.select_related("user", "party").order_by("-valid_from", "-pk")
    if not isinstance(user, User):
        return every.none()
    if holds_role(user, Role.SECURITY) or holds_role(user, Role.AUDIT):
        return every
    if is_official(user):
        return every.filter(~Q(party__kind=PartyKind.PARK) | Q(user=user))
    return every.filter(Q(party__in=_administered(user)) | Q(user=user))


def events_visible_to(user: Viewer) -> QuerySet[AccountEvent]:
    """Who acted.

    The audit administrator sees all, an administrator what was done in the name of the
    organization, everybody what they did themselves and what was done to their account.
    """
    every = AccountEvent.objects.select_related("actor", "subject", "party")
    if not isinstance(user, User):
        return every.none()
    if holds_role(user, Role.AUDIT):
        return every
    return every.filter(Q(party__in=_administered(user)) | Q(actor=user) | Q(subject=user))


def tokens_visible_to(user: Viewer) -> QuerySet[ApiToken]:
    """One's own keys."""
    return ApiToken.objects.filter(user=user) if isinstance(user, User) else ApiToken.objects.none()


def _administered(user: User) -> QuerySet[Membership]:
    return memberships_of(user).filter(role=Role.ADMINISTRATOR).values("party")  # type: ignore[return-value]
