"""Duties that stay apart, and who sees what others did."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.accounts.cast import holding, refusal
from tests.factories import PartyFactory, UserFactory, assistant, official, park, stranger
from yuanqu.accounts.access import events_visible_to, may_act_for, memberships_visible_to
from yuanqu.accounts.actions import create_party, grant_membership, handover_membership
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.accounts.models import (
    PARK_ROLES,
    SEPARATED_DUTIES,
    AccountEvent,
    Membership,
    PartyKind,
    Role,
)

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


# ── duties that stay apart ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("held", PARK_ROLES)
@pytest.mark.parametrize("wanted", PARK_ROLES)
def test_the_duties_of_system_security_and_audit_stay_apart(held: Role, wanted: Role):
    person = holding(held)
    apart = held != wanted and (held in SEPARATED_DUTIES or wanted in SEPARATED_DUTIES)
    if apart:
        code = refusal(
            Refused, grant_membership, actor=None, user=person, party=park(), role=wanted
        )
        assert code == "accounts.duties_stay_apart"
    else:
        grant_membership(actor=None, user=person, party=park(), role=wanted)


def test_a_duty_with_an_end_keeps_the_others_away_too():
    person = stranger()
    grant_membership(
        actor=None, user=person, party=park(), role=Role.AUDIT, valid_to=timezone.now() + LATER
    )
    code = refusal(
        Refused, grant_membership, actor=None, user=person, party=park(), role=Role.SYSTEM
    )
    assert code == "accounts.duties_stay_apart"


def test_the_database_itself_refuses_two_duties():
    person = holding(Role.AUDIT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, party=park(), role=Role.SECURITY)


def test_a_duty_is_not_handed_to_an_official():
    security, audit, wang = holding(Role.SECURITY), holding(Role.AUDIT), official()
    code = refusal(
        Refused, handover_membership, actor=security, membership=audit.memberships.get(), to=wang
    )
    assert code == "accounts.duties_stay_apart"


def test_an_official_gives_park_roles_only_while_there_is_no_security_administrator():
    wang = official()
    grant_membership(actor=wang, user=UserFactory.create(), party=park(), role=Role.CLERK)
    for duty in SEPARATED_DUTIES:
        code = refusal(
            Forbidden,
            grant_membership,
            actor=wang,
            user=stranger_named(duty),
            party=park(),
            role=duty,
        )
        assert code == "accounts.security_administrators_only"
    security = holding(Role.SECURITY)
    code = refusal(
        Forbidden,
        grant_membership,
        actor=wang,
        user=UserFactory.create(),
        party=park(),
        role=Role.CLERK,
    )
    assert code == "accounts.security_administrators_only"
    for role in (Role.OFFICIAL, Role.SYSTEM, Role.AUDIT):
        grant_membership(actor=security, user=UserFactory.create(), party=park(), role=role)


def stranger_named(duty: Role):
    return UserFactory.create(username=f"no-{duty.value}")


# ── who sees ─────────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_sees_who_acted_for_the_organization_and_for_no_other(company, boss):
    li = assistant(company)
    elsewhere = assistant(PartyFactory.create(), "meimei", "韩梅梅")
    seen = {event.subject for event in events_visible_to(boss) if event.party_id == company.pk}
    assert seen == {boss, li}
    assert elsewhere not in {event.subject for event in events_visible_to(boss)}
    assert {event.subject for event in events_visible_to(li)} == {li}
    assert set(memberships_visible_to(boss)) == {boss.memberships.get(), li.memberships.get()}
    assert set(memberships_visible_to(stranger())) == set()


def test_the_audit_administrator_sees_every_act_and_the_system_administrator_none(company, boss):
    assistant(company)
    audit, system = holding(Role.AUDIT), holding(Role.SYSTEM)
    assert events_visible_to(audit).count() == AccountEvent.objects.count()
    assert {event.subject for event in events_visible_to(system)} == {system}
    assert memberships_visible_to(audit).count() == Membership.objects.count()


def test_an_official_sees_the_mandates_at_organizations_but_not_those_at_the_park(company, boss):
    wang, other = official(), official("zhoulan", "周岚")
    seen = set(memberships_visible_to(wang))
    assert boss.memberships.get() in seen
    assert wang.memberships.get() in seen
    assert other.memberships.get() not in seen


def test_a_team_and_a_consortium_have_roles_as_organizations_do():
    for kind in (PartyKind.TEAM, PartyKind.CONSORTIUM):
        party = create_party(kind=kind, label=kind.value)
        assert may_act_for(holding(Role.ADMINISTRATOR, party, kind.value), party, "cases").allowed
