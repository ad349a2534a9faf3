"""What tests of cases do on a page and read from it."""

from typing import Any

from tests.web.conftest import browser
from tests.web.pages import read
from yuanqu.accounts.models import User
from yuanqu.cases.models import Case


def moves_on(page: Any) -> set[str]:
    """The moves that the page offers."""
    found = [tag.get("action") or "" for name, tag in read(page).tags if name == "form"]
    return {action.split("/")[4] for action in found if "/moves/" in action}


def revision_on(page: Any) -> str:
    tags = [tag for name, tag in read(page).tags if tag.get("name") == "revision"]
    return str(tags[0]["value"])


def questions_on(page: Any) -> set[str]:
    """The codes of the questions that the page asks."""
    names = {tag.get("name") or "" for _, tag in read(page).tags}
    return {name.removeprefix("answer-") for name in names if name.startswith("answer-")}


def fill(user: User, case: Case, hx: bool = False, **answers: str) -> Any:
    """Post the form as the browser does, or as HTMX does."""
    client, address = browser(user), f"/cases/{case.pk}/edit/"
    extra = {"revision": revision_on(client.get(address))}
    sent = {name if name in {"send", "take", "revision"} else f"answer-{name}": value
            for name, value in answers.items()}  # fmt: skip
    return client.post(address, extra | sent, headers={"hx-request": "true"} if hx else {})
