"""What a case that claims an organization sets off: noting whom it claims, then letting in.

Both run inside the case's own move (`case_effects.py`); what they refuse undoes it.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.access import is_administrator_of
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.errors import Conflict, Refused
from yuanqu.accounts.models import Membership, Party, Role, User
from yuanqu.cases.actions.telling import tell_applicant
from yuanqu.cases.models import Case
from yuanqu.engines.periods import Period
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole
from yuanqu.ledger.models import Access, LegalBasis, Purpose
from yuanqu.organizations.actions.registering import (
    add_identifier,
    confirm_identifier,
    register_organization,
)
from yuanqu.organizations.aliases import aliases_on
from yuanqu.organizations.drafts import (
    IdentifierDraft,
    NameDraft,
    OrganizationDraft,
    Profile,
    checked_identifier,
)
from yuanqu.organizations.legal_persons import party_of
from yuanqu.organizations.models import Claim, Organization, OrganizationKind, Scheme
from yuanqu.organizations.queries.claims import open_claims

LISTED = "listed"
FOR_GOOD = date(9999, 12, 30)  # of the day after it, UTC may not know the time


@transaction.atomic
def note_claim(*, case: Case) -> Claim:
    """Keep whom a case claims, when it is sent or sent again.

    A second claim of one organization goes on: it is marked as contested, its claimant is told, and
    it is decided after the first. Raises `Refused` where the licence cannot be this organization's.
    """
    code = credit_code_of(str(case.answers["credit_code"]))
    party = _claimed(case, code)
    claimant = User.objects.get(party=case.applicant)
    if party is not None and is_administrator_of(claimant, party):
        raise Refused("organizations.claimed_by_you")
    others = open_claims(party=party, credit_code=code).exclude(case=case)
    contested = others.exists() or (party is not None and _is_administered(party))
    claim, _made = Claim.objects.update_or_create(
        case=case, defaults={"party": party, "credit_code": code, "contested": contested}
    )
    if contested:
        tell_applicant(case=case, template="contested")
    return claim


@transaction.atomic
def grant_claim(*, actor: User, case: Case) -> Membership:
    """Make the claimant administrator of the organization, now that the papers were checked.

    Raises `Conflict` while an earlier claim of the same organization waits for its decision.
    """
    claim = Claim.objects.select_for_update().get(case=case)
    first = open_claims(party=claim.party, credit_code=claim.credit_code).exclude(case=case).first()
    if first is not None and _came_before(first.case, case):
        raise Conflict("organizations.claim_waits", number=first.case.number)
    organization = _entry(actor, claim)
    claim.party = organization.party
    claim.save(update_fields=["party"])
    _confirm_code(actor, organization, claim.credit_code)
    claimant = User.objects.get(party=case.applicant)
    mandate = grant_membership(
        actor=actor, user=claimant, party=organization.party, role=Role.ADMINISTRATOR,
        valid_to=_end(case),
    )  # fmt: skip
    record_fact(actor=actor, draft=_fact(claim, case))
    return mandate


def credit_code_of(text: str) -> str:
    """The credit code in canonical form. Raises `Refused` with the scheme's own code."""
    return checked_identifier(IdentifierDraft(Scheme.USCC, text)).value


def _claimed(case: Case, code: str) -> Party | None:
    """The party of the entry that is claimed, its row locked; None for one yet to be entered."""
    known = party_of(code)
    if case.answers["registered"] != LISTED:
        return _locked(known).party if known else None
    asked = Party.objects.filter(pk=case.answers["organization"], organization__isnull=False)
    chosen = asked.first()
    if chosen is None:
        raise Refused("organizations.claim_of_nobody")
    organization = _locked(chosen)
    if known is not None and known.pk != organization.pk:
        raise Refused("organizations.claim_code_differs")
    held = organization.identifiers.filter(scheme=Scheme.USCC).first()
    if known is None and held is not None:
        raise Refused("organizations.claim_code_differs")
    return organization.party


def _locked(party: Party) -> Organization:
    # Two who claim one organization at once wait for each other here, so that one comes first.
    entries = Organization.objects.select_for_update(of=("self",)).select_related("party")
    return entries.get(pk=aliases_on().resolved(party.pk))


def _is_administered(party: Party) -> bool:
    held = Membership.objects.filter(party=party, role=Role.ADMINISTRATOR)
    return held.valid_at(timezone.now()).exists()


def _came_before(first: Case, second: Case) -> bool:
    if first.submitted_at is None or second.submitted_at is None:
        return False
    return (first.submitted_at, first.number) < (second.submitted_at, second.number)


def _entry(actor: User, claim: Claim) -> Organization:
    """The entry, made now where there was none."""
    party = claim.party or party_of(claim.credit_code)
    if party is not None:
        return _locked(party)
    answers = claim.case.answers
    draft = OrganizationDraft(
        Profile(OrganizationKind(answers["kind"])),
        (NameDraft(str(answers["name"])),),
        (IdentifierDraft(Scheme.USCC, claim.credit_code, verified=True),),
    )
    return register_organization(actor=actor, draft=draft)


def _confirm_code(actor: User, organization: Organization, code: str) -> None:
    held = organization.identifiers.filter(scheme=Scheme.USCC).first()
    if held is None:
        draft = IdentifierDraft(Scheme.USCC, code, verified=True)
        add_identifier(actor=actor, organization=organization, draft=draft)
    elif held.value == code:
        confirm_identifier(actor=actor, identifier=held)


def _end(case: Case) -> datetime | None:
    """The moment after the last day of the authorization; None where it has no end.

    A day so far off that no calendar has the next one means that there is none: people write
    9999-12-31 for “for good”.
    """
    last = case.answers.get("authorized_until")
    if not last or (day := date.fromisoformat(str(last))) >= FOR_GOOD:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _fact(claim: Claim, case: Case) -> FactDraft:
    if claim.party is None:
        raise Refused("organizations.claim_of_nobody")
    evidence = EvidenceDraft(
        title=f"营业执照与授权书 {case.number}",
        issued_on=timezone.localdate().isoformat(),
        # The papers stay with the case, where they are erased when its period is over.
        address=f"cases/{case.pk}",
    )
    return FactDraft(
        kind="organization.claimed",
        occurred=Period.of_day(timezone.localdate()),
        parties=(
            PartyRole(claim.party, "organization"),
            PartyRole(case.applicant, "administrator"),
        ),
        attributes={"case": str(case.pk), "number": case.number, "contested": claim.contested},
        evidence=(evidence,),
        legal_basis=LegalBasis.STATUTORY_DUTY,
        purposes=(Purpose.SUPERVISION,),
        access=Access.PARTIES,
    )
