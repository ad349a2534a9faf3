"""Giving, ending and handing over mandates, and what they allow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.accounts.cast import holding, refusal
from tests.factories import PartyFactory, UserFactory, assistant, official, park, stranger
from yuanqu.accounts.access import (
    is_official,
    may_act_for,
    parties_for,
    parties_of,
)
from yuanqu.accounts.actions import (
    end_membership,
    grant_membership,
    handover_membership,
    suspend_person,
)
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import (
    PARK_ROLES,
    AccountEvent,
    Membership,
    Role,
)

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


# ── giving ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "who", [official, lambda: holding(Role.ADMINISTRATOR, PartyFactory.create())]
)
def test_an_official_and_an_administrator_of_the_organization_give_mandates(company, who):
    actor = who()
    if not is_official(actor):
        grant_membership(actor=None, user=actor, party=company, role=Role.ADMINISTRATOR)
    li = UserFactory.create(username="lilei")
    given = grant_membership(
        actor=actor,
        user=li,
        party=company,
        role=Role.ASSISTANT,
        authorized_for=("policies", "cases"),
    )
    assert given.authorized_for == ["cases", "policies"]
    assert list(parties_of(li).exclude(pk=li.party_id)) == [company]


def test_nobody_else_gives_one(company, boss):
    other = holding(Role.ADMINISTRATOR, PartyFactory.create(), "other-boss")
    li = assistant(company)
    for actor in (stranger(), other, li, holding(Role.SYSTEM), holding(Role.AUDIT)):
        code = refusal(
            Forbidden,
            grant_membership,
            actor=actor,
            user=UserFactory.create(),
            party=company,
            role=Role.ASSISTANT,
        )
        assert code == "accounts.officials_and_administrators_only"


def test_nobody_gives_a_role_to_themselves(company, boss):
    wang = official()
    for actor, party, role in (
        (wang, company, Role.ADMINISTRATOR),
        (wang, park(), Role.CLERK),
        (boss, company, Role.ASSISTANT),
    ):
        code = refusal(Forbidden, grant_membership, actor=actor, user=actor, party=party, role=role)
        assert code == "accounts.not_to_oneself"


@pytest.mark.parametrize("role", list(Role))
def test_park_roles_are_held_at_the_park_and_the_others_elsewhere(company, role: Role):
    wrong = company if role in PARK_ROLES else park()
    code = refusal(Forbidden, grant_membership, actor=None, user=stranger(), party=wrong, role=role)
    assert code == "accounts.role_elsewhere"


def test_the_same_mandate_given_twice_is_one(company):
    li = UserFactory.create()
    given = [
        grant_membership(
            actor=None, user=li, party=company, role=Role.ASSISTANT, authorized_for=("cases",)
        )
        for _ in range(2)
    ]
    assert given[0] == given[1]
    assert AccountEvent.objects.filter(act="accounts.membership_granted").count() == 1


def test_other_matters_take_the_place_of_the_first_and_history_stays(company):
    li = assistant(company)
    new = grant_membership(
        actor=None, user=li, party=company, role=Role.ASSISTANT, authorized_for=("cases",)
    )
    old = li.memberships.exclude(pk=new.pk).get()
    assert old.valid_to == new.valid_from
    assert may_act_for(li, company, "policies").code == "accounts.another_matter"


@pytest.mark.parametrize("matter", ["", "Cases", "cases;", "DROP TABLE", "<b>", "a" * 61])
def test_a_matter_that_is_no_code_is_refused(company, matter: str):
    code = refusal(
        Refused,
        grant_membership,
        actor=None,
        user=stranger(),
        party=company,
        role=Role.ASSISTANT,
        authorized_for=(matter,),
    )
    assert code == "accounts.not_a_matter"


def test_an_end_in_the_past_is_refused(company):
    code = refusal(
        Refused,
        grant_membership,
        actor=None,
        user=stranger(),
        party=company,
        role=Role.ASSISTANT,
        valid_to=timezone.now(),
    )
    assert code == "accounts.ends_in_the_past"


def test_a_suspended_person_is_given_none(company):
    han = stranger()
    suspend_person(actor=None, user=han)
    code = refusal(
        Refused, grant_membership, actor=None, user=han, party=company, role=Role.ASSISTANT
    )
    assert code == "accounts.suspended_person"


# ── acting ───────────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_acts_in_every_matter_an_assistant_in_those_named(company, boss):
    li = UserFactory.create()
    grant_membership(
        actor=boss, user=li, party=company, role=Role.ASSISTANT, authorized_for=("cases",)
    )
    verdicts = [
        may_act_for(who, company, matter)
        for who in (boss, li)
        for matter in ("cases.claim", "facts")
    ]
    assert [verdict.code for verdict in verdicts] == ["", "", "", "accounts.another_matter"]
    assert verdicts[3].facts == {"matters": "cases"}
    assert (parties_for(li, "cases.claim"), parties_for(li, "facts")) == ([company], [])


def test_a_mandate_holds_until_its_end_and_no_moment_longer(company, time_machine):
    li = UserFactory.create()
    end = timezone.now() + LATER
    grant_membership(actor=None, user=li, party=company, role=Role.ASSISTANT, valid_to=end)
    time_machine.move_to(end - timedelta(microseconds=1), tick=False)
    assert may_act_for(li, company, "cases").allowed
    time_machine.move_to(end, tick=False)
    verdict = may_act_for(li, company, "cases")
    assert verdict.code == "accounts.mandate_ended"
    assert verdict.facts == {"day": timezone.localtime(end).date().isoformat()}


def test_nobody_else_acts_for_a_party_and_everybody_for_themselves(company):
    han, wang = stranger(), official()
    assert [may_act_for(each, company, "cases").code for each in (han, wang)] == [
        "accounts.no_mandate"
    ] * 2
    assert may_act_for(han, han.party, "cases").allowed
    suspend_person(actor=None, user=han)
    han.refresh_from_db()
    assert not may_act_for(han, han.party, "cases").allowed


# ── ending and handing over ──────────────────────────────────────────────────────────────────────


def test_an_administrator_revokes_and_the_holder_lays_down(company, boss):
    li, mei = assistant(company), assistant(company, "meimei", "韩梅梅")
    end_membership(actor=boss, membership=li.memberships.get())
    end_membership(actor=mei, membership=mei.memberships.get())
    assert [may_act_for(each, company, "cases").code for each in (li, mei)] == [
        "accounts.mandate_ended"
    ] * 2


def test_another_organizations_administrator_revokes_nothing(company):
    other = holding(Role.ADMINISTRATOR, PartyFactory.create(), "other-boss")
    membership = assistant(company).memberships.get()
    code = refusal(Forbidden, end_membership, actor=other, membership=membership)
    assert code == "accounts.officials_and_administrators_only"


def test_ending_what_has_ended_changes_nothing(company, boss):
    membership = assistant(company).memberships.get()
    first = end_membership(actor=boss, membership=membership)
    again = end_membership(actor=boss, membership=membership, at=timezone.now() + LATER)
    assert again.valid_to == first.valid_to


def test_a_mandate_taken_back_before_it_began_never_held(company, boss):
    li = UserFactory.create()
    future = Membership.objects.create(
        user=li, party=company, role=Role.ASSISTANT, valid_from=timezone.now() + LATER
    )
    ended = end_membership(actor=boss, membership=future)
    assert ended.valid_to == ended.valid_from
    assert not Membership.objects.filter(pk=ended.pk).valid_at(ended.valid_from).exists()


def test_handing_over_ends_one_and_begins_another_alike(company, boss):
    li, mei = UserFactory.create(), UserFactory.create()
    end = timezone.now() + LATER
    old = grant_membership(
        actor=boss,
        user=li,
        party=company,
        role=Role.ASSISTANT,
        authorized_for=("cases",),
        valid_to=end,
    )
    new = handover_membership(actor=boss, membership=old, to=mei)
    old.refresh_from_db()
    assert (new.user, new.role, new.authorized_for, new.valid_to) == (
        mei,
        Role.ASSISTANT,
        ["cases"],
        end,
    )
    assert old.valid_to == new.valid_from
    assert [e.act for e in AccountEvent.objects.filter(actor=boss).order_by("pk")] == [
        "accounts.membership_granted",
        "accounts.membership_handed_over",
        "accounts.membership_granted",
    ]


def test_an_administrator_hands_over_the_own_mandate(company, boss):
    mei = UserFactory.create()
    handover_membership(actor=boss, membership=boss.memberships.get(), to=mei)
    assert may_act_for(mei, company, "cases").allowed
    assert not may_act_for(boss, company, "cases").allowed


def test_an_assistant_does_not_hand_over_and_an_official_not_to_themselves(company):
    li, wang = assistant(company), official()
    membership = li.memberships.get()
    assert (
        refusal(Forbidden, handover_membership, actor=li, membership=membership, to=stranger())
        == "accounts.officials_and_administrators_only"
    )
    assert (
        refusal(Forbidden, handover_membership, actor=wang, membership=membership, to=wang)
        == "accounts.not_to_oneself"
    )


def test_what_has_ended_or_is_held_already_is_not_handed_over(company, boss):
    li = assistant(company)
    membership = li.memberships.get()
    assert (
        refusal(Refused, handover_membership, actor=boss, membership=membership, to=li)
        == "accounts.handed_to_the_holder"
    )
    end_membership(actor=boss, membership=membership)
    assert (
        refusal(Conflict, handover_membership, actor=boss, membership=membership, to=stranger())
        == "accounts.mandate_is_over"
    )


def test_whoever_receives_a_mandate_holds_it_once(company, boss):
    li, mei = assistant(company), assistant(company, "meimei", "韩梅梅")
    handover_membership(actor=boss, membership=li.memberships.get(), to=mei)
    assert Membership.objects.filter(user=mei).valid_at(timezone.now()).count() == 1
