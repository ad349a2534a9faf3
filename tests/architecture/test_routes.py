"""Every address is walked as four people, and the table says what each finds there.

An address that is not in the table fails: whoever adds a page says here who may open it. Nothing
that a person may not see stands in any page that they may open, and no GET writes.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.routes import POSTS, TABLE, Finds, Visit
from tests.architecture.sample import SECRETS, Sample, make_sample
from yuanqu.accounts.models import User
from yuanqu.ledger.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample() -> Sample:
    """The park, its people, and the ids that fill the addresses."""
    return make_sample()


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address below these patterns, as it is written in the URL modules."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def walk(sample: Sample, who: str) -> Iterator[tuple[str, Visit, HttpResponse]]:
    """Every sample of every address, as this person finds it."""
    for route, visits in TABLE.items():
        for visit in visits:
            client = client_of(sample.people[who])
            yield route, visit, client.get(sample.address(route, visit))


def content_of(response: HttpResponse) -> str:
    """What the response says, streamed files too."""
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def test_every_address_is_in_the_table():
    assert set(routes(get_resolver().url_patterns)) == set(TABLE)


@pytest.mark.parametrize("who", Finds._fields)
def test_each_person_finds_what_the_table_says(sample: Sample, who: str):
    found = {
        f"{route} {visit.fill}{visit.also}": (response.status_code, getattr(visit.finds, who))
        for route, visit, response in walk(sample, who)
    }
    assert {route: pair for route, pair in found.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("who", Finds._fields)
def test_a_post_is_refused_to_whoever_may_not(sample: Sample, who: str):
    before = Fact.objects.count()
    found = {}
    for route, visit in POSTS.items():
        response = client_of(sample.people[who]).post(sample.address(route, visit), {})
        found[route] = (response.status_code, getattr(visit.finds, who))
    assert {route: pair for route, pair in found.items() if pair[0] != pair[1]} == {}
    assert Fact.objects.count() == before


def test_every_address_that_takes_post_is_tried(sample: Sample):
    taking = {
        route
        for route, visits in TABLE.items()
        if client_of(sample.people["official"])
        .options(sample.address(route, visits[0]))
        .headers.get("Allow", "")
        .count("POST")
    }
    assert taking - set(POSTS) - {"accounts/login/", "accounts/logout/"} == set()


@pytest.mark.parametrize("who", Finds._fields)
def test_nothing_hidden_from_a_person_stands_in_any_page(sample: Sample, who: str):
    leaks = {
        (route, secret)
        for route, _visit, response in walk(sample, who)
        for secret, readers in SECRETS.items()
        if who not in readers and secret in content_of(response)
    }
    assert leaks == set()


def test_the_secrets_are_shown_to_whoever_may_read_them(sample: Sample):
    for secret, readers in SECRETS.items():
        for who in readers:
            assert any(
                secret in content_of(response) for _route, _visit, response in walk(sample, who)
            ), (secret, who)


def test_no_get_writes(sample: Sample):
    writing = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\s+(INTO\s+|FROM\s+)?\"(?!django_session)")
    for who in Finds._fields:
        client = client_of(sample.people[who])
        for route, visits in TABLE.items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(sample.address(route, visits[0]))
            assert [q["sql"] for q in queries if writing.match(q["sql"])] == [], route


def test_every_page_has_one_heading_and_says_its_language(sample: Sample):
    faults = []
    for route, _visit, response in walk(sample, "official"):
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            page = content_of(response)
            headings = len(re.findall(r"<h1[\s>]", page))
            if headings != 1 or '<html lang="zh-hans"' not in page:
                faults.append(f"{route}: {headings} headings of the first order")
    assert faults == []
