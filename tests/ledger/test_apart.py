"""Four eyes: who claims does not settle, and nobody moves what others say."""

import pytest

from tests.factories import (
    PartyFactory,
    assistant,
    colleague,
    figure,
    official,
)
from yuanqu.accounts.actions import end_membership, grant_membership
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Role
from yuanqu.engines.standings import Standing
from yuanqu.ledger.actions import (
    correct_fact,
    dispute_fact,
    record_fact,
    verify_fact,
    withdraw_fact,
)
from yuanqu.ledger.models import FactStanding
from yuanqu.ledger.queries import claims_to_settle, claims_waiting_count

pytestmark = pytest.mark.django_db


def test_an_official_who_speaks_for_the_company_settles_nothing_of_it():
    party, wang = PartyFactory.create(), official()
    fact = record_fact(actor=assistant(party), draft=figure(party))
    grant_membership(actor=None, user=wang, party=party, role=Role.ADMINISTRATOR)
    for settle in (verify_fact, dispute_fact):
        with pytest.raises(Refused) as refused:
            settle(actor=wang, fact=fact, reason="自己核实自己")
        assert refused.value.code == "ledger.own_party"
    assert not claims_to_settle(wang)
    assert claims_waiting_count(wang) == 0
    verify_fact(actor=colleague(), fact=fact, reason="与公报一致")


def test_a_company_corrects_only_what_is_about_itself():
    mine, other = PartyFactory.create(), PartyFactory.create()
    fact = record_fact(actor=assistant(other, "zhaoming", "赵明"), draft=figure(other))
    with pytest.raises(Refused) as refused:
        correct_fact(actor=assistant(mine), fact=fact, draft=figure(mine))
    assert refused.value.code == "ledger.may_not_record"
    assert FactStanding.objects.get(pk=fact.pk).standing == Standing.CLAIMED


def test_a_company_does_not_take_back_what_the_park_has_verified():
    party = PartyFactory.create()
    li = assistant(party)
    fact = record_fact(actor=li, draft=figure(party))
    verify_fact(actor=official(), fact=fact, reason="与公报一致")
    with pytest.raises(Refused) as refused:
        withdraw_fact(actor=li, fact=fact, reason="不好看")
    assert refused.value.code == "ledger.may_not_withdraw"


def test_who_has_left_takes_nothing_back():
    party = PartyFactory.create()
    li = assistant(party)
    fact = record_fact(actor=li, draft=figure(party))
    end_membership(actor=official(), membership=li.memberships.get())
    with pytest.raises(Refused) as refused:
        withdraw_fact(actor=li, fact=fact, reason="我已离职")
    assert refused.value.code == "ledger.may_not_withdraw"


def test_a_correction_that_waits_is_not_corrected_in_turn():
    """Else the second, once verified, stands beside the original, and figures count both."""
    wang, zhou = official(), colleague()
    fact = record_fact(actor=wang, draft=figure())
    verify_fact(actor=zhou, fact=fact, reason="与公报一致")
    first = correct_fact(actor=wang, fact=fact, draft=figure())
    with pytest.raises(Refused) as refused:
        correct_fact(actor=wang, fact=first, draft=figure())
    assert refused.value.code == "ledger.correction_waits"
    verify_fact(actor=zhou, fact=first, reason="公报有更正")
    assert FactStanding.objects.get(pk=fact.pk).standing == Standing.CORRECTED
    correct_fact(actor=wang, fact=first, draft=figure())
