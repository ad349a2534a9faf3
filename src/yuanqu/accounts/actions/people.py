"""Parties and people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from yuanqu.accounts.access import may_guard_accounts
from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import ApiToken, Party, PartyKind, User
from yuanqu.engines.phones import normalized


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What an account begins with.

    The password is hashed before it is stored; without one the person logs in by a code, a passkey
    or elsewhere. Without a user name one is drawn by lot, so that signing up tells nobody which
    names are taken.

    `email_confirmed`: whoever opens the account knows that the address is the person's. An unknown
    `language` is Chinese.
    """

    username: str = ""
    password: str | None = None
    display_name: str = ""
    email: str = ""
    email_confirmed: bool = True
    language: str = ""


CHINESE = "zh-hans"


def known_languages() -> set[str]:
    """The languages that people are addressed in."""
    return set(dict(settings.LANGUAGES))


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
def create_parties(*, parties: Sequence[Party]) -> list[Party]:
    """Many new parties at once, made by the caller."""
    return Party.objects.bulk_create(parties, batch_size=500)


@transaction.atomic
def relabel_party(*, party: Party, label: str, label_en: str = "") -> Party:
    """Follow the register: the label is a projection of the organization's current name."""
    party.label, party.label_en = label, label_en
    party.save(update_fields=["label", "label_en"])
    return party


@transaction.atomic
def relabel_parties(*, parties: Sequence[Party]) -> None:
    """The same for many, whose labels the caller has set."""
    Party.objects.bulk_update(parties, ["label", "label_en"], batch_size=200)


@transaction.atomic
def create_person(*, draft: PersonDraft, id: UUID | None = None) -> User:
    """An account and the opaque party that the ledger knows it by.

    Raises `Refused` where the user name looks like a telephone number or an e-mail address, with
    which somebody else logs in.
    """
    if "@" in draft.username or normalized(draft.username):
        raise Refused("accounts.name_is_an_address")
    user = User(
        username=draft.username or f"u{get_random_string(11, '23456789abcdefghjkmnpqrstuvwxyz')}",
        display_name=draft.display_name,
        email=draft.email.lower(),
        preferred_language=draft.language if draft.language in known_languages() else CHINESE,
        party=create_party(kind=PartyKind.PERSON, id=id),
    )
    user.set_password(draft.password)
    user.full_clean(exclude=["password"])
    user.save(force_insert=True)
    if user.email and draft.email_confirmed:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def rehearse_person(*, draft: PersonDraft) -> None:
    """Do what opening an account takes, and take it back.

    Whoever asks for an account that exists waits as long as whoever gets a new one.
    """
    create_person(draft=replace(draft, email=f"{get_random_string(20)}@localhost.invalid"))
    transaction.set_rollback(True)


@transaction.atomic
def attach_phone(*, user: User, number: str, verified: bool) -> User:
    """The person's telephone number, as typed or, once a code came back, as proved.

    Raises `Refused` where it is no number, or is proved to be another person's.
    """
    if (phone := normalized(number)) is None:
        raise Refused("accounts.not_a_number")
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.phone_verified and (held.phone == phone or not verified):
        return held  # a number that is proved stays until the next one is
    held.phone, held.phone_verified = phone, verified
    try:
        with transaction.atomic():
            held.save(update_fields=["phone", "phone_verified"])
    except IntegrityError as error:
        raise Conflict("accounts.number_taken") from error
    if verified:
        record_event(actor=held, act="accounts.phone_verified", subject=held)
    return held


@transaction.atomic
def free_address(*, owner: User, email: str) -> None:
    """The owner proved that the address is theirs: whoever only typed it loses it.

    An account that was opened with it and never entered is shut; nobody could have entered it.
    """
    typed = EmailAddress.objects.filter(email__iexact=email, verified=False).exclude(user=owner)
    people = list(typed.values_list("user", flat=True))
    typed.delete()
    held = User.objects.filter(pk__in=people, email__iexact=email)
    held.filter(last_login__isnull=True).update(email="", is_active=False)
    held.update(email="")


@transaction.atomic
def prefer_language(*, user: User, language: str) -> User:
    """The language in which the person is addressed. An unknown one changes nothing."""
    if language in known_languages() and language != user.preferred_language:
        user.preferred_language = language
        user.save(update_fields=["preferred_language"])
    return user


@transaction.atomic
def rename_person(*, user: User, display_name: str) -> User:
    """The name by which officials and organizations know the person; the log says that it changed.

    Raises `Refused` where it is missing or too long.
    """
    name = display_name.strip()
    if not 0 < len(name) <= 60:
        raise Refused("accounts.name_is_needed")
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.display_name != name:
        held.display_name = name
        held.save(update_fields=["display_name"])
        record_event(actor=held, act="accounts.renamed", subject=held)
    return held


@transaction.atomic
def replace_password(*, actor: User | None, user: User, password: str) -> User:
    """Give a person a new password. `actor` is None only for the installation itself.

    Every other session of the person ends with the old one. Raises `Refused` where the actor is
    not the person.
    """
    if actor is not None and actor.pk != user.pk:
        raise Forbidden("accounts.not_your_own")
    held = User.objects.select_for_update().get(pk=user.pk)
    held.set_password(password)
    held.save(update_fields=["password"])
    record_event(actor=actor, act="accounts.password_changed", subject=held)
    return held


@transaction.atomic
def suspend_person(*, actor: User | None, user: User) -> User:
    """Shut an account: its sessions end at their next request, its tokens open nothing.

    `actor` is None only for the installation itself. Mandates stay as they are and do not hold.
    """
    return _switch(actor, user, active=False, act="accounts.suspended")


@transaction.atomic
def restore_person(*, actor: User | None, user: User) -> User:
    """Open a suspended account again. Tokens that it had stay revoked."""
    return _switch(actor, user, active=True, act="accounts.restored")


def _switch(actor: User | None, user: User, *, active: bool, act: str) -> User:
    if actor is not None and not (verdict := may_guard_accounts(actor)):
        raise Forbidden(verdict.code, **verdict.facts)
    if actor == user:
        raise Forbidden("accounts.not_to_oneself")
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_active != active:
        held.is_active = active
        held.save(update_fields=["is_active"])
        if not active:
            _revoke_every_token(held)
        record_event(actor=actor, act=act, subject=held)
    return held


def _revoke_every_token(user: User) -> None:
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=timezone.now())
