"""A whole case by click, at phone width: three people, from the form to the archive."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Park, log_in

PHONE = 390
CREDIT_CODE = "91320594MA0XAMP00L"


PAPER = b"%PDF-1.7\n" + b"example " * 20


def ask_the_park(page: Page) -> None:
    """What somebody first writes to the park: too little."""
    page.get_by_label("类型").select_option("complaint")
    page.get_by_label("发生日期").fill("2026-03-02")
    page.get_by_label("内容").fill("施工噪声太大，影响办公。")
    page.get_by_label("联系人").fill("李雷")


def write_more(page: Page) -> None:
    page.get_by_label("内容").fill("东区三期工地夜间十一点后施工，噪声影响办公。")


def add_paper(page: Page, question: str, name: str) -> None:
    paper = {"name": name, "mimeType": "application/pdf", "buffer": PAPER}
    page.get_by_label(question, exact=True).set_input_files([paper])  # type: ignore[arg-type]
    page.get_by_role("button", name=f"为“{question}”上传文件").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def claim(page: Page) -> None:
    """The claim of a company that the register does not know, with its papers."""
    page.get_by_label("名录中是否已有该单位").select_option("new")
    page.get_by_label("单位全称").fill("示例认领科技有限公司")
    page.get_by_label("单位类型").select_option("company")
    page.get_by_label("统一社会信用代码").fill(CREDIT_CODE)
    page.get_by_label("您在单位的职务").fill("行政")
    page.get_by_label("我承诺以上内容和材料真实").select_option("yes")
    add_paper(page, "营业执照或登记证书", "营业执照.pdf")
    add_paper(page, "授权书（加盖公章）", "授权书.pdf")


def claim_better(page: Page) -> None:
    page.get_by_label("您在单位的职务").fill("行政总监")


@dataclass(frozen=True)
class Walk:
    """How one matter is filled in and corrected, and by whom."""

    matter: str
    applicant: str
    first: Callable[[Page], None]
    then: Callable[[Page], None]


WALKS = [
    Walk("park.request", "lilei", ask_the_park, write_more),
    Walk("organization.claim", "hanmei", claim, claim_better),
]


def person(open_page: Open, park: Park, username: str) -> Page:
    """A telephone on which this person has logged in."""
    page = open_page("/", "zh-CN", PHONE)
    log_in(page, park, username)
    return page


def apply(page: Page, walk: Walk) -> str:
    """Begin, fill in and send; returns the address of the case."""
    page.goto(f"/apply/{walk.matter}/")
    page.get_by_label("（本人）").check()
    page.get_by_role("button", name="开始填写").click()
    walk.first(page)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已提交")
    return page.url


def ask_back(page: Page, case: str) -> None:
    page.goto("/inbox/")
    page.locator(f"main .rows a[href='{path_of(case)}']").click()
    page.get_by_role("link", name="要求补正").click()
    page.get_by_label("缺少什么，或哪里有误").first.fill("请写明地点和时间。")
    page.get_by_role("button", name="发出补正清单").click()
    expect(page.locator("main")).to_contain_text("轮到申请人办理")


def correct(page: Page, case: str, walk: Walk) -> None:
    page.goto("/inbox/")
    expect(page.locator(".site-nav .count").first).to_contain_text(re.compile("[1-9]"))
    page.locator(f"main .rows a[href='{path_of(case)}']").click()
    expect(page.locator("main")).to_contain_text("请写明地点和时间。")
    page.get_by_role("link", name="补正后重新提交").click()
    walk.then(page)
    page.locator("textarea[name=reply-1]").fill("已写明。")
    page.get_by_role("button", name="提交补正").click()
    expect(page).to_have_url(case)


def decide(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("radio", name="批准", exact=True).check()
    page.get_by_label("理由", exact=True).first.fill("情况属实，已责令整改。")
    page.get_by_role("button", name="作出决定").click()
    expect(page.locator("main")).to_contain_text("情况属实，已责令整改。")


def press(page: Page, case: str, name: str) -> None:
    page.goto(case)
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def letter_of(page: Page, case: str) -> bytes:
    page.goto(case)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("决定")).click()
    return download.value.path().read_bytes()


def be_told(page: Page) -> None:
    """By WeCom: the people of the demonstration have no address and no number."""
    page.goto("/me/notices/")
    page.get_by_label("企业微信", exact=True).check()
    page.get_by_label("企业微信账号").fill("example")
    page.get_by_role("button", name="保存").click()
    page.wait_for_load_state()


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.matter)
def test_a_case_is_walked_from_the_form_to_the_archive_by_three_people_on_telephones(
    open_page: Open, park: Park, walk: Walk
):
    applicant = person(open_page, park, walk.applicant)
    wang, zhou = person(open_page, park, "wangfang"), person(open_page, park, "zhoulan")
    be_told(applicant)
    case = apply(applicant, walk)
    ask_back(wang, case)
    correct(applicant, case, walk)
    press(wang, case, "受理")
    decide(zhou, case)
    press(wang, case, "送达决定")
    assert letter_of(applicant, case).startswith(b"%PDF")
    applicant.goto("/me/notices/")
    expect(applicant.locator("main .rows")).to_contain_text("决定")
    press(wang, case, "归档")
    applicant.goto(case)
    expect(applicant.locator("main")).to_contain_text("办理完毕")
