"""Accounts: opened, suspended, restored, and the numbers and languages of their people."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.accounts.cast import holding
from tests.factories import PASSWORD, PartyFactory, UserFactory, assistant, official, stranger
from yuanqu.accounts.access import is_official, memberships_of
from yuanqu.accounts.actions import (
    PersonDraft,
    attach_phone,
    create_person,
    create_token,
    prefer_language,
    replace_password,
    restore_person,
    suspend_person,
)
from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.models import AccountEvent, PartyKind, Role, User
from yuanqu.accounts.tokens import authenticate as authenticate_token

pytestmark = pytest.mark.django_db
NUMBER = "+8613812345678"


def test_a_new_person_has_a_party_without_a_name_and_no_rights():
    han = stranger()
    assert (han.party.kind, han.party.label) == (PartyKind.PERSON, "")
    assert not memberships_of(han).exists()
    assert not is_official(han)


def test_a_user_name_that_is_not_given_is_drawn_by_lot():
    first, second = (create_person(draft=PersonDraft(email=f"{n}@b.example")) for n in "ab")
    assert first.username != second.username
    assert len(first.username) == 12
    assert not first.has_usable_password()


@pytest.mark.parametrize("name", ["a@b.example", "13812345678", "+14155550123", "008613812345678"])
def test_a_user_name_with_which_somebody_else_logs_in_is_refused(name: str):
    with pytest.raises(Refused) as caught:
        create_person(draft=PersonDraft(username=name))
    assert caught.value.code == "accounts.name_is_an_address"
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["WangFang", "wangfang"])
def test_user_names_and_addresses_are_one_persons_whatever_their_case(name: str):
    UserFactory.create(username="wangfang", email="Wang@Example.org")
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        UserFactory.create(username=name)
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        UserFactory.create(email="wang@example.ORG")


@pytest.mark.parametrize(
    "name", ["<b>", "a'; DROP TABLE accounts_user;--", "a b", "a\u202eb", "x" * 61]
)
def test_markup_and_sql_are_no_user_names(name: str):
    with pytest.raises(ValidationError):
        UserFactory.create(username=name)


def test_an_address_that_the_park_enters_is_confirmed_and_one_typed_at_sign_up_is_not():
    known = UserFactory.create(email="Known@Example.org")
    UserFactory.create(email="typed@example.org", email_confirmed=False)
    assert [(a.user, a.email, a.verified) for a in EmailAddress.objects.all()] == [
        (known, "known@example.org", True)
    ]


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────


def test_a_number_that_is_only_typed_can_still_be_its_owners():
    squatter, owner = UserFactory.create(), UserFactory.create()
    attach_phone(user=squatter, number="138 1234 5678", verified=False)
    assert attach_phone(user=owner, number=NUMBER, verified=True).phone == NUMBER
    with pytest.raises(Conflict) as caught:
        attach_phone(user=squatter, number=NUMBER, verified=True)
    assert caught.value.code == "accounts.number_taken"
    squatter.refresh_from_db()
    assert (squatter.phone, squatter.phone_verified) == (NUMBER, False)


def test_a_proved_number_stays_until_the_next_one_is_proved():
    han = stranger()
    attach_phone(user=han, number=NUMBER, verified=True)
    assert attach_phone(user=han, number="13900000000", verified=False).phone == NUMBER
    assert attach_phone(user=han, number="13900000000", verified=True).phone == "+8613900000000"


def test_what_is_no_number_is_refused():
    with pytest.raises(Refused) as caught:
        attach_phone(user=stranger(), number="call me", verified=False)
    assert caught.value.code == "accounts.not_a_number"


# ── languages and passwords ──────────────────────────────────────────────────────────────────────


def test_a_preferred_language_is_kept_and_an_unknown_one_changes_nothing():
    han = stranger()
    prefer_language(user=han, language="en")
    prefer_language(user=han, language="tlh")
    han.refresh_from_db()
    assert han.preferred_language == "en"


def test_a_password_is_replaced_by_its_person_or_the_installation_and_nobody_else():
    han = stranger()
    with pytest.raises(Forbidden) as caught:
        replace_password(actor=official(), user=han, password="another-long-one")
    assert caught.value.code == "accounts.not_your_own"
    replace_password(actor=han, user=han, password="another-long-one")
    assert authenticate(None, username="hanmei", password=PASSWORD) is None
    assert authenticate(None, username="hanmei", password="another-long-one") == han


# ── suspending ───────────────────────────────────────────────────────────────────────────────────


def test_a_suspended_person_can_do_nothing_and_a_restored_one_has_no_token():
    security, company = holding(Role.SECURITY), PartyFactory.create()
    li = assistant(company)
    secret = create_token(user=li, name="reports").secret
    suspend_person(actor=security, user=li)
    assert authenticate(None, username="lilei", password=PASSWORD) is None
    assert authenticate_token(secret) is None
    assert not memberships_of(li).exists()
    restore_person(actor=security, user=li)
    assert authenticate(None, username="lilei", password=PASSWORD) == li
    assert authenticate_token(secret) is None
    assert memberships_of(li).exists()


def test_only_the_security_administrator_suspends_once_there_is_one():
    wang, han = official(), stranger()
    suspend_person(actor=wang, user=han)
    restore_person(actor=wang, user=han)
    holding(Role.SECURITY)
    for actor in (wang, holding(Role.SYSTEM), holding(Role.AUDIT)):
        with pytest.raises(Forbidden) as caught:
            suspend_person(actor=actor, user=han)
        assert caught.value.code == "accounts.security_administrators_only"


def test_nobody_suspends_themselves():
    security = holding(Role.SECURITY)
    with pytest.raises(Forbidden) as caught:
        suspend_person(actor=security, user=security)
    assert caught.value.code == "accounts.not_to_oneself"


# ── the log ──────────────────────────────────────────────────────────────────────────────────────


def test_the_log_of_acts_is_never_changed():
    assistant(PartyFactory.create())
    event = AccountEvent.objects.latest("pk")
    for change in (
        lambda: AccountEvent.objects.filter(pk=event.pk).update(act="accounts.unlocked"),
        lambda: AccountEvent.objects.filter(pk=event.pk).delete(),
        lambda: AccountEvent.objects.bulk_create(
            [event], update_conflicts=True, unique_fields=["id"], update_fields=["act"]
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_log_of_acts_holds_ids_alone():
    kept = {field.name for field in AccountEvent._meta.get_fields()}
    assert kept == {"id", "at", "act", "actor", "subject", "party", "reference"}


def test_a_token_is_kept_only_as_a_digest():
    made = create_token(user=stranger(), name="reports", days=1)
    kept = " ".join(str(value) for value in vars(made.token).values())
    assert made.secret.rpartition("_")[2] not in kept
    assert made.token.expires_at - made.token.created_at == timedelta(days=1)
    assert made.token.expires_at > timezone.now()
