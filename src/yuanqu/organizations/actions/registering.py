"""The only writers of the register."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yuanqu.accounts.actions import create_party, relabel_party
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import User
from yuanqu.engines.text import tidied
from yuanqu.engines.verdicts import Verdict
from yuanqu.organizations import access, ordering
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
from yuanqu.organizations.models import (
    Identifier,
    NameKind,
    NameLanguage,
    Organization,
    OrganizationName,
    Scheme,
)
from yuanqu.organizations.publishing import publish_organization


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
    _demand(access.may_register(actor))
    sound = checked(draft)
    party = create_party(kind=party_kind(sound.profile.kind), label="-", id=id)
    organization = Organization(party=party, **asdict(sound.profile))
    organization.save(force_insert=True)
    OrganizationName.objects.bulk_create(_name(organization, name) for name in sound.names)
    for number in sound.identifiers:
        _number(actor, organization, number)
    return _project(organization)


@transaction.atomic
def rename_organization(
    *, actor: User | None, organization: Organization, renaming: Renaming
) -> Organization:
    """Give a new name in one language; the old one becomes a former name that ends that day."""
    _demand(access.may_change(actor, organization))
    held = _lock(organization)
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
    return _project(held)


@transaction.atomic
def add_name(*, actor: User | None, organization: Organization, draft: NameDraft) -> Organization:
    """Add a former, short or other name; a current one is given by `rename_organization`."""
    _demand(access.may_change(actor, organization))
    held = _lock(organization)
    sound = checked_name(draft)
    if sound.kind == NameKind.CURRENT:
        raise Refused("organizations.two_current_names")
    if held.names.filter(text=sound.text, kind=sound.kind).exists():
        raise Refused("organizations.same_name")
    _name(held, sound).save(force_insert=True)
    return _project(held)


@transaction.atomic
def add_identifier(
    *, actor: User | None, organization: Organization, draft: IdentifierDraft
) -> Identifier:
    """Add a number. Raises `Refused` where it is malformed, taken, or one is already held."""
    _demand(access.may_change(actor, organization))
    held = _lock(organization)
    number = _number(actor, held, checked_identifier(draft))
    _project(held)
    return number


@transaction.atomic
def change_profile(
    *, actor: User | None, organization: Organization, profile: Profile
) -> Organization:
    """Replace kind, industry, cluster, place in the chain and summaries, all at once."""
    _demand(access.may_change(actor, organization))
    held = _lock(organization)
    sound = checked_profile(profile)
    if party_kind(sound.kind) != held.party.kind:
        raise Refused("organizations.another_sort_of_party")
    for field, value in asdict(sound).items():
        setattr(held, field, value)
    held.save()
    publish_organization(held)
    return held


def _demand(verdict: Verdict) -> None:
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)


def _lock(organization: Organization) -> Organization:
    return Organization.objects.select_for_update().get(pk=organization.pk)


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


def _project(organization: Organization) -> Organization:
    """Bring label, search text and order up to date with names and numbers, and publish."""
    names = list(organization.names.order_by("id"))
    current = {name.language: name.text for name in names if name.kind == NameKind.CURRENT}
    chinese = current.get(NameLanguage.ZH) or current[NameLanguage.EN]
    english = current.get(NameLanguage.EN, "")
    numbers = organization.identifiers.values_list("value", flat=True)
    organization.searchable = ordering.searchable([*(name.text for name in names), *numbers])
    organization.sort_zh = ordering.chinese_order(chinese)
    organization.sort_en = ordering.english_order(english or chinese)
    organization.save()
    relabel_party(party=organization.party, label=chinese, label_en=english)
    publish_organization(organization)
    return organization
