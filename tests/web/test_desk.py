"""The official's desk: what waits, recording, and the moves that later facts make."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import evidence, figure, park
from tests.organizations.factories import OrganizationFactory
from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.models import User
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.models import Fact
from yuanqu.ledger.sealing import seal_pending

pytestmark = pytest.mark.django_db


def filled_in(**changes: Any) -> dict[str, Any]:
    """The form for a reported figure, as 王芳 fills it in."""
    return {
        "occurred": "2023",
        "role-area": "示例园区",
        "qualifier": "more_than",
        "number": "3686",
        "power": "8",
        "unit": "CNY",
        "attribute-measure": "gdp",
        "attribute-named": "生物医药 | biomedicine",
        "attribute-note-zh": "初步数",
        "attribute-note-en": "preliminary",
        "legal_basis": "public-source",
        "purposes": ["publication"],
        "access": "public",
        "evidence-TOTAL_FORMS": "3",
        "evidence-INITIAL_FORMS": "0",
        "evidence-0-title": "示例公报",
        "evidence-0-quote": "地区生产总值超3686亿元",
        "evidence-0-confidentiality": "public",
        "evidence-1-confidentiality": "public",
        "evidence-2-confidentiality": "public",
    } | changes


def send(client: Client, **changes: Any) -> Any:
    park()
    return client.post("/desk/record/figure.reported/", filled_in(**changes))


def test_recording_keeps_everything_that_was_filled_in(wang: User):
    response = send(browser(wang))
    fact = Fact.objects.get()
    assert response.headers["Location"] == f"/facts/{fact.pk}/"
    assert fact.occurred.text == "2023"
    assert fact.quantity == Quantity(3686, 8, "CNY", Qualifier.MORE_THAN)
    assert fact.attributes == {
        "measure": "gdp",
        "named": [{"zh": "生物医药", "en": "biomedicine"}],
        "note": {"zh": "初步数", "en": "preliminary"},
    }
    assert fact.purposes == ["publication"]
    assert [role.party.label for role in fact.roles.all()] == ["示例园区"]
    assert [piece.content.quote for piece in fact.evidence.all()] == ["地区生产总值超3686亿元"]


def test_recording_takes_several_pieces_of_evidence_and_a_file(wang: User):
    second = {"evidence-1-title": "附件", "evidence-1-file": SimpleUploadedFile("a.txt", b"text")}
    send(browser(wang), **second)
    pieces = list(Fact.objects.get().evidence.all())
    assert [piece.title for piece in pieces] == ["示例公报", "附件"]
    assert pieces[1].content.file_name == "a.txt"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"occurred": "last year"}, "is not a date we can read"),
        ({"occurred": "2024-01-01/2023-01-01"}, "must come after the start"),
        ({"role-area": "没有这家"}, "No organization is called “没有这家”."),
        ({"role-area": ""}, "This field is required."),
        ({"number": "-5"}, "This number cannot be below zero."),
        ({"number": "many"}, "Enter a number."),
        ({"unit": "furlong"}, "Select a valid choice."),
        ({"attribute-measure": "Not A Code"}, "is not as it should be"),
        ({"attribute-named": "只有中文"}, "Write each line in both languages"),
        ({"evidence-0-quote": "长" * 121}, "at most 120 characters"),
        ({"evidence-0-title": "", "evidence-0-quote": ""}, "This field is required."),
        ({"evidence-0-quote": ""}, "The evidence needs a quotation, a file or an address."),
        ({"evidence-0-file": SimpleUploadedFile("a.exe", b"MZ")}, "are not accepted"),
        ({"evidence-0-file": SimpleUploadedFile("a.pdf", b"PK\x03\x04")}, "does not match"),
        ({"evidence-0-file": SimpleUploadedFile("a.txt", b"")}, "The submitted file is empty."),
        ({"legal_basis": "statistics-law"}, "used for statistics alone"),
        ({"purposes": []}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    wang: User, changes: dict[str, Any], sentence: str
):
    response = send(browser(wang), **changes)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert Fact.objects.count() == 0


def test_a_refused_form_keeps_what_was_written(wang: User):
    tags = read(send(browser(wang), number="many")).tags
    values = {found.get("name"): found.get("value") for tag, found in tags if tag == "input"}
    assert values["number"] == "many"
    assert values["role-area"] == "示例园区"
    assert values["evidence-0-title"] == "示例公报"


def test_every_control_of_the_form_has_its_label(wang: User):
    for kind in ("figure.reported", "product.approved", "organization.founded"):
        tags = read(browser(wang).get(f"/desk/record/{kind}/")).tags
        controls = {
            found["id"]
            for tag, found in tags
            if tag in {"input", "select", "textarea"} and found.get("type") != "hidden"
        }
        assert controls - {found.get("for") for tag, found in tags if tag == "label"} == set()


def test_the_desk_shows_others_claims_with_their_quotation_and_not_ones_own(wang: User, zhou: User):
    theirs = record_fact(actor=wang, draft=figure())
    own = record_fact(actor=zhou, draft=figure(evidence=(evidence(quote="周岚自己的"),)))
    page = browser(zhou).get("/desk/")
    assert f"/facts/{theirs.pk}/" in links_of(page)
    assert f"/facts/{own.pk}/" not in links_of(page)
    assert "园区生产总值100亿元。" in text_of(page)
    assert "Desk 1 waiting" in text_of(page)


def test_an_empty_desk_says_so(wang: User):
    assert "Nothing waits for you." in text_of(browser(wang).get("/desk/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_database_as_often_for_one_as_for_three(
    wang: User, zhou: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for _ in range(count):
        record_fact(actor=wang, draft=figure())
    seal_pending()
    client = browser(zhou)
    with django_assert_num_queries(19):
        client.get("/desk/")


@pytest.mark.parametrize(
    ("decision", "standing", "told"),
    [
        ("verify", "verified", "Verified by 周岚"),
        ("dispute", "disputed", "Disputed by 周岚"),
        ("withdraw", "withdrawn", "Withdrawn by 周岚"),
    ],
)
def test_a_decision_moves_the_fact_and_is_told_on_its_page(
    wang: User, zhou: User, decision: str, standing: str, told: str
):
    fact = record_fact(actor=wang, draft=figure())
    reason = {"reason": "与公报逐字核对"}
    page = browser(zhou).post(f"/facts/{fact.pk}/{decision}/", reason, follow=True)
    assert Fact.objects.get(pk=fact.pk).standing.standing == standing
    assert told in text_of(page)
    assert "与公报逐字核对" in text_of(page)


def test_nobody_verifies_their_own_claim(wang: User):
    fact = record_fact(actor=wang, draft=figure())
    client = browser(wang)
    assert "somebody else must verify or dispute it" in text_of(client.get(f"/facts/{fact.pk}/"))
    response = client.post(f"/facts/{fact.pk}/verify/", {"reason": "我自己核对过"})
    assert response.status_code == 422
    assert Fact.objects.get(pk=fact.pk).standing.standing == "claimed"


def test_a_decision_without_a_reason_changes_nothing(wang: User, zhou: User):
    fact = record_fact(actor=wang, draft=figure())
    response = browser(zhou).post(f"/facts/{fact.pk}/verify/", {"reason": " "})
    assert response.status_code == 422
    assert Fact.objects.get(pk=fact.pk).standing.standing == "claimed"


@pytest.mark.parametrize("decision", ["verify", "dispute", "withdraw"])
def test_a_stranger_decides_nothing(wang: User, han: User, decision: str):
    fact = record_fact(actor=wang, draft=figure())
    address = f"/facts/{fact.pk}/{decision}/"
    assert browser(han).post(address, {"reason": "好"}).status_code == 422
    assert browser().post(address, {"reason": "好"}).status_code == 404
    assert Fact.objects.get(pk=fact.pk).standing.standing == "claimed"


def test_the_page_offers_a_stranger_no_move(wang: User, han: User):
    fact = record_fact(actor=wang, draft=figure())
    tags = read(browser(han).get(f"/facts/{fact.pk}/")).tags
    actions = {found.get("action") for tag, found in tags if tag == "form"}
    assert actions == {"/language/", "/accounts/logout/"}


def test_correcting_starts_from_what_is_recorded_and_takes_its_place(wang: User, zhou: User):
    fact = record_fact(actor=wang, draft=figure())
    client = browser(zhou)
    tags = read(client.get(f"/facts/{fact.pk}/correct/")).tags
    values = {found.get("name"): found.get("value") for tag, found in tags if tag == "input"}
    assert (values["occurred"], values["number"]) == ("2023", "100")
    changed = filled_in(number="101", qualifier="exact")
    client.post(f"/facts/{fact.pk}/correct/", changed | {"evidence-INITIAL_FORMS": "1"})
    correction = Fact.objects.get(about=fact)
    assert correction.quantity == Quantity(101, 8, "CNY")
    assert Fact.objects.get(pk=fact.pk).standing.standing == "corrected"
    assert f"/facts/{correction.pk}/" in links_of(client.get(f"/facts/{fact.pk}/"))


def test_a_correction_need_not_change_anything_else(wang: User, zhou: User):
    fact = record_fact(actor=wang, draft=figure())
    client = browser(zhou)
    form = read(client.get(f"/facts/{fact.pk}/correct/"))
    sent = {
        str(found["name"]): found.get("value") or ""
        for tag, found in form.tags
        if tag == "input" and found.get("name") and found.get("type") in {"text", "hidden"}
    }
    chosen = filled_in(qualifier="exact", number=sent["number"], power="8")
    chosen |= {name: value for name, value in sent.items() if name.startswith("evidence-")}
    client.post(
        f"/facts/{fact.pk}/correct/", chosen | {"evidence-0-quote": "园区生产总值100亿元。"}
    )
    assert [piece.title for piece in Fact.objects.get(about=fact).evidence.all()] == ["示例公报"]


def test_choosing_a_kind_offers_all_but_decisions(wang: User):
    links = links_of(browser(wang).get("/desk/record/"))
    assert "/desk/record/figure.reported/" in links
    assert "/desk/record/ledger.verification/" not in links
    assert browser(wang).get("/desk/record/ledger.verification/").status_code == 404


def test_a_company_is_found_by_its_english_name_and_several_by_semicolons(wang: User):
    OrganizationFactory.create(zh="百例生物有限公司", en="Baili Biology")
    OrganizationFactory.create(zh="示例资本有限公司")
    sent = filled_in() | {
        "role-recipient": "baili biology",
        "role-investor": "示例资本有限公司；百例生物有限公司",
        "attribute-round": "B1",
    }
    browser(wang).post("/desk/record/financing.closed/", sent)
    roles = {(part.role, part.party.label) for part in Fact.objects.get().roles.all()}
    assert roles == {
        ("recipient", "百例生物有限公司"),
        ("investor", "示例资本有限公司"),
        ("investor", "百例生物有限公司"),
    }
