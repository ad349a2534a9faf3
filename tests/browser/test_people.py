"""A key for programs, and a mandate from giving to ending, at phone width."""

import pytest

from tests.browser.conftest import Open, Park, log_in
from tests.browser.test_accessible import faults_of


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_a_key_is_made_shown_once_and_revoked(open_page: Open, park: Park, language: str):
    page = open_page("/", language, 390)
    log_in(page, park, "chenjing", language)
    page.locator(".site-me a[href='/me/']").click()
    page.locator("main a[href='/me/tokens/']").click()
    page.locator("main a[href='/me/tokens/new/']").click()
    page.fill("#id_password", park.passwords["chenjing"])
    page.click("main button[type=submit]")
    page.fill("#id_name", "月报")
    assert faults_of(page) == []
    page.click("main button[type=submit]")
    secret = page.input_value("#secret")
    assert secret.startswith("yq_")
    assert faults_of(page) == []
    page.locator("main a[href='/me/tokens/']").last.click()
    assert secret not in page.content()
    page.locator("main form button").first.click()
    assert page.locator("main form").count() == 0


def test_a_mandate_is_given_handed_over_and_ended(open_page: Open, park: Park):
    page = open_page("/organizations/?text=示例科技", width=390)
    log_in(page, park, "wangfang")
    page.goto("/organizations/?text=示例科技")
    page.locator("main .rows a").first.click()
    page.locator("main a[href$='/people/']").click()
    page.fill("#id_person", "hanmei")
    page.click("main form button[type=submit]")
    given = page.locator("main .row-item", has_text="hanmei").first
    given.locator(".row-side a").click()
    assert faults_of(page) == []
    page.fill("#id_person", "chenjing")
    page.click("main form button[type=submit] >> nth=0")
    page.locator("main .row-item", has_text="chenjing").first.locator(".row-side a").click()
    page.click("main .btn-alert")
    assert page.locator("main .row-item", has_text="chenjing").locator(".row-side a").count() == 0
