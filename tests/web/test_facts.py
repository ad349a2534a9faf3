"""The list of facts and the page of each: what is shown, and what is not."""

from io import BytesIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import PartyFactory, assistant, evidence, figure
from tests.organizations.factories import verified
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.models import User
from yuanqu.ledger.actions import erase_evidence, record_fact
from yuanqu.ledger.files import store_file
from yuanqu.ledger.models import Access, Confidentiality, Fact, LegalBasis, Purpose
from yuanqu.ledger.sealing import seal_pending

pytestmark = pytest.mark.django_db


def address(fact: Fact) -> str:
    return f"/facts/{fact.pk}/"


def test_a_fact_shows_its_number_quotation_parties_and_seal(visitor: Client):
    fact = verified(figure())
    seal_pending()
    page = visitor.get(address(fact))
    said = text_of(page)
    for shown in ("Gross domestic product", "10 billion yuan", "园区生产总值100亿元。", "示例公报"):
        assert shown in said
    seal = Fact.objects.get(pk=fact.pk).seal
    assert seal.hash in said
    assert fact.hash in said
    assert f"Number in the chain {seal.seq}" in said


def test_a_fact_leads_to_the_figures_that_count_its_like(visitor: Client, wang: User):
    fact = record_fact(actor=wang, draft=figure())
    assert "/indicators/gdp/" in links_of(visitor.get(address(fact)))


def test_a_fact_tells_who_verified_it_by_name_to_officials_alone(visitor: Client, wang: User):
    fact = verified(figure())
    by_official = text_of(browser(wang).get(address(fact)))
    by_visitor = text_of(visitor.get(address(fact)))
    assert "Claimed by 王芳" in by_official
    assert "Verified by 周岚" in by_official
    assert "王芳" not in by_visitor
    assert "周岚" not in by_visitor
    assert f"Claimed by person {str(wang.party_id)[:8]}" in by_visitor


def test_restricted_evidence_stands_on_no_page_of_a_stranger(
    visitor: Client, wang: User, han: User
):
    secret = evidence(quote="合同价一千万元", confidentiality=Confidentiality.RESTRICTED)
    fact = record_fact(actor=wang, draft=figure(evidence=(evidence(), secret)))
    for client in (visitor, browser(han)):
        said = text_of(client.get(address(fact)))
        assert "园区生产总值100亿元。" in said
        assert "合同价" not in said
    assert "合同价一千万元" in text_of(browser(wang).get(address(fact)))


def test_a_statistical_return_opens_for_its_own_company_alone(wang: User, han: User):
    company = PartyFactory.create()
    draft = figure(
        company,
        access=Access.AGGREGATE,
        legal_basis=LegalBasis.STATISTICS_LAW,
        purposes=(Purpose.STATISTICS,),
    )
    fact = record_fact(actor=wang, draft=draft)
    found = [browser(who).get(address(fact)).status_code for who in (None, han, wang)]
    assert found == [404, 404, 404]
    assert browser(assistant(company)).get(address(fact)).status_code == 200
    assert address(fact) not in links_of(browser(wang).get("/facts/"))


def test_erased_evidence_leaves_a_tombstone(visitor: Client, wang: User):
    fact = record_fact(actor=wang, draft=figure())
    erase_evidence(actor=wang, evidence=fact.evidence.get(), reason="本人要求删除")
    said = text_of(visitor.get(address(fact)))
    assert "This evidence was erased on" in said
    assert "本人要求删除" in said
    assert "园区生产总值100亿元。" not in said


def test_a_file_of_evidence_comes_as_an_attachment_and_nothing_else(visitor: Client, wang: User):
    file = store_file(BytesIO(b"<script>alert(1)</script>"), "notice.txt")
    fact = record_fact(actor=wang, draft=figure(evidence=(evidence(file=file),)))
    response = visitor.get(f"/evidence/{fact.evidence.get().pk}/file/")
    assert response["Content-Disposition"] == 'attachment; filename="notice.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "text/plain"
    assert response.getvalue() == b"<script>alert(1)</script>"


def test_markup_in_any_field_is_only_text(visitor: Client, wang: User):
    attack = "<img src=x onerror=alert(1)>'; DROP TABLE ledger_fact;--"
    party = PartyFactory.create(label=attack)
    piece = evidence(title=attack, issuer=attack, quote=attack, address=attack)
    draft = figure(party, evidence=(piece,))
    fact = record_fact(actor=wang, draft=draft)
    page = visitor.get(address(fact))
    assert "img" not in [tag for tag, _ in read(page).tags]
    assert attack in text_of(page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", 2), ("?kind=figure.reported", 1), ("?standing=claimed", 1), ("?standing=verified", 1),
     ("?kind=nonsense", 2), ("?page=999", 2), ("?page=x", 2)],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_makes_sense(
    visitor: Client, wang: User, query: str, shown: int
):
    facts = [verified(figure()), record_fact(actor=wang, draft=figure(PartyFactory.create()))]
    links = links_of(visitor.get(f"/facts/{query}"))
    assert len([fact for fact in facts if address(fact) in links]) == shown


def test_a_list_without_facts_says_what_to_do_next(visitor: Client):
    page = visitor.get("/facts/?standing=withdrawn")
    assert "No fact fits what you chose." in text_of(page)
    assert links_of(page).count("/facts/") == 3  # the head, the foot, and the way out


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(
    visitor: Client, wang: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for _ in range(count):
        record_fact(actor=wang, draft=figure())
    seal_pending()
    with django_assert_num_queries(5):
        visitor.get("/facts/")
