"""Claims of organizations: which stand beside each other, and who came first."""

from django.db.models import Q, QuerySet

from yuanqu.accounts.access import Viewer, is_official
from yuanqu.accounts.models import Party
from yuanqu.cases.models import Case
from yuanqu.cases.models.case import OPEN_STATES
from yuanqu.organizations.aliases import aliases_on
from yuanqu.organizations.models import Claim

OPEN = [state for state in OPEN_STATES if state != "draft"]


def open_claims(*, party: Party | None, credit_code: str) -> QuerySet[Claim]:
    """The undecided claims of one organization, by entry or credit code, in order of arrival."""
    same = Q(credit_code=credit_code)
    if party is not None:
        same |= Q(party__in=aliases_on().together(party.pk))
    found = Claim.objects.filter(same, case__state__in=OPEN).select_related("case", "party")
    return found.order_by("case__submitted_at", "case__number")


def rival_claims(case: Case) -> QuerySet[Claim]:
    """The other undecided claims of the organization that a case claims, in order of arrival."""
    claim = Claim.objects.select_related("party").filter(case=case).first()
    if claim is None:
        return Claim.objects.none()
    return open_claims(party=claim.party, credit_code=claim.credit_code).exclude(case=case)


def claims_of(viewer: Viewer, party: Party) -> QuerySet[Claim]:
    """The undecided claims of an organization, for officials."""
    if not is_official(viewer):
        return Claim.objects.none()
    return open_claims(party=party, credit_code="")
