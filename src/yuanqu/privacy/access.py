"""Who may see who looked, fetch a copy, and have data erased."""

from django.db.models import Q, QuerySet

from yuanqu.accounts.access import (
    Viewer,
    holds_role,
    may_work_as_official,
    memberships_of,
    parties_of,
)
from yuanqu.accounts.models import PARK_ROLES, Party, Role, User
from yuanqu.cases.access import visible_to as cases_visible_to
from yuanqu.cases.models import Case
from yuanqu.engines.verdicts import Verdict
from yuanqu.engines.workflow.states import CLOSED
from yuanqu.ledger.access import visible_to as facts_visible_to
from yuanqu.ledger.models import Fact
from yuanqu.privacy.models import Consent, EvidenceLook, PersonalCopy
from yuanqu.privacy.purposes import all_purposes

TRANSFER = "privacy.transfer"


def may_see_looks(user: Viewer, party: Party) -> Verdict:
    """Those whom the evidence is about: the party's own people, and the audit administrator."""
    own = parties_of(user).filter(pk=party.pk).exists()
    if own or holds_role(user, Role.AUDIT):
        return Verdict.yes()
    return Verdict.no("privacy.not_your_party")


def looks_visible_to(user: Viewer, party: Party) -> QuerySet[EvidenceLook]:
    """The looks at evidence of facts that name the party, as far as this person may open them.

    A look at a fact that is hidden from them would tell that there is one.
    """
    if not may_see_looks(user, party):
        return EvidenceLook.objects.none()
    about = Fact.objects.filter(roles__party=party).values("pk")
    looks = EvidenceLook.objects.filter(evidence__fact__in=about)
    if parties_of(user).filter(pk=party.pk).exists():
        return looks.filter(evidence__fact__in=facts_visible_to(user))
    return looks


def consents(user: User, purpose: str) -> bool:
    """Whether this person's consent to the purpose stands, in the version that is in force.

    Whatever rests on consent asks this each time it is done, and does it only on a yes.
    """
    known = all_purposes().get(purpose)
    open_ones = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at__isnull=True)
    return known is not None and open_ones.filter(version=known.version).exists()


def copies_visible_to(user: Viewer) -> QuerySet[PersonalCopy]:
    """One's own copies; and for officials those that are to be handed to a recipient.

    The latter only in the cases that they may open, and as long as the person's consent stands.
    """
    if not isinstance(user, User):
        return PersonalCopy.objects.none()
    known = all_purposes()[TRANSFER]
    standing = Consent.objects.filter(
        purpose=TRANSFER, version=known.version, withdrawn_at__isnull=True
    )
    handed = Q(
        case__in=cases_visible_to(user).filter(matter=TRANSFER).values("pk"),
        person__in=standing.values("user"),
    )
    return PersonalCopy.objects.filter(Q(person=user) | handed)


def may_erase(actor: User, person: User, spare: Case | None, *, whole: bool) -> Verdict:
    """An official has data erased, by a request that was decided.

    The account as a whole only of who has left the park's service and has nothing open.
    """
    if not (verdict := may_work_as_official(actor)):
        return verdict
    if not whole:
        return Verdict.yes()
    if memberships_of(person).filter(role__in=PARK_ROLES).exists():
        return Verdict.no("privacy.still_in_office")
    opened = Case.objects.filter(applicant=person.party_id).exclude(state__in=[*CLOSED, "draft"])
    count = opened.exclude(pk__in=[spare.pk] if spare else []).count()
    return Verdict.no("privacy.cases_open", count=str(count)) if count else Verdict.yes()
