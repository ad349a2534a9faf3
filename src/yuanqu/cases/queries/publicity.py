"""What everybody may read of a case in publicity, and nothing else of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yuanqu.accounts.models import Party, PartyKind
from yuanqu.cases.definitions import Matter, matter_at
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import State


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case as the public sees it. `applicant` is None for a person, whose name is not shown."""

    id: UUID
    number: str
    matter: Matter
    applicant: Party | None
    starts_on: date | None
    ends_on: date | None
    answers: Mapping[str, Any]


def in_publicity() -> QuerySet[Case]:
    """The cases that are shown to everybody now, those that end first at the top."""
    return (
        Case.objects.filter(state=State.PUBLICITY)
        .select_related("applicant")
        .prefetch_related("submissions")
        .order_by("publicity_until", "number")
    )


def public_case(case: Case) -> PublicCase:
    """What the matter shows of the case: its number, the applicant, the answers that it names."""
    matter = matter_at(case.matter, case.matter_version)
    publicity = matter.workflow.publicity
    sent = list(case.submissions.all())
    answers = sent[-1].answers if sent else {}
    shows = publicity.shows if publicity else ()
    person = case.applicant.kind == PartyKind.PERSON
    return PublicCase(
        id=case.pk,
        number=case.number,
        matter=matter,
        applicant=None if person else case.applicant,
        starts_on=case.publicity_from,
        ends_on=case.publicity_until,
        answers={code: answers[code] for code in shows if code in answers},
    )
