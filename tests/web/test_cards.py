"""Things done by words: asked, laid before the person, confirmed in a browser."""

from typing import Any

import pytest
from django.test import Client

from tests.assistant.factories import pack
from tests.assistant.test_tools import entrusted
from tests.factories import figure, park
from tests.organizations.factories import OrganizationFactory, verified
from tests.web.conftest import browser
from tests.web.pages import read, text_of
from yuanqu.accounts.models import User
from yuanqu.assistant.cards.actions import propose
from yuanqu.assistant.cards.models import Card
from yuanqu.cases.models import Case
from yuanqu.ledger.sealing import seal_pending

pytestmark = pytest.mark.django_db
APPLY = {"answer-matter": "park.request"}


def asked(client: Client, text: str, **headers: str) -> Any:
    return client.post("/ask/", {"q": text}, headers=headers)


def card(user: User) -> Card:
    arguments = {"matter": "park.request", "applicant": str(user.party_id)}
    return propose(actor=user, tool="open_application", arguments=arguments)


@pytest.fixture
def known(db: None) -> None:
    verified(figure(park()))
    seal_pending()


def test_a_figure_asked_for_in_words_is_answered_without_javascript(visitor: Client, known: None):
    answer = asked(visitor, "苏州工业园区 2023 年 GDP 是多少")
    assert answer.status_code == 302
    page = visitor.get(answer.url)
    assert "Gross domestic product Value 10 billion yuan Period 2023" in text_of(page)
    assert '"/indicators/gdp/"' in page.content.decode()


def test_a_figure_asked_for_in_words_is_answered_in_place(visitor: Client, known: None):
    answer = asked(visitor, "苏州工业园区 2023 年 GDP 是多少", **{"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "Gross domestic product" in text_of(answer)


def test_an_organization_is_looked_up_by_a_part_of_its_name(visitor: Client):
    OrganizationFactory.create(zh="信达生物制药（苏州）有限公司", en="Innovent Biologics")
    page = visitor.get(asked(visitor, "查一下 信达生物").url)
    assert "Innovent Biologics" in text_of(page)


def test_ones_own_cases_need_a_log_in(visitor: Client, han: User):
    address = asked(visitor, "我的办件到哪一步了").url
    sent_on: Any = visitor.get(address)
    assert sent_on.url == f"/accounts/login/?next={address}"
    in_place = asked(visitor, "我的办件到哪一步了", **{"hx-request": "true"})
    assert in_place.headers["HX-Redirect"] == address
    assert "Nothing is found" in text_of(browser(han).get(address))


def test_a_wish_is_completed_laid_before_the_person_and_done_once(han: User):
    hers = browser(han)
    address = asked(hers, "我要申请").url
    form = hers.get(address)
    names = {attrs.get("name") for tag, attrs in read(form).tags if tag in {"select", "input"}}
    assert "answer-matter" in names
    hidden = {
        a.get("name"): a.get("value") for t, a in read(form).tags if a.get("type") == "hidden"
    }
    assert hidden["answer-applicant"] == str(han.party_id)  # she has no other choice
    given = {"answer-applicant": str(han.party_id), **APPLY}
    made: Any = hers.post("/ask/tools/open_application/", given)
    page = hers.get(made.url)
    assert "Nothing is done yet" in text_of(page)
    assert Case.objects.count() == 0
    for _ in range(2):
        assert hers.post(f"{made.url}confirm/").status_code == 302
    case = Case.objects.get()
    assert f'"/cases/{case.pk}/"' in hers.get(made.url).content.decode()


def test_a_whole_wish_is_a_card_at_once(han: User):
    answer = asked(browser(han), "我要申请 意见、投诉与建议")
    held = Card.objects.get()
    assert answer.url == f"/ask/cards/{held.pk}/"
    assert held.arguments == {"matter": "park.request", "applicant": str(han.party_id)}


def test_in_place_a_card_is_gone_to(han: User):
    answer = asked(browser(han), "我要申请 意见、投诉与建议", **{"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == f"/ask/cards/{Card.objects.get().pk}/"


def test_a_link_with_a_wish_makes_no_card(han: User):
    hers = browser(han)
    hers.get("/ask/", {"q": "我要申请 意见、投诉与建议"})
    hers.get("/ask/tools/open_application/", {"answer-applicant": str(han.party_id), **APPLY})
    assert Card.objects.count() == 0


def test_nobody_logged_in_is_asked_to_log_in_before_a_card(visitor: Client):
    address = asked(visitor, "我要申请 意见、投诉与建议").url
    answer: Any = visitor.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert visitor.post("/ask/tools/open_application/", APPLY).status_code == 404


def test_what_is_missing_is_said_beside_its_field(han: User):
    answer = browser(han).post("/ask/tools/open_application/", {"answer-matter": "nothing"})
    assert answer.status_code == 422
    assert text_of(answer).count("This answer is needed.") == 2  # above, and at its field
    assert Card.objects.count() == 0


def test_a_declined_card_says_so_and_has_no_buttons(han: User):
    hers, held = browser(han), card(han)
    hers.post(f"/ask/cards/{held.pk}/decline/")
    page = hers.get(f"/ask/cards/{held.pk}/")
    assert "Declined" in text_of(page)
    assert "/confirm/" not in page.content.decode()


def test_a_refusal_at_the_last_moment_is_said_with_its_reason(han: User):
    from yuanqu.cases.actions import open_draft
    from yuanqu.cases.actions.drafts import MOST_DRAFTS

    hers, held = browser(han), card(han)
    for _ in range(MOST_DRAFTS):
        open_draft(actor=han, matter="park.request", applicant=han.party)
    hers.post(f"/ask/cards/{held.pk}/confirm/")
    assert "Could not be done" in text_of(hers.get(f"/ask/cards/{held.pk}/"))


def test_a_card_is_nobody_elses(han: User, wang: User, visitor: Client):
    held = card(han)
    address = f"/ask/cards/{held.pk}/"
    assert browser(wang).get(address).status_code == 404
    assert browser(wang).post(f"{address}confirm/").status_code == 404
    assert visitor.get(address).status_code == 302
    assert visitor.post(f"{address}confirm/").status_code == 404
    assert browser(han).post(f"{address}steal/").status_code == 404
    assert Case.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cards_asks_the_database_as_often_whatever_their_number(
    han: User, count: int, django_assert_num_queries
):
    for number in range(count):
        held = card(han)
        Card.objects.filter(pk=held.pk).update(key=str(number))
    hers = browser(han)
    hers.get("/ask/cards/")
    with django_assert_num_queries(LIST_QUERIES):
        page = hers.get("/ask/cards/")
    assert page.content.decode().count('class="row-item') == count


LIST_QUERIES = 30


def test_a_company_card_offers_the_company_for_its_matters_alone():
    lilei, company = entrusted("organization.platform")
    page = browser(lilei).get("/ask/tools/open_application/")
    assert str(company.pk) in page.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("address", ["/ask/tools/", "/ask/cards/", "/ask/tools/read_indicator/"])
def test_pages_are_whole_in_both_languages(han: User, address: str, language: str):
    page = browser(han, language).get(address)
    assert page.status_code == 200
    assert text_of(page).count("None") == 0


def test_a_tool_that_is_not_there_is_not_found(han: User):
    assert browser(han).get("/ask/tools/nothing/").status_code == 404
    assert browser(han).post("/ask/tools/my_cases/").status_code == 404


LAMP = {
    "code": "lamp.power", "names": {"zh": "客厅灯", "en": "Living room lamp"},
    "topic": "lamp/power", "payload": '{"power": "{value}"}', "who": "people",
    "values": [{"code": "on", "names": {"zh": "开", "en": "On"}}],
}  # fmt: skip


def test_whoever_keeps_a_subject_allows_its_devices_and_takes_it_back(wang: User, han: User):
    of = pack("home", settings={"bindings": [LAMP]})
    hers, keeper = browser(han), browser(wang)
    assert "Living room lamp" in text_of(keeper.get("/ask/devices/"))
    assert "Living room lamp" not in text_of(hers.get("/ask/devices/"))
    assert hers.post(f"/ask/devices/{of.slug}/allow/").status_code == 404
    assert "Living room lamp" not in text_of(hers.get("/ask/tools/"))
    keeper.post(f"/ask/devices/{of.slug}/allow/")
    assert "Living room lamp" in text_of(hers.get("/ask/tools/"))
    keeper.post(f"/ask/devices/{of.slug}/forbid/")
    assert "Living room lamp" not in text_of(hers.get("/ask/tools/"))
