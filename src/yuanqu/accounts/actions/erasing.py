"""Erasing what accounts hold about a person: asked for by them, or because its time is over."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from yuanqu.accounts.actions.mandates import end_membership
from yuanqu.accounts.guarding import account_key
from yuanqu.accounts.models import (
    ApiToken,
    ExternalIdentity,
    LockOut,
    LockOutKind,
    Membership,
    OutgoingText,
    User,
)


@transaction.atomic
def erase_account(*, actor: User | None, user: User) -> User:
    """Take everything out of an account that tells who it was; the opaque party stays.

    Its mandates end, its keys and second factors are gone, and nobody logs in to it again.
    `actor` is None where a period has run out.
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.now())
    for membership in Membership.objects.filter(lasting, user=held).order_by("pk"):
        end_membership(actor=actor, membership=membership)
    _forget_ways_in(held)
    held.username = f"erased-{get_random_string(12, '23456789abcdefghjkmnpqrstuvwxyz')}"
    held.display_name = held.email = held.phone = ""
    held.phone_verified = held.is_active = False
    held.last_login = None
    held.set_unusable_password()
    held.save()
    return held


def _forget_ways_in(user: User) -> None:
    if user.phone:
        OutgoingText.objects.filter(number=user.phone).delete()
    LockOut.objects.filter(kind=LockOutKind.ACCOUNT, key=account_key(user)).delete()
    Session.objects.filter(pk__in=[session.pk for session in sessions_of(user)]).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    ExternalIdentity.objects.filter(user=user).delete()
    ApiToken.objects.filter(user=user).delete()


def sessions_of(user: User) -> list[Session]:
    """The person's log-ins that have not run out. A session tells whose it is only when read."""
    open_ones = Session.objects.filter(expire_date__gt=timezone.now()).order_by("pk")
    mine = str(user.pk)
    return [one for one in open_ones.iterator() if one.get_decoded().get(SESSION_KEY) == mine]


@transaction.atomic
def rename_person(*, user: User, display_name: str) -> User:
    """Put the right name in the place of a wrong one."""
    held = User.objects.select_for_update().get(pk=user.pk)
    held.display_name = display_name.strip()[:60]
    held.save(update_fields=["display_name"])
    return held


def spent_tokens(before: datetime) -> QuerySet[ApiToken]:
    """Keys that have expired, or were revoked, before then."""
    return ApiToken.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def old_lock_outs(before: datetime) -> QuerySet[LockOut]:
    """Counts of wrong tries of which the last was before then."""
    return LockOut.objects.filter(last_at__lt=before)


def old_texts(before: datetime) -> QuerySet[OutgoingText]:
    """Short messages that the stub has kept since before then."""
    return OutgoingText.objects.filter(made_at__lt=before)


def unconfirmed_accounts(before: datetime) -> QuerySet[User]:
    """Sign-ups of before then whose address nobody confirmed, and which nobody has used."""
    return User.objects.filter(
        date_joined__lt=before,
        last_login__isnull=True,
        is_active=True,
        memberships__isnull=True,
        external_identities__isnull=True,
        phone_verified=False,
    ).exclude(Q(email="") | Q(emailaddress__verified=True))


@transaction.atomic
def forget_tokens(*, before: datetime) -> int:
    """Delete keys that opened nothing any more before then."""
    return _count(spent_tokens(before).delete)


@transaction.atomic
def forget_lock_outs(*, before: datetime) -> int:
    """Delete counts of wrong tries."""
    return _count(old_lock_outs(before).delete)


@transaction.atomic
def forget_texts(*, before: datetime) -> int:
    """Delete short messages of the stub."""
    return _count(old_texts(before).delete)


@transaction.atomic
def forget_unconfirmed(*, before: datetime) -> int:
    """Erase sign-ups that came to nothing."""
    left = list(unconfirmed_accounts(before)[:500])
    for user in left:
        erase_account(actor=None, user=user)
    return len(left)


def _count(delete: Callable[[], tuple[int, dict[str, int]]]) -> int:
    gone, _by_model = delete()
    return gone
