import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import PartyFactory, UserFactory, official
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.models import Role
from yuanqu.search.access import is_token, may_see, party_token, viewer_tokens

pytestmark = pytest.mark.django_db


def test_stranger_without_log_in_holds_the_public_token_alone() -> None:
    assert viewer_tokens(AnonymousUser()) == {"public"}


def test_person_holds_the_tokens_of_themselves_and_of_their_parties() -> None:
    li_lei, company = UserFactory.create(username="lilei"), PartyFactory.create()
    grant_membership(actor=None, user=li_lei, party=company, role=Role.ASSISTANT)
    assert viewer_tokens(li_lei) == {
        "public",
        party_token(li_lei.party_id),
        party_token(company.pk),
    }


def test_official_holds_the_token_of_officials() -> None:
    assert "official" in viewer_tokens(official())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("public", True),
        ("official", True),
        ("party:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", True),
        ("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", False),
        ("party:6F9619FF-8B86-4D01-B42D-00CF4FC964FF", False),
        ("party:", False),
        ("", False),
    ],
)
def test_token_has_one_form(text: str, expected: bool) -> None:
    assert is_token(text) is expected


def test_document_that_lists_nobody_is_seen_by_nobody() -> None:
    assert not may_see([], frozenset({"public", "official"}))
    assert may_see(["official", "public"], frozenset({"public"}))
