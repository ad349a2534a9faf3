"""Knowing a person by a log-in elsewhere, and what follows from it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.actions.events import record_event
from yuanqu.accounts.actions.mandates import grant_membership
from yuanqu.accounts.errors import Conflict
from yuanqu.accounts.legal_persons import party_of_legal_person
from yuanqu.accounts.models import ExternalIdentity, Membership, Role, User
from yuanqu.engines.assurance import Assurance, Vouched
from yuanqu.engines.uscc import CreditCode, CreditCodeError

# What a provider must vouch with before it makes somebody administrator of an organization.
LEAST_FOR_LEGAL_PERSONS = Assurance.SUBSTANTIAL
# Such a mandate lapses unless the provider vouches again: it knows who left the company, we do not.
LEGAL_PERSON_MANDATE = timedelta(days=365)
RENEWED_BEFORE = timedelta(days=335)


@transaction.atomic
def recognize_identity(*, user: User, provider: str, said: Vouched) -> ExternalIdentity:
    """The provider vouched for this person just now: remember whom it means and what it is worth.

    Where it vouches, at a level that suffices, for a legal person in the register, the person
    becomes its administrator for a year. Raises `Conflict` where the subject is somebody else.
    """
    code = _sound_code(said.legal_person)
    identity = (
        ExternalIdentity.objects.select_for_update()
        .filter(provider=provider, subject=said.subject)
        .first()
    )
    if identity is None:
        identity = ExternalIdentity(user=user, provider=provider, subject=said.subject)
        record_event(actor=user, act="accounts.identity_linked", subject=user, reference=provider)
    elif identity.user_id != user.pk:
        raise Conflict("accounts.identity_of_another")
    identity.assurance = said.assurance.value
    identity.legal_person = code
    identity.last_seen_at = timezone.now()
    identity.save()
    admit_legal_person(identity=identity)
    return identity


@transaction.atomic
def admit_legal_person(*, identity: ExternalIdentity) -> Membership | None:
    """Make the person administrator of the organization that the provider vouches for.

    None where it vouches for none, the level does not suffice, or the register has no such
    organization; then a claim with papers is the way. Also called when one is registered later.
    """
    if not identity.legal_person or not identity.level.reaches(LEAST_FOR_LEGAL_PERSONS):
        return None
    if (party := party_of_legal_person(identity.legal_person)) is None:
        return None
    held = Membership.objects.filter(user=identity.user, party=party, role=Role.ADMINISTRATOR)
    now = timezone.now()
    current = held.valid_at(now).first()
    if current and (current.valid_to is None or current.valid_to - now > RENEWED_BEFORE):
        return current
    return grant_membership(
        actor=None, user=identity.user, party=party, role=Role.ADMINISTRATOR,
        valid_to=now + LEGAL_PERSON_MANDATE,
    )  # fmt: skip


@transaction.atomic
def forget_identity(*, user: User, provider: str, subject: str) -> None:
    """The person no longer logs in there: what the provider knows them by is deleted."""
    gone, _each = ExternalIdentity.objects.filter(
        user=user, provider=provider, subject=subject
    ).delete()
    if gone:
        record_event(actor=user, act="accounts.identity_unlinked", subject=user, reference=provider)


def _sound_code(text: str) -> str:
    """The credit code if it can be one; a provider that sends nonsense vouches for nobody."""
    try:
        return CreditCode.parse(text).text if text else ""
    except CreditCodeError:
        return ""
