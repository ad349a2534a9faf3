"""Consent by purpose: given knowingly, withdrawn as easily, and without it nothing is done."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import stranger
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import AccountEvent
from yuanqu.privacy import purposes
from yuanqu.privacy.access import consents
from yuanqu.privacy.actions import give_consent, withdraw_consent
from yuanqu.privacy.models import Consent, How
from yuanqu.privacy.queries import consents_of, public_names

pytestmark = pytest.mark.django_db
NAME = "publication.name"


def test_consent_stands_from_giving_to_withdrawing():
    han = stranger()
    assert not consents(han, NAME)
    given = give_consent(actor=han, purpose=NAME, version=1)
    assert consents(han, NAME)
    assert (given.how, given.withdrawn_at) == (How.PAGE, None)
    withdraw_consent(actor=han, purpose=NAME)
    assert not consents(han, NAME)
    acts = AccountEvent.objects.filter(actor=han).order_by("pk").values_list("act", "reference")
    assert list(acts) == [("privacy.consented", NAME), ("privacy.withdrew", NAME)]


def test_giving_twice_is_once_and_withdrawing_what_is_not_there_is_nothing():
    han = stranger()
    assert withdraw_consent(actor=han, purpose=NAME) is None
    first = give_consent(actor=han, purpose=NAME, version=1)
    assert give_consent(actor=han, purpose=NAME, version=1) == first
    assert Consent.objects.count() == 1


def test_history_is_kept_when_consent_is_given_again():
    han = stranger()
    for _time in range(2):
        give_consent(actor=han, purpose=NAME, version=1)
        withdraw_consent(actor=han, purpose=NAME)
    assert Consent.objects.filter(user=han, withdrawn_at__isnull=False).count() == 2


def test_a_text_that_changed_is_consented_to_anew(monkeypatch):
    han = stranger()
    give_consent(actor=han, purpose=NAME, version=1)
    known = dict(purposes.all_purposes())
    known[NAME] = replace(known[NAME], version=2)
    for module in ("purposes", "access", "queries"):
        monkeypatch.setattr(f"yuanqu.privacy.{module}.all_purposes", lambda: known)
    assert not consents(han, NAME)
    assert public_names([han.party_id]) == {}
    (state,) = [state for state in consents_of(han) if state.purpose.code == NAME]
    assert (state.is_outdated, state.stands) == (True, False)
    with pytest.raises(Refused) as refused:
        give_consent(actor=han, purpose=NAME, version=1)
    assert refused.value.code == "privacy.text_changed"
    give_consent(actor=han, purpose=NAME, version=2)
    assert consents(han, NAME)
    assert Consent.objects.filter(user=han, withdrawn_at__isnull=True).get().version == 2


def test_an_unknown_purpose_is_refused_and_rests_on_nothing():
    han = stranger()
    assert not consents(han, "no.such.purpose")
    for act in (
        lambda: give_consent(actor=han, purpose="no.such.purpose", version=1),
        lambda: withdraw_consent(actor=han, purpose="no.such.purpose"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "privacy.no_such_purpose"


def test_consent_that_belongs_to_an_application_is_not_given_on_the_page():
    han = stranger()
    with pytest.raises(Refused) as refused:
        give_consent(actor=han, purpose="privacy.transfer", version=1)
    assert refused.value.code == "privacy.given_with_a_case"


def test_the_database_holds_one_open_consent_for_each_purpose():
    han, now = stranger(), timezone.now()
    give_consent(actor=han, purpose=NAME, version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(user=han, purpose=NAME, version=1, how=How.PAGE, given_at=now)


def test_public_names_are_those_of_people_whose_consent_stands():
    han = stranger()
    assert public_names([han.party_id]) == {}
    give_consent(actor=han, purpose=NAME, version=1)
    assert public_names([han.party_id]) == {han.party_id: "韩梅"}
    withdraw_consent(actor=han, purpose=NAME)
    assert public_names([han.party_id]) == {}
