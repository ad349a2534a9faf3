"""What every page has: language, headers, refusals in our look, nothing inline."""

import pytest
from django.test import Client

from tests.web.conftest import browser
from tests.web.pages import links_of, read, text_of
from yuanqu.accounts.models import User

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/scoreboard/", "/facts/", "/organizations/", "/search/", "/about/",
          "/accounts/login/", "/accounts/password/reset/"]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_page_has_a_title_of_its_own(language: str):
    client, titles = browser(language=language), []
    for address in PUBLIC:
        page = client.get(address).content.decode()
        titles.append(page.partition("<title>")[2].partition("</title>")[0])
    assert len(set(titles)) == len(PUBLIC)


@pytest.mark.parametrize("address", [*PUBLIC, "/nothing-here/"])
def test_every_response_carries_the_security_headers(visitor: Client, address: str):
    headers = visitor.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_the_first_language_is_chinese_and_the_browser_may_ask_for_english():
    assert '<html lang="zh-hans">' in Client().get("/about/").content.decode()
    assert '<html lang="en">' in browser(language="en-US").get("/about/").content.decode()


def test_the_language_is_switched_by_posting_and_kept(visitor: Client):
    response = visitor.post("/language/", {"language": "zh-hans", "next": "/about/"})
    assert response.headers["Location"] == "/about/"
    assert '<html lang="zh-hans">' in visitor.get("/about/").content.decode()


def test_a_get_does_not_switch_the_language(visitor: Client):
    visitor.get("/language/?language=zh-hans&next=/about/")
    assert '<html lang="en">' in visitor.get("/about/").content.decode()


def test_switching_the_language_leads_nowhere_else(visitor: Client):
    sent = {"language": "zh-hans", "next": "https://elsewhere.example/"}
    assert visitor.post("/language/", sent).headers["Location"] == "/"


def test_logging_in_leads_nowhere_else(wang: User):
    client = browser()
    wang.set_password("correct-horse-1")
    wang.save()
    sent = {
        "login": "wangfang",
        "password": "correct-horse-1",
        "next": "https://elsewhere.example/",
    }
    assert client.post("/accounts/login/", sent).headers["Location"] == "/"


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(wang: User):
    known = text_of(browser().post("/accounts/login/", {"login": "wangfang", "password": "x"}))
    unknown = text_of(browser().post("/accounts/login/", {"login": "nobody", "password": "x"}))
    assert known == unknown
    assert "Something needs your attention" in known


def test_an_unknown_address_is_answered_in_our_look(visitor: Client):
    page = visitor.get("/nothing-here/")
    assert page.status_code == 404
    assert "There is no such page" in text_of(page)
    assert "/organizations/" in links_of(page)


def test_a_form_without_its_token_is_answered_in_our_look():
    page = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/language/")
    assert page.status_code == 403
    assert "This form has expired" in text_of(page)


def test_another_host_name_is_refused_without_being_repeated(visitor: Client):
    page = visitor.get("/", headers={"host": "evil.example"})
    assert page.status_code == 400
    assert "evil.example" not in page.content.decode()


def test_a_fault_of_ours_is_answered_in_our_look(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("yuanqu.web.views.home.board", None)
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    page = client.get("/")
    assert page.status_code == 500
    assert "Something has gone wrong here" in text_of(page)
    assert "Traceback" not in page.content.decode()


def test_a_desk_asks_nobody_to_log_in_and_hides_itself_from_strangers(han: User):
    assert browser().get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"
    assert browser(han).get("/desk/").status_code == 404
    assert "/desk/" not in links_of(browser(han).get("/"))


def test_no_page_has_a_placeholder_for_a_label(visitor: Client):
    for address in PUBLIC:
        assert [
            found for _, found in read(visitor.get(address)).tags if found.get("placeholder")
        ] == []
