"""Legal persons: whoever is vouched for as an organization's administers it here."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.elsewhere import as_known_to, log_in_at
from tests.organizations.factories import (
    ANOTHER_CREDIT_CODE,
    CREDIT_CODE,
    OrganizationFactory,
)
from yuanqu.accounts.access import is_administrator_of, memberships_of
from yuanqu.accounts.models import ExternalIdentity, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return OrganizationFactory.create(credit_code=CREDIT_CODE).party


@pytest.mark.parametrize("kind", ["oidc", "oauth2", "cas3"])
@pytest.mark.parametrize(("acr", "admitted"), [("face", True), ("sms", True), ("password", False)])
def test_an_assured_legal_person_administers_its_organization(
    elsewhere, company, kind, acr, admitted
):
    elsewhere.person = as_known_to(kind, acr=acr, org=CREDIT_CODE.lower())
    log_in_at(Client(), kind)
    person = User.objects.get()
    assert is_administrator_of(person, company) is admitted
    assert ExternalIdentity.objects.get().legal_person == CREDIT_CODE


def test_such_a_mandate_lapses_after_a_year_and_is_renewed_by_logging_in_again(
    elsewhere, company, time_machine
):
    elsewhere.person = as_known_to("oauth2", acr="face", org=CREDIT_CODE)
    now = timezone.now()
    for days, mandates in ((0, 1), (20, 1), (40, 2)):
        time_machine.move_to(now + timedelta(days=days), tick=False)
        log_in_at(Client(), "oauth2")
        assert company.memberships.count() == mandates
    person = User.objects.get()
    time_machine.move_to(now + timedelta(days=40 + 365), tick=False)
    assert not is_administrator_of(person, company)


@pytest.mark.parametrize("code", ["", "911", "91320594MA1MXXXX0B", "<b>"])
def test_a_code_that_cannot_be_one_vouches_for_nobody(elsewhere, company, code: str):
    elsewhere.person = as_known_to("oidc", acr="face", org=code)
    log_in_at(Client(), "oidc")
    assert ExternalIdentity.objects.get().legal_person == ""
    assert not company.memberships.exists()


def test_a_code_that_the_register_does_not_know_gives_nothing_until_it_does(elsewhere):
    elsewhere.person = as_known_to("oidc", acr="face", org=ANOTHER_CREDIT_CODE)
    log_in_at(Client(), "oidc")
    person = User.objects.get()
    assert not memberships_of(person).exists()
    later = OrganizationFactory.create(credit_code=ANOTHER_CREDIT_CODE).party
    log_in_at(Client(), "oidc")
    assert is_administrator_of(person, later)


def test_the_registers_own_words_are_believed_not_those_of_a_claim(elsewhere, company):
    """The subject is the person; who they act for comes from the rule's claim alone."""
    elsewhere.person = as_known_to(
        "oidc", acr="face", legal_person=CREDIT_CODE, role="administrator"
    )
    log_in_at(Client(), "oidc")
    assert not company.memberships.exists()
