"""Who may see a fact or its evidence, who may record, and who may move it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yuanqu.accounts.access import Viewer, is_official, memberships_of, parties_of
from yuanqu.accounts.models import PartyKind, Role, User
from yuanqu.engines.matters import covered
from yuanqu.engines.standings import Standing
from yuanqu.engines.verdicts import Verdict
from yuanqu.ledger.drafts import FactDraft
from yuanqu.ledger.models import Access, Confidentiality, Evidence, Fact, FactParty, FactStanding

# Who speaks for an organization in the ledger, and the matter that a mandate of theirs must cover.
SPEAKERS = (Role.ADMINISTRATOR, Role.ASSISTANT, Role.MANAGER)
RECORDING = "ledger.record"
_MAY_NOT_RECORD = Verdict.no("ledger.may_not_record")


def visible_to(user: Viewer) -> QuerySet[Fact]:
    """The facts this person may open.

    A statistical return (access "aggregate") opens for its own parties only, officials included
    among those who may not.
    """
    allowed = Q(access=Access.PUBLIC)
    if isinstance(user, User):
        own = Q(pk__in=Fact.objects.filter(roles__party__in=parties_of(user)).values("pk"))
        allowed |= own & Q(access__in=(Access.PARTIES, Access.AGGREGATE))
        if is_official(user):
            allowed |= Q(access__in=(Access.PARTIES, Access.OFFICIALS))
    return Fact.objects.filter(allowed)


def evidence_visible_to(user: Viewer) -> QuerySet[Evidence]:
    """The evidence this person may open: of a visible fact, and not restricted to others."""
    seen = Evidence.objects.filter(fact__in=visible_to(user))
    if is_official(user):
        return seen
    own = Fact.objects.filter(roles__party__in=parties_of(user)).values("pk")
    return seen.filter(Q(confidentiality=Confidentiality.PUBLIC) | Q(fact__in=own))


def may_record(user: Viewer, draft: FactDraft) -> Verdict:
    """An official records any fact; an organization's people claim facts about it alone."""
    if not isinstance(user, User):
        return Verdict.no("accounts.not_logged_in")
    if is_official(user):
        return Verdict.yes()
    named = {part.party.pk for part in draft.parties}
    return Verdict.yes() if named and named <= spoken_for(user) else _MAY_NOT_RECORD


def may_record_at_all(user: Viewer) -> Verdict:
    """Whether there is anything that the person may record."""
    if not isinstance(user, User):
        return Verdict.no("accounts.not_logged_in")
    return Verdict.yes() if is_official(user) or spoken_for(user) else _MAY_NOT_RECORD


def spoken_for(user: Viewer) -> set[UUID]:
    """The parties, organizations mostly, about which the person may claim facts now.

    Its administrators may; of the others those whose mandate names no matters, or this one.
    """
    held = memberships_of(user).filter(role__in=SPEAKERS)
    rows = held.values_list("party_id", "role", "authorized_for")
    return {
        party
        for party, role, matters in rows
        if role == Role.ADMINISTRATOR or covered(matters, RECORDING)
    }


def may_correct(user: Viewer, fact: Fact, draft: FactDraft) -> Verdict:
    """Whoever may record the new fact, and speaks for the parties of the one that it replaces.

    Without the second, a company could make a competitor's claim vanish behind its own.
    """
    allowed = may_record(user, draft)
    if not allowed or is_official(user):
        return allowed
    named = set(fact.roles.values_list("party_id", flat=True))
    return Verdict.yes() if named and named <= spoken_for(user) else _MAY_NOT_RECORD


def may_settle(user: Viewer, fact: Fact) -> Verdict:
    """Verify or dispute: an official who neither recorded the fact nor belongs to its parties."""
    if not isinstance(user, User) or not is_official(user):
        return Verdict.no("accounts.officials_only")
    if fact.recorded_by_id == user.party_id:
        return Verdict.no("ledger.own_claim")
    if of_own_side(user).filter(pk__in=[key for key in (fact.pk, fact.about_id) if key]).exists():
        return Verdict.no("ledger.own_party")
    return Verdict.yes()


def of_own_side(user: User) -> QuerySet[Fact]:
    """The facts about the person or an organization they belong to: there they judge nothing.

    The park is nobody's own side, for every official belongs to it.
    """
    sides = parties_of(user).exclude(kind=PartyKind.PARK)
    return Fact.objects.filter(pk__in=FactParty.objects.filter(party__in=sides).values("fact"))


def may_withdraw(user: Viewer, fact: Fact) -> Verdict:
    """An official; or who claimed it, while it is only a claim and they still speak for it."""
    if not isinstance(user, User):
        return Verdict.no("ledger.may_not_withdraw")
    if is_official(user):
        return Verdict.yes()
    # The standing is read anew: the caller's fact may remember one that is past.
    claim = FactStanding.objects.filter(pk=fact.pk, standing=Standing.CLAIMED)
    if fact.recorded_by_id == user.party_id and claim.exists():
        named = set(fact.roles.values_list("party_id", flat=True))
        if named and named <= spoken_for(user):
            return Verdict.yes()
    return Verdict.no("ledger.may_not_withdraw")


def may_erase(user: Viewer) -> Verdict:
    """Erasing evidence is an official's act, recorded with its reason."""
    return Verdict.yes() if is_official(user) else Verdict.no("accounts.officials_only")
