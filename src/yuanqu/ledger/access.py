"""Who may see a fact or its evidence, who may record, and who may move it."""

from django.db.models import Q, QuerySet

from yuanqu.accounts.access import Viewer, is_official, memberships_of, parties_of
from yuanqu.accounts.models import Role, User
from yuanqu.engines.verdicts import Verdict
from yuanqu.ledger.drafts import FactDraft
from yuanqu.ledger.models import Access, Confidentiality, Evidence, Fact

# Who speaks for an organization in the ledger.
SPEAKERS = (Role.ADMINISTRATOR, Role.ASSISTANT, Role.MANAGER)


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
    own = set(memberships_of(user).filter(role__in=SPEAKERS).values_list("party_id", flat=True))
    named = {part.party.pk for part in draft.parties}
    return Verdict.yes() if named and named <= own else Verdict.no("ledger.may_not_record")


def may_settle(user: Viewer, fact: Fact) -> Verdict:
    """Verify or dispute: an official who neither recorded the fact nor speaks for its parties."""
    if not isinstance(user, User) or not is_official(user):
        return Verdict.no("accounts.officials_only")
    if fact.recorded_by_id == user.party_id:
        return Verdict.no("ledger.own_claim")
    return Verdict.yes()


def may_withdraw(user: Viewer, fact: Fact) -> Verdict:
    """Its recorder while it is only claimed, or an official."""
    if isinstance(user, User) and (is_official(user) or fact.recorded_by_id == user.party_id):
        return Verdict.yes()
    return Verdict.no("ledger.may_not_withdraw")


def may_erase(user: Viewer) -> Verdict:
    """Erasing evidence is an official's act, recorded with its reason."""
    return Verdict.yes() if is_official(user) else Verdict.no("accounts.officials_only")
