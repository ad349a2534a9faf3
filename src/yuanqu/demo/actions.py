"""Loads the demonstration park, through the actions that everyone else uses.

What is there already is left as it is, by id: a second load writes nothing, and a later version's
new facts are added to an older park.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from django.conf import settings
from django.db import transaction

from yuanqu.accounts.actions import (
    PersonDraft,
    create_person,
    grant_membership,
    replace_password,
)
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.demo.casework import file_case, missing_cases
from yuanqu.demo.cast import Cast, CastMember, keep_passwords, kept_passwords, new_password
from yuanqu.demo.entries import (
    CaseEntry,
    FactEntry,
    OrganizationEntry,
    PersonEntry,
    Source,
    all_entries,
    id_of,
)
from yuanqu.engines.standings import Bearing
from yuanqu.indicators.actions import publish_indicators
from yuanqu.knowledge.actions import load_pack
from yuanqu.knowledge.folders import shipped_packs
from yuanqu.knowledge.models import Pack
from yuanqu.ledger.actions import dispute_fact, record_fact, verify_fact
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole
from yuanqu.ledger.models import Fact, LegalBasis
from yuanqu.organizations.actions import register_organization
from yuanqu.organizations.drafts import NameDraft, OrganizationDraft, Profile
from yuanqu.organizations.models import (
    NameKind,
    NameLanguage,
    OrganizationKind,
)

Progress = Callable[[str, int, int], None]

SETTLER = "zhoulan"  # never the recorder: nobody verifies their own claim
SETTLE = {Bearing.VERIFIES: verify_fact, Bearing.DISPUTES: dispute_fact}
# A write transaction stays short, so that a running server is not kept waiting.
BATCH = 20


def load_demonstration(progress: Progress) -> Cast:
    """Load whatever of the demonstration is missing; tells `progress` (step, done, total).

    Raises `Refused` `demo.another_park` where the database holds a park that is not this one.
    """
    _demand_own_park()
    entries = all_entries()
    _register(entries.organizations, progress)
    cast = _admit(entries.people, progress)
    _record(entries.facts, progress)
    _file(entries.cases, progress)
    _load_packs(progress)
    publish_indicators()
    return cast


def _demand_own_park() -> None:
    park = Party.objects.filter(kind=PartyKind.PARK).first()
    if park is not None and park.pk != id_of("party", "sip"):
        raise Refused("demo.another_park", park=str(park))


def _register(entries: Sequence[OrganizationEntry], progress: Progress) -> None:
    known = set(Party.objects.filter(pk__in=[e.id for e in entries]).values_list("pk", flat=True))
    waiting = [entry for entry in entries if entry.id not in known]
    with transaction.atomic():
        for done, entry in enumerate(waiting, 1):
            register_organization(actor=None, draft=_organization(entry), id=entry.id)
            progress("organizations", done, len(waiting))


def _organization(entry: OrganizationEntry) -> OrganizationDraft:
    names = [
        NameDraft(entry.names.zh, official=not entry.abbreviated),
        NameDraft(entry.names.en, NameLanguage.EN, official=not entry.name_en_unofficial),
    ]
    if entry.short:
        names.append(NameDraft(entry.short, kind=NameKind.SHORT, official=False))
    profile = Profile(OrganizationKind(entry.kind), cluster=entry.cluster)
    return OrganizationDraft(profile, tuple(names))


def _admit(entries: Sequence[PersonEntry], progress: Progress) -> Cast:
    """Open the accounts; whoever's password is not kept on this machine gets a new one."""
    passwords = kept_passwords(settings.HOME)
    missing = [entry for entry in entries if entry.username not in passwords]
    present = {user.party_id: user for user in _users(entries)}
    passwords |= {entry.username: new_password() for entry in missing}
    with transaction.atomic():
        for done, entry in enumerate(entries, 1):
            user = present.get(entry.id)
            if user is None:
                _open_account(entry, passwords[entry.username])
            elif entry in missing:
                replace_password(actor=None, user=user, password=passwords[entry.username])
            progress("people", done, len(entries))
    if missing:
        keep_passwords(settings.HOME, passwords)
    return Cast(tuple(
        CastMember(entry.username, passwords[entry.username], entry.name, entry.part)
        for entry in entries
    ))  # fmt: skip


def _users(entries: Sequence[PersonEntry]) -> list[User]:
    found = User.objects.filter(party__in=[entry.id for entry in entries])
    return list(found.select_related("party"))


def _open_account(entry: PersonEntry, password: str) -> None:
    draft = PersonDraft(username=entry.username, password=password, display_name=entry.name)
    user = create_person(draft=draft, id=entry.id)
    if entry.role is not None:
        party = Party.objects.get(pk=id_of("party", entry.party))
        grant_membership(actor=None, user=user, party=party, role=entry.role)


def _record(entries: Sequence[FactEntry], progress: Progress) -> None:
    known = set(Fact.objects.filter(pk__in=[e.id for e in entries]).values_list("pk", flat=True))
    waiting = [entry for entry in entries if entry.id not in known]
    if not waiting:
        return
    people, by_key = _cast_and_parties()
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        with transaction.atomic():
            for entry in batch:
                _record_one(entry, people, by_key)
        progress("facts", start + len(batch), len(waiting))


def _file(entries: Sequence[CaseEntry], progress: Progress) -> None:
    waiting = missing_cases(entries)
    if not waiting:
        return
    people, parties = _cast_and_parties()
    for done, entry in enumerate(waiting, 1):
        # In a demonstration that somebody has played with, one of the cast may have lost a mandate.
        with suppress(Refused):
            file_case(entry, people, parties)
        progress("cases", done, len(waiting))


def _load_packs(progress: Progress) -> None:
    """The shipped packs; one that is there stays as its keepers left it."""
    known = set(Pack.objects.values_list("slug", flat=True))
    folders = [folder for folder in shipped_packs() if folder.name not in known]
    for number, folder in enumerate(folders):
        progress("packs", number, len(folders))
        load_pack(folder)


def _cast_and_parties() -> tuple[dict[str, User], dict[str, Party]]:
    """Everybody by user name, and every organization by its key."""
    entries = all_entries()
    people = {user.username: user for user in _users(entries.people)}
    parties = Party.objects.in_bulk([entry.id for entry in entries.organizations])
    return people, {entry.key: parties[entry.id] for entry in entries.organizations}


def _record_one(entry: FactEntry, people: Mapping[str, User], parties: Mapping[str, Party]) -> None:
    fact = record_fact(actor=people[entry.by], draft=_fact(entry, parties), id=entry.id)
    if entry.settled is not None:
        settle = SETTLE[entry.settled.bearing]
        settle(actor=people[SETTLER], fact=fact, reason=entry.settled.reason)


def _fact(entry: FactEntry, parties: Mapping[str, Party]) -> FactDraft:
    return FactDraft(
        kind=entry.kind,
        occurred=entry.occurred,
        parties=tuple(PartyRole(parties[key], role) for key, role in entry.parties),
        evidence=tuple(_evidence(source, quote) for source, quote in entry.evidence),
        quantity=entry.quantity,
        attributes=entry.attributes,
        legal_basis=LegalBasis(entry.evidence[0][0].legal_basis),
    )


def _evidence(source: Source, quote: str) -> EvidenceDraft:
    return EvidenceDraft(
        title=source.title,
        issuer=source.issuer,
        issued_on=source.issued_on,
        address=source.address,
        quote=quote,
    )
