"""Entering one organization, and changing what the register says of it."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yuanqu.accounts.actions import create_party
from yuanqu.accounts.errors import Conflict, Refused
from yuanqu.accounts.models import User
from yuanqu.engines.text import tidied
from yuanqu.organizations import access
from yuanqu.organizations.actions.entries import admit_waiting, demand, lock, project
from yuanqu.organizations.drafts import (
    IdentifierDraft,
    NameDraft,
    OrganizationDraft,
    Profile,
    checked,
    checked_identifier,
    checked_name,
    checked_profile,
    party_kind,
)
from yuanqu.organizations.industries import require_known
from yuanqu.organizations.models import (
    Identifier,
    NameKind,
    NameLanguage,
    Organization,
    OrganizationName,
    Scheme,
)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A new name and the day from which it holds; `official` as in `NameDraft`."""

    text: str
    since: date
    language: NameLanguage = NameLanguage.ZH
    official: bool = True


@transaction.atomic
def register_organization(
    *, actor: User | None, draft: OrganizationDraft, id: UUID | None = None
) -> Organization:
    """Enter an organization, with the party that facts will point to.

    Raises `Refused` where the actor may not, the draft is wrong, or a number is already taken.
    """
    demand(access.may_register(actor))
    sound = checked(draft)
    require_known(sound.profile.industry)
    party = create_party(kind=party_kind(sound.profile.kind), label="-", id=id)
    organization = Organization(party=party, **asdict(sound.profile))
    organization.save(force_insert=True)
    OrganizationName.objects.bulk_create(_name(organization, name) for name in sound.names)
    for number in sound.identifiers:
        _number(actor, organization, number)
    admit_waiting(n.value for n in sound.identifiers if n.scheme == Scheme.USCC)
    return project(organization)


@transaction.atomic
def rename_organization(
    *, actor: User | None, organization: Organization, renaming: Renaming
) -> Organization:
    """Give a new name in one language; the old one becomes a former name that ends that day."""
    demand(access.may_change(actor, organization))
    held = lock(organization)
    draft = checked_name(
        NameDraft(
            text=renaming.text,
            language=renaming.language,
            official=renaming.official,
            valid_from=renaming.since,
        )
    )
    old = held.names.filter(kind=NameKind.CURRENT, language=draft.language).first()
    if old is not None:
        _retire(old, draft)
    _name(held, draft).save(force_insert=True)
    return project(held)


@transaction.atomic
def add_name(*, actor: User | None, organization: Organization, draft: NameDraft) -> Organization:
    """Add a former, short or other name; a current one is given by `rename_organization`."""
    demand(access.may_change(actor, organization))
    held = lock(organization)
    sound = checked_name(draft)
    if sound.kind == NameKind.CURRENT:
        raise Refused("organizations.two_current_names")
    if held.names.filter(text=sound.text, kind=sound.kind).exists():
        raise Refused("organizations.same_name")
    _name(held, sound).save(force_insert=True)
    return project(held)


@transaction.atomic
def add_identifier(
    *, actor: User | None, organization: Organization, draft: IdentifierDraft
) -> Identifier:
    """Add a number. Raises `Refused` where it is malformed, taken, or one is already held."""
    demand(access.may_change(actor, organization))
    held = lock(organization)
    number = _number(actor, held, checked_identifier(draft))
    if number.scheme == Scheme.USCC:
        admit_waiting([number.value])
    project(held)
    return number


@transaction.atomic
def confirm_identifier(*, actor: User, identifier: Identifier) -> Identifier:
    """Say that one has seen the certificate. A number that was confirmed stays as it was."""
    demand(access.may_change(actor, identifier.organization))
    held = Identifier.objects.select_for_update().get(pk=identifier.pk)
    if held.verified_at is None:
        held.verified_at, held.verified_by = timezone.now(), actor.party
        held.save(update_fields=["verified_at", "verified_by"])
    return held


@transaction.atomic
def change_profile(
    *, actor: User | None, organization: Organization, profile: Profile
) -> Organization:
    """Replace kind, industry, cluster, place in the chain and summaries, all at once."""
    demand(access.may_change(actor, organization))
    held = lock(organization)
    sound = checked_profile(profile)
    if party_kind(sound.kind) != held.party.kind:
        raise Refused("organizations.another_sort_of_party")
    if sound.industry != held.industry:
        require_known(sound.industry)
    for field, value in asdict(sound).items():
        setattr(held, field, value)
    return project(held)


def _name(organization: Organization, draft: NameDraft) -> OrganizationName:
    return OrganizationName(organization=organization, **asdict(draft))


def _retire(old: OrganizationName, new: NameDraft) -> None:
    if old.text == new.text:
        raise Refused("organizations.same_name")
    if old.valid_from and new.valid_from and new.valid_from <= old.valid_from:
        raise Refused("organizations.renamed_before", day=old.valid_from.isoformat())
    old.kind, old.valid_to = NameKind.FORMER, new.valid_from
    old.save(update_fields=["kind", "valid_to"])


def _number(actor: User | None, organization: Organization, draft: IdentifierDraft) -> Identifier:
    one_only = draft.scheme != Scheme.OTHER
    if one_only and organization.identifiers.filter(scheme=draft.scheme).exists():
        raise Conflict("organizations.identifier_already_held")
    seen = draft.verified and actor is not None
    number = Identifier(
        organization=organization,
        scheme=draft.scheme,
        value=draft.value,
        verified_at=timezone.now() if seen else None,
        verified_by=actor.party if seen and actor else None,
    )
    try:
        with transaction.atomic():
            number.save(force_insert=True)
    except IntegrityError as error:
        # The constraint decides, so that two who register at once cannot both pass a check.
        raise Conflict("organizations.identifier_taken", value=tidied(draft.value)) from error
    return number
