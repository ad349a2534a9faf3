"""Every page, in both languages, at phone and desktop width: axe, labels, width, console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Open, Park, log_in

PUBLIC = (
    "/",
    "/scoreboard/",
    "/indicators/gdp/",
    "/indicators/approvals_on_record/",  # has a chart
    "/facts/",
    "/organizations/",
    "/knowledge/",
    "/ask/",
    "/ask/?q=火星上有没有便利店",
    "/ask/?q=隔壁着火了",
    "/ask/?type=large",
    "/search/",
    "/search/?q=思必驰",
    "/search/?q=没有这样的东西",
    "/about/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-x/",
    "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/x/",
    "/accounts/inactive/",
    "/accounts/signup/",
    "/apply/",
    "/publicity/",
    "/privacy/",
    "/ask/tools/",
    "/ask/tools/read_indicator/",
    "/ask/tools/read_indicator/?answer-indicator=gdp",
    "/api/v1/docs",
    "/nothing-here/",
)
OF_OFFICIALS = (
    "/desk/",
    "/desk/record/",
    "/desk/record/figure.reported/",
    "/desk/record/product.approved/",
    "/upkeep/",
    "/register/",
    "/register/import/",
    "/register/sources/",
    "/register/merges/",
    "/register/export/",
    "/knowledge/new/",
    "/inbox/",
    "/cases/",
    "/apply/park.request/",
    "/stand-ins/",
    "/ask/waiting/",
    "/ask/evaluations/",
    "/ask/devices/",
    "/ask/cards/",
    "/ask/tools/open_application/",
    "/me/",
    "/me/name/",
    "/me/objections/",
    "/me/tokens/",
    "/me/tokens/new/",  # asks for the password again first
    "/me/notices/",
    "/privacy/mine/",
    "/privacy/consents/",
    "/privacy/requests/",
    "/privacy/looks/",
    "/accounts/logout/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/elsewhere/",
)
UNLABELED = """
() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .filter((control) => !control.labels.length)
  .map((control) => control.outerHTML)
"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open."""
    results = Axe().run(page)
    faults = [
        f"{found['id']}: {node['html'][:120]}"
        for found in results.response["violations"]
        if found["impact"] in {"serious", "critical"}
        for node in found["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        faults.append(f"it is {wide} px wider than the window")
    return faults + [f"no label: {html[:120]}" for html in page.evaluate(UNLABELED)]


def walked(page: Page, addresses: tuple[str, ...]) -> list[str]:
    """Every fault of every page, with its address."""
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    faults = []
    for address in addresses:
        said.clear()  # what axe itself says when it is run is not the page's
        page.goto(address, wait_until="networkidle")
        # The status of a page that is meant not to exist is no fault of it.
        faults += [f"{address} {text}" for text in said if "404 (Not Found)" not in text]
        faults += [f"{address} {fault}" for fault in faults_of(page)]
    return faults


def with_details(page: Page) -> tuple[str, ...]:
    """The addresses of one fact and one organization, as their lists give them."""
    found = []
    for place in ("/facts/", "/organizations/"):
        page.goto(place)
        found.append(page.locator("main .rows a").first.get_attribute("href") or "")
    return tuple(found)


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [
        ("zh-CN", 390, "light"),
        ("zh-CN", 1280, "light"),
        ("en-US", 390, "light"),
        ("en-US", 1280, "light"),
        ("zh-CN", 1280, "dark"),  # the colors are the same at every width and in both languages
    ],
)
def test_no_public_page_has_a_serious_fault(
    open_page: Open, language: str, width: int, scheme: str
):
    page = open_page("/", language, width, color_scheme=scheme)
    assert walked(page, PUBLIC + with_details(page)) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_no_page_of_officials_has_a_serious_fault(
    open_page: Open, park: Park, language: str, width: int
):
    page = open_page("/", language, width)
    log_in(page, park, "zhoulan", language)
    page.goto("/desk/")
    claim = page.locator("main .rows a").first.get_attribute("href") or ""
    _fact, organization = with_details(page)
    of_organization = (f"{organization}people/", f"{organization}acts/")
    assert walked(page, (*OF_OFFICIALS, claim, f"{claim}correct/", *of_organization)) == []


def test_the_keyboard_reaches_the_content_first(open_page: Open):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_dark_follows_the_system_without_javascript(open_page: Open):
    grounds = [
        open_page("/", color_scheme=scheme, java_script_enabled=True).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(250, 249, 246)", "rgb(16, 23, 24)"]
