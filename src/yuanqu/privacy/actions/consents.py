"""Consenting, and withdrawing it as easily: 个人信息保护法 (2021-08-20), art. 13 to 15."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.privacy.models import Consent, How
from yuanqu.privacy.purposes import purpose_called


@transaction.atomic
def give_consent(*, actor: User, purpose: str, version: int, how: How = How.PAGE) -> Consent:
    """Consent, for oneself, to the version of the text that one has read.

    Giving it twice is once. Raises `Refused` where the text is another by now, there is no such
    purpose, or it is given with an application alone.
    """
    known = purpose_called(purpose)
    if how == How.PAGE and not known.on_page:
        raise Refused("privacy.given_with_a_case")
    if version != known.version:
        raise Refused("privacy.text_changed")
    held = User.objects.select_for_update().get(pk=actor.pk)
    now = timezone.now()
    current = _open(held, purpose).first()
    if current is not None and current.version == version:
        return current
    if current is not None:  # to an earlier version of the text: the new one takes its place
        _close(current, now)
    record_event(actor=held, act="privacy.consented", subject=held, reference=purpose)
    return Consent.objects.create(
        user=held, purpose=purpose, version=version, how=how, given_at=now
    )


@transaction.atomic
def withdraw_consent(*, actor: User, purpose: str) -> Consent | None:
    """Withdraw one's consent; it asks for no reason. None where none stood.

    What was done before stays lawful (art. 15(2)); what rests on it is done no more.
    """
    purpose_called(purpose)
    held = User.objects.select_for_update().get(pk=actor.pk)
    current = _open(held, purpose).first()
    if current is not None:
        _close(current, timezone.now())
        record_event(actor=held, act="privacy.withdrew", subject=held, reference=purpose)
    return current


def spent_consents(before: datetime) -> QuerySet[Consent]:
    """Consents that were withdrawn before then."""
    return Consent.objects.filter(withdrawn_at__lt=before)


@transaction.atomic
def forget_consents(*, before: datetime) -> int:
    """Delete what need not be proved any more."""
    gone, _by_model = spent_consents(before).delete()
    return gone


def _open(user: User, purpose: str) -> QuerySet[Consent]:
    return Consent.objects.select_for_update().filter(
        user=user, purpose=purpose, withdrawn_at__isnull=True
    )


def _close(consent: Consent, now: datetime) -> None:
    consent.withdrawn_at = max(now, consent.given_at)
    consent.save(update_fields=["withdrawn_at"])
