"""Recording, verifying, correcting and withdrawing facts."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.factories import (
    PartyFactory,
    UserFactory,
    assistant,
    colleague,
    evidence,
    figure,
    official,
    park,
    stranger,
)
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import Party, Role, User
from yuanqu.engines.periods import Period, PeriodError
from yuanqu.engines.quantities import Quantity
from yuanqu.engines.standings import Standing
from yuanqu.ledger import access
from yuanqu.ledger.actions import (
    correct_fact,
    dispute_fact,
    record_fact,
    verify_fact,
    withdraw_fact,
)
from yuanqu.ledger.drafts import FactDraft, PartyRole
from yuanqu.ledger.models import Access, Evidence, Fact, FactStanding, LegalBasis, Purpose

pytestmark = pytest.mark.django_db


def standing(fact: Fact) -> str:
    return FactStanding.objects.get(pk=fact.pk).standing


def refusal(actor: User, draft: FactDraft) -> str:
    with pytest.raises(Refused) as refused:
        record_fact(actor=actor, draft=draft)
    assert Fact.objects.count() == 0
    return refused.value.code


def test_a_fact_keeps_everything_it_was_given():
    wang = official()
    fact = record_fact(actor=wang, draft=figure(evidence=(evidence(), evidence(quote="又一处。"))))

    kept = Fact.objects.get(pk=fact.pk)
    assert kept.kind == "figure.reported"
    assert kept.occurred == Period.of_year(2023)
    assert kept.quantity == Quantity(100, 8, "CNY")
    assert kept.recorded_by == wang.party
    assert [(role.party, role.role) for role in kept.roles.all()] == [(park(), "area")]
    assert [piece.content.quote for piece in kept.evidence.all()] == [
        "园区生产总值100亿元。",
        "又一处。",
    ]
    assert standing(kept) == Standing.CLAIMED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "no.such.kind"}, "ledger.unknown_kind"),
        ({"evidence": ()}, "ledger.evidence_missing"),
        ({"evidence": (evidence(quote="长" * 121),)}, "ledger.quote_too_long"),
        ({"evidence": (evidence(quote=" "),)}, "ledger.evidence_empty"),
        ({"evidence": (evidence(title=" "),)}, "ledger.evidence_without_title"),
        ({"quantity": None}, "ledger.quantity_required"),
        ({"quantity": Quantity(1, 0, "furlong")}, "ledger.unknown_unit"),
        ({"quantity": Quantity(-1, 0, "CNY")}, "ledger.negative"),
        ({"quantity": Quantity(15, -1, "organization")}, "ledger.not_whole"),
        ({"quantity": Quantity(10**19, 0, "CNY")}, "ledger.out_of_range"),
        ({"parties": ()}, "ledger.role_missing"),
        ({"attributes": {}}, "ledger.attributes_invalid"),
        ({"attributes": {"measure": "gdp", "more": 1}}, "ledger.attributes_invalid"),
        ({"purposes": ()}, "ledger.purpose_missing"),
        (
            {"legal_basis": LegalBasis.STATISTICS_LAW},
            "ledger.statistical_return_stays_aggregate",
        ),
    ],
)
def test_bad_draft_is_refused_and_nothing_is_written(changes: dict[str, Any], code: str):
    assert refusal(official(), figure(**changes)) == code


def test_parties_and_shares_are_checked():
    wang, mine = official(), park()
    strange = (PartyRole(mine, "area"), PartyRole(mine, "wizard"))
    twice = (PartyRole(mine, "area"), PartyRole(mine, "area"))
    halves = (
        PartyRole(mine, "area", Fraction(1, 2)),
        PartyRole(PartyFactory.create(), "reporter", Fraction(1, 3)),
    )
    assert refusal(wang, figure(parties=strange)) == "ledger.unknown_role"
    assert refusal(wang, figure(parties=twice)) == "ledger.party_twice"
    assert refusal(wang, figure(parties=halves)) == "ledger.shares_do_not_sum_to_one"


def test_a_period_that_ends_before_it_starts_cannot_be_made():
    with pytest.raises(PeriodError) as error:
        Period(date(2024, 1, 1), date(2023, 1, 1))
    assert error.value.code == "period.end_before_start"


def test_markup_and_sql_are_kept_as_the_text_they_are():
    text = "<script>alert(1)</script>'; DROP TABLE ledger_fact; --"
    fact = record_fact(actor=official(), draft=figure(evidence=(evidence(title=text, quote=text),)))
    piece = Evidence.objects.get(fact=fact)
    assert (piece.title, piece.content.quote) == (text, text)


def test_a_company_claims_facts_about_itself_alone():
    mine, other = PartyFactory.create(), PartyFactory.create()
    li = assistant(mine)
    assert refusal(li, figure(other)) == "ledger.may_not_record"
    assert standing(record_fact(actor=li, draft=figure(mine))) == Standing.CLAIMED


def authorized(party: Party, role: Role, *matters: str) -> User:
    """李雷, with a mandate for these matters."""
    li = UserFactory.create(username=f"li{'-'.join(matters)}", display_name="李雷")
    grant_membership(actor=None, user=li, party=party, role=role, authorized_for=matters)
    return li


@pytest.mark.parametrize(
    ("role", "matters", "may"),
    [
        (Role.ASSISTANT, (), True),
        (Role.ASSISTANT, ("ledger.record",), True),
        (Role.ASSISTANT, ("ledger",), True),
        (Role.ASSISTANT, ("cases.claim", "ledger.record"), True),
        (Role.ASSISTANT, ("cases.claim",), False),
        (Role.ASSISTANT, ("ledger.recording",), False),
        (Role.MANAGER, ("park.request",), False),
        (Role.ADMINISTRATOR, ("park.request",), True),  # acts in every matter
        (Role.EXPERT, (), False),
    ],
)
def test_a_mandate_for_other_matters_does_not_speak_in_the_ledger(
    role: Role, matters: tuple[str, ...], may: bool
):
    mine = PartyFactory.create()
    li = authorized(mine, role, *matters)
    assert bool(access.may_record_at_all(li)) is may
    if may:
        assert standing(record_fact(actor=li, draft=figure(mine))) == Standing.CLAIMED
    else:
        assert refusal(li, figure(mine)) == "ledger.may_not_record"


def test_a_mandate_narrowed_to_other_matters_withdraws_and_corrects_no_more():
    mine = PartyFactory.create()
    li = authorized(mine, Role.ASSISTANT, "ledger.record")
    fact = record_fact(actor=li, draft=figure(mine))
    grant_membership(
        actor=None, user=li, party=mine, role=Role.ASSISTANT, authorized_for=("cases.claim",)
    )
    with pytest.raises(Refused) as withdrawn:
        withdraw_fact(actor=li, fact=fact, reason="登记有误")
    assert withdrawn.value.code == "ledger.may_not_withdraw"
    with pytest.raises(Refused) as corrected:
        correct_fact(actor=li, fact=fact, draft=figure(mine))
    assert corrected.value.code == "ledger.may_not_record"


def test_a_company_does_not_speak_as_the_park():
    mine = PartyFactory.create()
    posing = figure(mine, kind="figure.reported", parties=(PartyRole(mine, "area"),))
    assert refusal(assistant(mine), posing) == "ledger.role_not_for_party"


def test_a_stranger_records_nothing():
    assert refusal(stranger(), figure(PartyFactory.create())) == "ledger.may_not_record"


def test_verification_is_by_somebody_else():
    wang, zhou = official(), colleague()
    fact = record_fact(actor=wang, draft=figure())
    with pytest.raises(Refused) as refused:
        verify_fact(actor=wang, fact=fact, reason="我自己看过")
    assert refused.value.code == "ledger.own_claim"

    verify_fact(actor=zhou, fact=fact, reason="与公报一致")
    assert standing(fact) == Standing.VERIFIED


def test_verification_needs_a_reason_and_an_official():
    fact = record_fact(actor=official(), draft=figure())
    with pytest.raises(Refused) as refused:
        verify_fact(actor=colleague(), fact=fact, reason="  ")
    assert refused.value.code == "ledger.reason_missing"
    with pytest.raises(Refused) as refused:
        verify_fact(actor=stranger(), fact=fact, reason="好")
    assert refused.value.code == "accounts.officials_only"


def test_correction_of_a_verified_fact_waits_for_its_own_verification():
    wang, zhou = official(), colleague()
    fact = record_fact(actor=wang, draft=figure())
    verify_fact(actor=zhou, fact=fact, reason="与公报一致")

    better = correct_fact(actor=zhou, fact=fact, draft=figure(quantity=Quantity(101, 8, "CNY")))
    assert (standing(fact), standing(better)) == (Standing.VERIFIED, Standing.CLAIMED)

    with pytest.raises(Refused) as refused:
        correct_fact(actor=wang, fact=fact, draft=figure())
    assert refused.value.code == "ledger.correction_waits"

    verify_fact(actor=wang, fact=better, reason="公报有更正")
    assert (standing(fact), standing(better)) == (Standing.CORRECTED, Standing.VERIFIED)


def test_correction_of_a_claim_takes_its_place_at_once():
    wang = official()
    fact = record_fact(actor=wang, draft=figure())
    better = correct_fact(actor=wang, fact=fact, draft=figure())
    assert (standing(fact), standing(better)) == (Standing.CORRECTED, Standing.CLAIMED)


def test_correction_is_of_the_same_kind():
    wang = official()
    fact = record_fact(actor=wang, draft=figure())
    with pytest.raises(Refused) as refused:
        correct_fact(actor=wang, fact=fact, draft=figure(kind="area.described"))
    assert refused.value.code == "ledger.correction_of_another_kind"


def test_what_is_withdrawn_moves_no_more():
    wang, zhou = official(), colleague()
    fact = record_fact(actor=wang, draft=figure())
    withdraw_fact(actor=wang, fact=fact, reason="录错了")
    with pytest.raises(Refused) as refused:
        verify_fact(actor=zhou, fact=fact, reason="与公报一致")
    assert refused.value.code == "ledger.move_not_allowed"
    with pytest.raises(Refused) as refused:
        dispute_fact(actor=zhou, fact=fact, reason="不一致")
    assert refused.value.code == "ledger.move_not_allowed"


def test_a_statistical_return_is_for_statistics_and_opens_only_as_an_aggregate():
    fact = record_fact(
        actor=official(),
        draft=figure(
            legal_basis=LegalBasis.STATISTICS_LAW,
            access=Access.AGGREGATE,
            purposes=(Purpose.STATISTICS,),
        ),
    )
    assert (fact.access, fact.purposes) == ("aggregate", ["statistics"])
