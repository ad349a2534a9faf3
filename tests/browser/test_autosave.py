"""A form that saves as it fills, and somebody whose log-in runs out meanwhile."""

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Park, log_in

TYPED = "东区三期工地夜间施工，噪声影响办公。"


def filling_in(page: Page, park: Park) -> None:
    log_in(page, park, "hanmei")
    page.goto("/apply/park.request/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/edit/")
    with page.expect_response("**/edit/"):
        page.get_by_label("类型").select_option("complaint")
    expect(page.get_by_label("发生日期")).to_be_visible()  # which only a complaint asks


def test_who_is_logged_out_while_typing_is_told_and_loses_nothing(open_page: Open, park: Park):
    page = open_page(width=390)
    filling_in(page, park)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.context.clear_cookies()
    page.get_by_label("内容").fill(TYPED)
    page.get_by_label("联系人").focus()
    expect(page.get_by_role("alert")).to_contain_text("未保存：您已退出登录")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_label("内容")).to_have_value(TYPED)

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新标签页登录").click()
    other = opened.value
    other.fill("#id_login", "hanmei")
    other.fill("#id_password", park.passwords["hanmei"])
    other.click("main button[type=submit]")
    other.wait_for_url("**/edit/")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("内容")).to_have_value(TYPED)


def test_who_cannot_reach_the_park_while_typing_is_told(open_page: Open, park: Park):
    page = open_page(width=390)
    filling_in(page, park)

    def cut(route: Route) -> None:
        route.abort()

    page.route("**/edit/", cut)
    page.get_by_label("内容").fill(TYPED)
    page.get_by_label("联系人").focus()
    expect(page.get_by_role("alert")).to_contain_text("未保存：暂时连不上园区")
    page.unroute("**/edit/")
    page.get_by_label("联系人").fill("韩梅")
    page.get_by_label("内容").focus()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.get_by_label("内容")).to_have_value(TYPED)


def test_what_is_typed_while_other_questions_are_on_their_way_is_kept(open_page: Open, park: Park):
    page = open_page(width=390)
    log_in(page, park, "hanmei")
    page.goto("/apply/park.request/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/edit/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/edit/", hold)
    page.get_by_label("类型").select_option("complaint")
    page.get_by_label("内容").fill(TYPED)
    held[0].continue_()
    expect(page.get_by_label("发生日期")).to_be_visible()
    expect(page.get_by_label("内容")).to_have_value(TYPED)


def test_what_is_answered_before_the_scripts_have_come_is_saved_too(open_page: Open, park: Park):
    page = open_page(width=390)
    filling_in(page, park)
    held: list[Route] = []
    page.route("**/autosave*.js", lambda route: held.append(route))  # noqa: PLW0108 - it is marked
    page.goto(page.url, wait_until="commit")
    page.get_by_label("类型").select_option("suggestion")
    page.wait_for_timeout(200)
    with page.expect_response("**/edit/"):
        held[0].continue_()
    expect(page.get_by_label("发生日期")).to_be_hidden()
