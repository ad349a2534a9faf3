"""Reads of privacy, each with its prefetching inside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils import timezone

from yuanqu.accounts.access import Viewer, parties_of
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.cases.models import Case as RequestCase
from yuanqu.privacy.access import consents, copies_visible_to, looks_visible_to
from yuanqu.privacy.models import Consent, EvidenceLook, PersonalCopy
from yuanqu.privacy.purposes import ConsentPurpose, all_purposes
from yuanqu.privacy.rules import Rule, all_rules, expiring

__all__ = ["consents"]

PUBLIC_NAME = "publication.name"
REQUESTS = "privacy."


@dataclass(frozen=True, slots=True)
class HeldUnder:
    """How much is held about a person under one rule."""

    rule: Rule
    count: int


@dataclass(frozen=True, slots=True)
class ConsentState:
    """A purpose, and the person's consent that stands; None where there is none.

    `is_outdated`: it was given to an earlier version of the text and counts no more.
    """

    purpose: ConsentPurpose
    consent: Consent | None

    @property
    def is_outdated(self) -> bool:
        """Whether it must be given anew."""
        return self.consent is not None and self.consent.version != self.purpose.version

    @property
    def stands(self) -> bool:
        """Whether what rests on it may be done."""
        return self.consent is not None and not self.is_outdated


@dataclass(frozen=True, slots=True)
class Due:
    """How much has outlived its period under one rule."""

    rule: Rule
    before: datetime
    count: int


def held_about(person: User) -> tuple[HeldUnder, ...]:
    """How much is held about the person under every rule, the lowest floor first."""
    floors = list(dict.fromkeys(rule.app for rule in all_rules().values()))
    rules = sorted(all_rules().values(), key=lambda rule: -floors.index(rule.app))
    return tuple(HeldUnder(rule, rule.count(person)) for rule in rules)


def consents_of(person: User) -> tuple[ConsentState, ...]:
    """Every purpose, with where the person stands."""
    given = Consent.objects.filter(user=person, withdrawn_at__isnull=True)
    by_purpose = {consent.purpose: consent for consent in given}
    return tuple(
        ConsentState(purpose, by_purpose.get(code)) for code, purpose in all_purposes().items()
    )


def consent_history(person: User) -> QuerySet[Consent]:
    """Every consent that the person gave, the latest first."""
    return Consent.objects.filter(user=person)


def public_names(parties: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of those among these people who consent to be named publicly; by party."""
    known = all_purposes()[PUBLIC_NAME]
    given = Consent.objects.filter(
        purpose=PUBLIC_NAME, version=known.version, withdrawn_at__isnull=True,
        user__party__in=list(parties), user__is_active=True,
    )  # fmt: skip
    people = given.exclude(user__display_name="").select_related("user")
    return {consent.user.party_id: consent.user.display_name for consent in people}


def copies_of(person: User) -> QuerySet[PersonalCopy]:
    """The person's copies that can be had, or are being made."""
    return PersonalCopy.objects.filter(person=person).select_related("case")


def copy_to_fetch(viewer: Viewer, id: UUID) -> QuerySet[PersonalCopy]:
    """One copy that is made, if this viewer may have it."""
    return copies_visible_to(viewer).filter(pk=id, made_at__isnull=False)


def requests_of(person: User) -> QuerySet[RequestCase]:
    """The person's requests under the privacy law, drafts among them, the latest first."""
    own = RequestCase.objects.filter(applicant=person.party_id, matter__startswith=REQUESTS)
    return own.defer("answers", "clocks").order_by("-opened_at", "pk")


def looks_at(viewer: Viewer, party: Party) -> QuerySet[EvidenceLook]:
    """Who looked at restricted evidence about the party, the latest first.

    `is_named` says whether the looker's name is shown: officials and the viewer's own colleagues
    are named, of another party's people only the party.
    """
    own = parties_of(viewer).values("pk")
    named = Q(standing_for__kind=PartyKind.PARK) | Q(standing_for__in=own)
    return (
        looks_visible_to(viewer, party)
        .select_related("evidence__fact", "viewer", "standing_for")
        .annotate(
            is_named=Case(
                When(named, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
        )
        .order_by("-at", "-pk")
    )


def due(now: datetime | None = None) -> tuple[Due, ...]:
    """What the retention job would erase now, rule by rule; nothing is changed."""
    at = now or timezone.now()
    found = []
    for rule in expiring():
        if rule.holding is not None and rule.holding.expiry is not None:
            before = rule.before(at)
            found.append(Due(rule, before, rule.holding.expiry.due(before)))
    return tuple(found)
