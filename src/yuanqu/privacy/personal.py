"""What this app itself holds about a person, and how it goes."""

from collections.abc import Iterator

from yuanqu.accounts.holdings import Erased, Erasing, Expiry, Holding, Row
from yuanqu.accounts.models import User
from yuanqu.privacy.actions import consents as consenting
from yuanqu.privacy.actions import copies as copying
from yuanqu.privacy.models import Consent, Erasure, PersonalCopy

CONSENT = ("purpose", "version", "how", "given_at", "withdrawn_at")
COPY = ("id", "asked_at", "made_at", "size")
ERASURE = ("erased_at", "result")


def consents(person: User) -> Iterator[Row]:
    """What the person consented to."""
    yield from Consent.objects.filter(user=person).order_by("pk").values(*CONSENT)


def copies(person: User) -> Iterator[Row]:
    """The copies that the person asked for."""
    yield from PersonalCopy.objects.filter(person=person).order_by("asked_at").values(*COPY)


def erasures(person: User) -> Iterator[Row]:
    """What was erased before."""
    yield from Erasure.objects.filter(party=person.party_id).order_by("pk").values(*ERASURE)


def erase(order: Erasing) -> Erased:
    """Drop the copies with their files."""
    return copying.drop_copies_of(person=order.person)


HOLDINGS = (
    Holding(
        "privacy.consents",
        rows=consents,
        expiry=Expiry(
            due=lambda before: consenting.spent_consents(before).count(),
            erase=lambda before: consenting.forget_consents(before=before),
        ),
    ),
    Holding(
        "privacy.copies",
        rows=copies,
        erase=erase,
        expiry=Expiry(
            due=lambda before: copying.old_copies(before).count(),
            erase=lambda before: copying.drop_copies(before=before),
        ),
    ),
    Holding("privacy.erasures", rows=erasures),
)
