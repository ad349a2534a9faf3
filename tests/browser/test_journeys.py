"""What people come for, by click: from a figure to its quotation; a fact recorded and verified."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Park, log_in


def open_figure(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


@pytest.mark.parametrize(
    ("language", "figure", "number"),
    [("zh-CN", "地区生产总值", "3,686"), ("en-US", "Gross domestic product", "368.6")],
)
def test_a_figure_opens_to_its_fact_and_the_fact_to_its_quotation(
    open_page: Open, language: str, figure: str, number: str
):
    page = open_page("/", language)
    open_figure(page, figure)
    expect(page.locator("h1")).to_have_text(figure)
    expect(page.locator(".figure.large .figure-number")).to_have_text(number)
    page.locator("main .rows a").first.click()
    expect(page.locator("h1")).to_have_text(figure)
    quotations = page.locator(".evidence blockquote")
    expect(quotations.first).to_contain_text("2023年，苏州工业园区地区生产总值达3686亿元")
    expect(page.locator("body")).to_contain_text("sha256:")


def test_every_figure_of_the_scoreboard_opens_to_a_quotation(open_page: Open):
    page = open_page("/scoreboard/")
    figures = page.locator(".figure-label a").evaluate_all("(all) => all.map((one) => one.href)")
    assert len(figures) >= 20
    without = []
    for address in figures:
        page.goto(address)
        if page.locator("main .rows .evidence blockquote").count() == 0:
            without.append(address)
            continue
        page.locator("main .rows a").first.click()
        if page.locator(".evidence blockquote").count() == 0:
            without.append(page.url)
    assert without == []


def test_a_fact_is_recorded_by_one_official_and_verified_by_another(open_page: Open, park: Park):
    page = open_page("/", "en-US", 390)
    log_in(page, park, "wangfang", "en-US")
    page.goto("/desk/")
    page.get_by_role("link", name="Record a fact").click()
    page.get_by_role("link", name="Reported figure of the park").click()
    page.get_by_label("When").fill("2022")
    page.get_by_label("Area", exact=True).fill("Suzhou Industrial Park")
    page.get_by_label("Number").fill("3515")
    page.get_by_label("Counted in").select_option("8")
    page.get_by_label("Unit").select_option("CNY")
    page.get_by_label("Measure").fill("gdp")
    page.get_by_label("Title of the document").first.fill("示例公报（演示用）")
    page.get_by_label("Quotation").first.fill("示例：地区生产总值3515亿元")
    page.get_by_role("button", name="Record the fact").click()
    expect(page.get_by_role("status")).to_contain_text("Recorded.")
    fact = page.url
    expect(page.locator("main")).to_contain_text("somebody else must verify")

    other = open_page("/", "en-US", 390)
    log_in(other, park, "zhoulan", "en-US")
    other.goto(fact)
    other.get_by_label("Reason").fill("Compared with the gazette.")
    other.get_by_role("button", name="Verify").click()
    expect(other.get_by_role("status")).to_contain_text("Verified.")
    expect(other.locator(".course")).to_contain_text("Verified by 周岚")


def test_typing_a_name_suggests_organizations(open_page: Open, park: Park):
    page = open_page("/", "zh-CN")
    log_in(page, park, "wangfang")
    page.goto("/desk/record/product.approved/")
    page.locator("#id_role-holder").press_sequentially("士泽")
    suggested = page.locator("#id_role-holder_names option")
    expect(suggested).to_have_count(1)
    expect(suggested).to_have_attribute("value", "士泽生物医药（苏州）有限公司")


def test_the_language_is_switched_where_one_stands(open_page: Open):
    page = open_page("/organizations/?kind=laboratory", "zh-CN")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/organizations/\?kind=laboratory$"))
    expect(page.locator("h1")).to_have_text("Organizations")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_everything_works_without_javascript(open_page: Open):
    page = open_page("/", "zh-CN", 390, java_script_enabled=False)
    page.get_by_label("问园区").fill("火星基地什么时候建成")
    page.get_by_role("button", name="提问").click()
    expect(page.locator("main")).to_contain_text("我的资料里没有")
    page.goto("/search/")
    page.locator("main input[type=search]").fill("注射笔")
    page.get_by_role("button", name="搜索").click()
    expect(page.locator("main .rows")).to_contain_text("注射笔")
    page.goto("/organizations/")
    page.get_by_label("产业集群").select_option("ai")
    page.get_by_role("button", name="显示").click()
    expect(page.locator("main .rows")).to_contain_text("思必驰")
    page.goto("/indicators/approvals_on_record/")
    expect(page.locator("main table tbody tr")).to_have_count(2)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_home_weighs_at_most_200_kilobytes(open_page: Open):
    page = open_page("/about/")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    weights: list[int] = []
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    assert len(weights) >= 3  # the page and two style sheets
    assert sum(weights) <= 200_000
