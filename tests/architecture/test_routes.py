"""Every address is walked as four people, and the table says what each finds there.

An address that is not in the table fails: whoever adds a page says there who may open it. Nothing
that a person may not see stands in any page that they may open, and no GET writes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.posts import POSTS
from tests.architecture.routes import TABLE, Finds, Visit
from tests.architecture.sample import SECRETS, Sample, make_sample
from tests.architecture.test_templates import faults_of
from tests.architecture.tree import require_none
from yuanqu.accounts.models import User
from yuanqu.ledger.models import Fact

# A GET may keep a session, for a form has its token, and is counted where requests are limited.
# Who was shown restricted evidence is noted: the access log is the one write that a GET may do.
COUNTS = "django_session|api_requestcount|accounts_ratecount|privacy_evidencelook"
WRITING = re.compile(
    rf"\s*(INSERT( OR \w+)? INTO|UPDATE|DELETE FROM)\s+\"(?!({COUNTS})\")", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Step:
    """One address as one person found it."""

    who: str
    route: str
    visit: Visit
    status: int
    content: str
    is_page: bool
    written: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.route or '/'} {self.visit.fill}{self.visit.also} as {self.who}"


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address below these patterns, as it is written in the URL modules."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def client_of(user: User | None) -> Client:
    """A browser in which this person has logged in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def content_of(response: HttpResponseBase) -> str:
    """What the response says, streamed files too."""
    content = getattr(response, "content", None) or b"".join(response)
    return content.decode("utf-8", "replace")


def walk(sample: Sample, who: str) -> Iterator[Step]:
    """Every sample of every address, as this person finds it."""
    client = client_of(sample.people[who])
    for route, visits in TABLE.items():
        for visit in visits:
            with CaptureQueriesContext(connection) as queries:
                response = client.get(sample.address(route, visit))
            yield Step(
                who,
                route,
                visit,
                response.status_code,
                content_of(response),
                response.get("Content-Type", "").startswith("text/html"),
                tuple(query["sql"] for query in queries if WRITING.match(query["sql"])),
            )


@pytest.fixture(scope="module")
def steps(django_db_setup, django_db_blocker) -> list[Step]:
    """The whole walk, once; the park it went through is gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        sample = make_sample()
        walked = [step for who in Finds._fields for step in walk(sample, who)]
        transaction.set_rollback(True)
    return walked


def test_every_address_is_in_the_table():
    assert set(routes(get_resolver().url_patterns)) == set(TABLE)


def test_each_person_finds_what_the_table_says(steps: list[Step]):
    require_none(
        (
            f"{step} finds {step.status} and not {getattr(step.visit.finds, step.who)}"
            for step in steps
            if step.status != getattr(step.visit.finds, step.who)
        ),
        "Who may open an address is what tests/architecture/routes.py says.",
    )


def test_nothing_hidden_from_a_person_stands_in_any_page(steps: list[Step]):
    require_none(
        (
            f"{step} shows {secret}"
            for step in steps
            for secret, readers in SECRETS.items()
            if step.who not in readers and secret in step.content
        ),
        "What is hidden from a person stands in no page.",
    )


def test_what_is_hidden_is_shown_to_whoever_may_read_it(steps: list[Step]):
    shown = {(secret, step.who) for step in steps for secret in SECRETS if secret in step.content}
    assert shown == {(secret, who) for secret, readers in SECRETS.items() for who in readers}


def test_no_get_writes(steps: list[Step]):
    require_none(
        (f"{step}: {statement[:120]}" for step in steps for statement in step.written),
        "GET never writes.",
    )


def test_every_page_has_one_heading_and_says_its_language(steps: list[Step]):
    pages = [step for step in steps if step.status in {200, 404} and step.is_page]
    assert len(pages) > len(TABLE)
    require_none(
        (
            str(step)
            for step in pages
            if len(re.findall(r"<h1[\s>]", step.content)) != 1
            or '<html lang="zh-hans"' not in step.content
        ),
        "A page has one heading of the first order and says its language.",
    )


def test_no_page_runs_inline_code_or_loads_anything_from_elsewhere(steps: list[Step]):
    elsewhere = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=.(?:https?:)?//")
    pages = {step.content: step for step in steps if step.is_page}
    require_none(
        (
            f"{step}: {fault}"
            for content, step in pages.items()
            for fault in [*faults_of(content).inline, *elsewhere.findall(content)]
        ),
        "What a page runs and loads is a file of ours: the security policy allows no other.",
    )


@pytest.fixture
def sample() -> Sample:
    """The park, its people, and the ids that fill the addresses."""
    return make_sample()


@pytest.mark.django_db
@pytest.mark.parametrize("who", Finds._fields)
def test_a_post_does_for_each_person_what_the_table_says(sample: Sample, who: str):
    before, client = Fact.objects.count(), client_of(sample.people[who])
    found = {}
    for route, visit in POSTS.items():
        sort = "application/json" if route.startswith("api/") else MULTIPART_CONTENT
        answer = client.post(sample.address(route, visit), sample.body(visit), content_type=sort)
        found[route] = answer.status_code
    assert found == {route: getattr(visit.finds, who) for route, visit in POSTS.items()}
    assert Fact.objects.count() == before


@pytest.mark.django_db
def test_every_address_that_takes_post_is_tried(sample: Sample):
    client = client_of(sample.people["official"])
    taking = {
        route
        for route, visits in TABLE.items()
        if "POST" in client.options(sample.address(route, visits[0])).get("Allow", "")
        or client.get(sample.address(route, visits[0])).status_code == 405
    }
    # django-allauth answers for its own forms.
    assert {route for route in taking if not route.startswith("accounts/")} - set(POSTS) == set()
