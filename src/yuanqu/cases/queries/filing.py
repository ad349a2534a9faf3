"""What a person can apply for, in whose name, and what is known already."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from yuanqu.accounts.access import Viewer, may_act_for, parties_for
from yuanqu.accounts.models import Party, PartyKind, User
from yuanqu.cases.definitions import Matter, matters_in_force
from yuanqu.cases.models import AnswerOnFile


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer given before, and the case and day it came from."""

    field: str
    value: Any
    number: str
    given_on: date


def matters_open_to(user: Viewer) -> list[tuple[Matter, list[Party]]]:
    """Each matter of today with those in whose name this person may apply for it.

    A matter for which they can apply in nobody's name is there with an empty list.
    """
    today = timezone.localdate()
    return [(matter, applicants_for(user, matter)) for matter in matters_in_force(today)]


def applicants_for(user: Viewer, matter: Matter) -> list[Party]:
    """In whose name this person may apply for the matter: as themselves, or for organizations."""
    if not isinstance(user, User):
        return []
    found = [user.party, *parties_for(user, matter.code)]
    return [party for party in found if PartyKind(party.kind) in matter.applicants]


def answers_on_file(user: Viewer, matter: Matter, applicant: Party) -> dict[str, Offered]:
    """What the applicant answered to the same questions before, by field; a stranger: nothing."""
    if not may_act_for(user, applicant, matter.code):
        return {}
    by_key = {field.remember: field.code for field in matter.form.fields if field.remember}
    kept = AnswerOnFile.objects.filter(party=applicant, key__in=by_key).select_related("case")
    return {
        by_key[one.key]: Offered(by_key[one.key], one.value, one.case.number, one.given_on)
        for one in kept
    }
