"""The only writers of people, parties and memberships."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import is_official
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Membership, Party, PartyKind, Role, User


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What an account begins with. The password is hashed before it is stored."""

    username: str
    password: str
    display_name: str = ""
    email: str = ""


@transaction.atomic
def create_party(
    *, kind: PartyKind, label: str = "", label_en: str = "", id: UUID | None = None
) -> Party:
    """A new party; for a person the label stays empty."""
    party = Party(kind=kind, label=label, label_en=label_en)
    if id is not None:
        party.id = id
    party.save(force_insert=True)
    return party


@transaction.atomic
def relabel_party(*, party: Party, label: str, label_en: str = "") -> Party:
    """Follow the register: the label is a projection of the organization's current name."""
    party.label, party.label_en = label, label_en
    party.save(update_fields=["label", "label_en"])
    return party


@transaction.atomic
def create_person(*, draft: PersonDraft, id: UUID | None = None) -> User:
    """An account and the opaque party that the ledger knows it by."""
    user = User(
        username=draft.username,
        display_name=draft.display_name,
        email=draft.email,
        party=create_party(kind=PartyKind.PERSON, id=id),
    )
    user.set_password(draft.password)
    user.full_clean(exclude=["password"])
    user.save(force_insert=True)
    return user


@transaction.atomic
def replace_password(*, actor: User | None, user: User, password: str) -> User:
    """Give a person a new password. `actor` is None only for the installation itself.

    Raises `Refused` where the actor is not the person.
    """
    if actor is not None and actor.pk != user.pk:
        raise Refused("accounts.not_your_own")
    held = User.objects.select_for_update().get(pk=user.pk)
    held.set_password(password)
    held.save(update_fields=["password"])
    return held


@transaction.atomic
def grant_membership(
    *, actor: User | None, user: User, party: Party, role: Role, authorized_for: tuple[str, ...] = ()
) -> Membership:
    """Give a mandate. `actor` is None only for the installation itself (demonstration, first run).

    Raises `Refused` where the actor is not an official of the park.
    """
    if actor is not None and not is_official(actor):
        raise Refused("accounts.officials_only")
    Party.objects.select_for_update().get(pk=party.pk)
    found = Membership.objects.filter(user=user, party=party, role=role, valid_to=None).first()
    return found or Membership.objects.create(
        user=user, party=party, role=role, authorized_for=list(authorized_for)
    )


@transaction.atomic
def end_membership(*, actor: User, membership: Membership, at: datetime | None = None) -> Membership:
    """End a mandate now, or at a later time. Ending one that has ended changes nothing."""
    if not is_official(actor):
        raise Refused("accounts.officials_only")
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    if held.valid_to is None:
        held.valid_to = at or timezone.now()
        held.save(update_fields=["valid_to"])
    return held
