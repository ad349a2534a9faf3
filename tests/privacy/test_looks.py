"""Who looked at restricted evidence: noted, never changed, shown to those whom it is about."""

from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from tests.accounts.cast import holding
from tests.factories import PartyFactory, assistant, evidence, figure, official, stranger
from yuanqu.accounts.models import Party, Role, User
from yuanqu.ledger.actions import erase_evidence, record_fact
from yuanqu.ledger.files import store_file
from yuanqu.ledger.models import Access, Confidentiality, Evidence, Fact
from yuanqu.ledger.queries import facts
from yuanqu.privacy.access import may_see_looks
from yuanqu.privacy.actions import note_looks
from yuanqu.privacy.models import EvidenceLook, Sight
from yuanqu.privacy.queries import looks_at

pytestmark = pytest.mark.django_db


def restricted_fact(company: Party, actor: User, **changes) -> Fact:
    """A figure of a company on a public and on a restricted piece of evidence."""
    pieces = (
        evidence(quote="公开的引文。"),
        evidence(
            quote="限制公开的引文。",
            file=store_file(BytesIO("限制公开".encode()), "r.txt"),
            confidentiality=Confidentiality.RESTRICTED,
        ),
    )
    return record_fact(actor=actor, draft=figure(company, evidence=pieces, **changes))


def pieces_of(viewer: User, company: Party) -> list[Evidence]:
    """The evidence that this viewer is shown about the company."""
    return [piece for fact in facts(viewer, party=company) for piece in fact.evidence.all()]


def look(viewer: User, company: Party) -> int:
    return note_looks(viewer=viewer, pieces=pieces_of(viewer, company), sight=Sight.PAGE)


def is_named(look: EvidenceLook) -> bool:
    """As the query annotates it."""
    return bool(vars(look)["is_named"])


def test_a_look_is_noted_with_who_in_whose_name_when_and_how():
    company, wang = PartyFactory.create(), official()
    li = assistant(company)
    fact = restricted_fact(company, wang)
    assert look(wang, company) == 1
    assert look(li, company) == 1
    seen = list(looks_at(li, company))
    assert [(one.viewer, one.standing_for.kind, one.sight) for one in seen] == [
        (li, "organization", "page"),
        (wang, "park", "page"),
    ]
    assert {one.evidence.fact for one in seen} == {fact}
    assert all(is_named(one) for one in seen)


def test_public_evidence_and_strangers_are_not_noted():
    company, wang = PartyFactory.create(), official()
    restricted_fact(company, wang)
    han = stranger()
    assert len(pieces_of(han, company)) == 1  # the public one
    assert look(han, company) == 0
    assert note_looks(viewer=AnonymousUser(), pieces=pieces_of(han, company), sight=Sight.PAGE) == 0
    assert EvidenceLook.objects.count() == 0


def test_a_tombstone_is_no_look():
    company, wang = PartyFactory.create(), official()
    restricted_fact(company, wang)
    piece = Evidence.objects.get(confidentiality=Confidentiality.RESTRICTED)
    erase_evidence(actor=wang, evidence=piece, reason="依法删除。")
    assert look(wang, company) == 0


def test_the_log_is_shown_to_the_party_alone():
    company, other, wang = PartyFactory.create(), PartyFactory.create(), official()
    li, chen = assistant(company), assistant(other, "chenjing", "陈静")
    restricted_fact(company, wang)
    look(wang, company)
    assert looks_at(li, company).count() == 1
    for nobody in (chen, stranger(), wang, AnonymousUser()):
        assert not may_see_looks(nobody, company)
        assert list(looks_at(nobody, company)) == []


def test_the_audit_administrator_sees_every_look():
    company, wang = PartyFactory.create(), official()
    restricted_fact(company, wang)
    look(wang, company)
    assert looks_at(holding(Role.AUDIT), company).count() == 1


def test_of_another_partys_people_only_the_party_is_named():
    one, other, wang = PartyFactory.create(), PartyFactory.create(), official()
    li, chen = assistant(one), assistant(other, "chenjing", "陈静")
    from yuanqu.ledger.drafts import PartyRole

    joint = (PartyRole(one, "subject"), PartyRole(other, "reporter"))
    restricted_fact(one, wang, parties=joint)
    look(chen, other)
    (seen,) = looks_at(li, one)
    assert (is_named(seen), seen.standing_for) == (False, other)
    (own,) = looks_at(chen, other)
    assert is_named(own)


def test_a_look_at_what_the_party_may_not_open_tells_it_nothing():
    company, wang = PartyFactory.create(), official()
    li = assistant(company)
    restricted_fact(company, wang, access=Access.OFFICIALS)
    assert look(wang, company) == 1
    assert list(looks_at(li, company)) == []


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_log_is_append_only(verb: str):
    company, wang = PartyFactory.create(), official()
    restricted_fact(company, wang)
    look(wang, company)
    rows = EvidenceLook.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(sight="file") if verb == "update" else rows._raw_delete(rows.db)
    assert EvidenceLook.objects.get().sight == "page"


def test_a_page_of_facts_is_noted_by_a_fixed_number_of_queries(django_assert_num_queries):
    company, wang = PartyFactory.create(), official()
    for number in range(3):
        restricted_fact(company, wang, attributes={"measure": "output"}, access=Access.PUBLIC)
        pieces = pieces_of(wang, company)
        assert len(pieces) == 2 * (number + 1)
        # the role, the park, and the rows between two of the transaction
        with django_assert_num_queries(5):
            note_looks(viewer=wang, pieces=pieces, sight=Sight.API)
