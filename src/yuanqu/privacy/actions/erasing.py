"""Erasing what is held about a person: 个人信息保护法 (2021-08-20), art. 47."""

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.utils import timezone

from yuanqu.accounts.actions import record_event
from yuanqu.accounts.errors import Forbidden
from yuanqu.accounts.holdings import Erasing
from yuanqu.accounts.models import User
from yuanqu.cases.models import Case
from yuanqu.privacy import access, erasures
from yuanqu.privacy.farewell import Farewell, send
from yuanqu.privacy.models import Erasure
from yuanqu.privacy.rules import ACCOUNT, erasable

AGAIN = "恢复备份后再次删除。"


@transaction.atomic
def erase_person(
    *, actor: User, person: User, codes: Collection[str], case: Case, reason: str
) -> Erasure:
    """Erase what the rules of these codes hold about the person, floor by floor, the account last.

    Evidence becomes tombstones and the chain stays whole. With the account, everything goes that
    no law keeps; the person is told by a last letter, to the address that is then forgotten.
    Raises `Forbidden` where the actor may not, or where the person is still in office.
    """
    held = User.objects.select_for_update().get(pk=person.pk)
    verdict = access.may_erase(actor, held, case, whole=ACCOUNT in codes)
    if not verdict:
        raise Forbidden(verdict.code, **verdict.facts)
    letter = Farewell.to(held)
    erasure = Erasure.objects.create(
        party=held.party,
        case=case,
        erased_at=timezone.now(),
        erased_by=actor.party,
        result=_erase(Erasing(held, actor, reason, case.pk), codes),
    )
    record_event(actor=actor, act="privacy.erased", subject=held, reference=case.number)
    transaction.on_commit(partial(_write_down, erasure), robust=True)
    if ACCOUNT in codes:
        transaction.on_commit(partial(send, letter, erasure), robust=True)
    return erasure


def reapply_erasures() -> int:
    """Write down what was erased, and erase again what a restore brought back; returns how many.

    Somebody who opened an account anew since is not meant: it is younger than the erasure.
    """
    for erasure in Erasure.objects.all():
        _write_down(erasure)
    again = 0
    for noted in erasures.written_down():
        done = Erasure.objects.filter(party=noted.party, erased_at__gte=noted.erased_at)
        if not done.exists():
            again += _erase_again(noted=noted)
    return again


@transaction.atomic
def _erase_again(*, noted: erasures.Noted) -> bool:
    people = User.objects.select_for_update().filter(party=noted.party)
    person = people.filter(date_joined__lte=noted.erased_at).first()
    if person is None:
        return False
    Erasure.objects.create(
        party=person.party,
        erased_at=timezone.now(),
        result=_erase(Erasing(person, None, AGAIN), noted.codes),
    )
    record_event(actor=None, act="privacy.erased", subject=person)
    return True


def _erase(order: Erasing, codes: Collection[str]) -> dict[str, list[int]]:
    result = {}
    for rule in erasable():
        if rule.code in codes and rule.holding is not None and rule.holding.erase is not None:
            erased = rule.holding.erase(order)
            result[rule.code] = [erased.gone, erased.kept]
    return result


def _write_down(erasure: Erasure) -> None:
    noted = erasures.Noted(erasure.party_id, erasure.erased_at, tuple(erasure.result))
    erasures.write_down(noted)
