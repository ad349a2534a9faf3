"""What an approved recognition leaves in the ledger: a label of the organization that applied."""

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.cases.models import Case
from yuanqu.engines.periods import Period
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.drafts import EvidenceDraft, FactDraft, PartyRole
from yuanqu.ledger.models import Fact, LegalBasis
from yuanqu.organizations.labels import HOLDER, LABEL_KIND

PLATFORM = "park_innovation_platform"


@transaction.atomic
def label_platform(*, actor: User, case: Case) -> Fact:
    """Record that the park calls the applicant's platform one of its own, from today on.

    Like any fact it is a claim until a second official has verified it.
    """
    return record_fact(actor=actor, draft=_fact(case, Party.objects.get(kind=PartyKind.PARK)))


def _fact(case: Case, park: Party) -> FactDraft:
    today = timezone.localdate()
    name = str(case.answers["platform"])
    english = str(case.answers.get("platform_en") or name)
    evidence = EvidenceDraft(
        title=f"园区创新平台认定 {case.number}",
        issuer=park.label[:200],
        issued_on=today.isoformat(),
        # The papers stay with the case, where they are erased when its period is over.
        address=f"cases/{case.pk}",
    )
    return FactDraft(
        kind=LABEL_KIND,
        occurred=Period.of_day(today),
        parties=(PartyRole(case.applicant, HOLDER), PartyRole(park, "grantor")),
        attributes={
            "label": PLATFORM,
            "title": {
                "zh": f"园区创新平台：{name}",
                "en": f"Innovation platform of the park: {english}",
            },
            "level": "park",
        },
        evidence=(evidence,),
        legal_basis=LegalBasis.CONSENT,
    )
