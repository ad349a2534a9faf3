"""What accounts hold about a person, and how it goes."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q

from yuanqu.accounts.actions import erasing
from yuanqu.accounts.guarding import account_key
from yuanqu.accounts.holdings import Erased, Erasing, Expiry, Holding, Row
from yuanqu.accounts.models import (
    AccountEvent,
    ApiToken,
    ExternalIdentity,
    LockOut,
    LockOutKind,
    OutgoingText,
    User,
)

ACCOUNT = (
    "username", "display_name", "email", "phone", "phone_verified", "preferred_language",
    "is_active", "date_joined", "last_login",
)  # fmt: skip
IDENTITY = (
    "provider", "subject", "assurance", "legal_person", "first_seen_at", "last_seen_at",
)  # fmt: skip
TOKEN = ("name", "scopes", "created_at", "expires_at", "last_used_on", "revoked_at")


def account(person: User) -> Iterator[Row]:
    """The account itself, and the addresses that letters go to."""
    yield {"party": person.party_id} | {name: getattr(person, name) for name in ACCOUNT}
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    yield from addresses.values("email", "verified", "primary")


def ways_in(person: User) -> Iterator[Row]:
    """Log-ins elsewhere and second factors, without their secrets."""
    yield from ExternalIdentity.objects.filter(user=person).order_by("pk").values(*IDENTITY)
    linked = SocialAccount.objects.filter(user=person).order_by("pk")
    yield from linked.values("provider", "uid", "extra_data", "date_joined", "last_login")
    factors = Authenticator.objects.filter(user=person).order_by("pk")
    yield from factors.values("type", "created_at", "last_used_at")


def mandates(person: User) -> Iterator[Row]:
    """For whom the person acts or acted."""
    for held in person.memberships.select_related("party").order_by("valid_from", "pk"):
        yield {
            "party": held.party_id,
            "called": held.party.label,
            "role": held.role,
            "matters": held.authorized_for,
            "valid_from": held.valid_from,
            "valid_to": held.valid_to,
        }


def tokens(person: User) -> Iterator[Row]:
    """Keys of the person's programs, without their secrets."""
    yield from ApiToken.objects.filter(user=person).order_by("pk").values(*TOKEN)


def acts(person: User) -> Iterator[Row]:
    """What the person did, and what was done to the account; nobody else's name is in it."""
    told = AccountEvent.objects.filter(Q(actor=person) | Q(subject=person)).order_by("at", "pk")
    for event in told:
        yield {
            "at": event.at,
            "act": event.act,
            "by_me": event.actor_id == person.pk,
            "party": event.party_id,
            "reference": event.reference,
        }


def lock_outs(person: User) -> Iterator[Row]:
    """Wrong passwords at the account, counted."""
    counts = LockOut.objects.filter(kind=LockOutKind.ACCOUNT, key=account_key(person))
    yield from counts.values("failures", "last_at", "shut_until")


def sessions(person: User) -> Iterator[Row]:
    """Where the person is logged in now: until when; the key of a session is a secret."""
    for session in erasing.sessions_of(person):
        yield {"ends": session.expire_date}


def texts(person: User) -> Iterator[Row]:
    """Short messages to the person that the stub keeps; the codes in them are left out."""
    if person.phone:
        yield from OutgoingText.objects.filter(number=person.phone).values("template", "made_at")


def erase(order: Erasing) -> Erased:
    """Erase the account, with every way in."""
    erasing.erase_account(actor=order.actor, user=order.person)
    return Erased(1)


HOLDINGS = (
    Holding(
        "accounts.account",
        rows=account,
        erase=erase,
        expiry=Expiry(
            due=lambda before: erasing.unconfirmed_accounts(before).count(),
            erase=lambda before: erasing.forget_unconfirmed(before=before),
        ),
    ),
    Holding("accounts.ways_in", rows=ways_in),
    Holding("accounts.mandates", rows=mandates),
    Holding(
        "accounts.tokens",
        rows=tokens,
        expiry=Expiry(
            due=lambda before: erasing.spent_tokens(before).count(),
            erase=lambda before: erasing.forget_tokens(before=before),
        ),
    ),
    Holding("accounts.acts", rows=acts),
    Holding(
        "accounts.lock_outs",
        rows=lock_outs,
        expiry=Expiry(
            due=lambda before: erasing.old_lock_outs(before).count(),
            erase=lambda before: erasing.forget_lock_outs(before=before),
        ),
    ),
    Holding("accounts.sessions", rows=sessions),
    Holding(
        "accounts.texts",
        rows=texts,
        expiry=Expiry(
            due=lambda before: erasing.old_texts(before).count(),
            erase=lambda before: erasing.forget_texts(before=before),
        ),
    ),
)
