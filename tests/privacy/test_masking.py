"""Nothing about a person stands on a public page, in the public API, or in a log.

Every address of the walk (tests/architecture/routes.py) that nobody in particular may open is
opened, with people's names, numbers and addresses in every place that takes them.
"""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.architecture.routes import TABLE
from tests.architecture.sample import Sample, make_sample
from tests.architecture.test_routes import content_of
from tests.cases.factories import Stage
from tests.factories import PASSWORD, PartyFactory, assistant
from tests.privacy.factories import (
    EMAIL,
    NAME,
    PHONE,
    SECRET_QUOTE,
    TEXT,
    asked,
    fact_about,
    finished,
    person,
    suggestion,
)
from yuanqu.accounts.actions import grant_membership
from yuanqu.accounts.models import Party, Role, User
from yuanqu.cases.actions import object_to
from yuanqu.cases.models import Case
from yuanqu.engines.workflow.states import State
from yuanqu.ledger.actions import verify_fact
from yuanqu.ledger.models import Access, Fact
from yuanqu.privacy.actions import ask_copy, give_consent, make_copies, withdraw_consent
from yuanqu.upkeep.logs import JsonLine

pytestmark = pytest.mark.django_db
LOCAL = PHONE.removeprefix("+86")
PERSONAL = (NAME, EMAIL, EMAIL.partition("@")[0], PHONE, LOCAL, SECRET_QUOTE, TEXT, "0512-7654321")


@pytest.fixture(autouse=True)
def no_limit(settings: Any) -> None:
    settings.RATE_LIMIT = 0


def seeded(sample: Sample) -> tuple[User, Fact, Case]:
    """A person wherever there is room for one: facts, cases, objections, mandates."""
    user, wang = person(), sample.people["official"]
    assert wang is not None
    company = Party.objects.get(pk=sample.ids["organization"])
    grant_membership(actor=None, user=user, party=company, role=Role.ADMINISTRATOR)
    fact = fact_about(user, wang, access=Access.PUBLIC)
    verify_fact(actor=official_other(), fact=fact, reason="与名单一致。")
    finished(suggestion(user), wang)
    asked(user, "privacy.explanation", {"question": f"为何收集我的手机号 {LOCAL}？"})
    stage = Stage()
    case = stage.at(State.PUBLICITY)
    object_to(actor=user, case=case, name=NAME, statement=f"{TEXT}电话 {LOCAL}，{EMAIL}。")
    ask_copy(actor=user, person=user)
    make_copies()
    return user, fact, case


def official_other() -> User:
    from tests.factories import official

    return official("zhoulan2", "周岚")


def public_addresses(sample: Sample, fact: Fact, case: Case) -> Iterator[str]:
    """Whatever the table of routes lets nobody in particular open, and what was seeded."""
    for route, visits in TABLE.items():
        for visit in visits:
            if visit.finds.nobody == 200:
                yield sample.address(route, visit)
    yield from (f"/facts/{fact.pk}/", f"/api/v1/facts/{fact.pk}", "/api/v1/facts?limit=200")
    for word in (NAME, EMAIL, PHONE, LOCAL, "人才", "示例"):
        yield f"/search/?q={word}"
        yield f"/api/v1/search?q={word}"
    yield from ("/publicity/", f"/publicity/{case.pk}/")


def shown(address: str, content: str) -> list[str]:
    """The personal words on a page, but for those that the visitor typed into its address."""
    return [word for word in PERSONAL if word in content and word not in address]


def test_no_public_page_or_route_shows_anything_about_a_person():
    sample = make_sample()
    _user, fact, case = seeded(sample)
    visited, faults = 0, []
    for language in ("zh-hans", "en"):
        client = Client(headers={"accept-language": language})
        for address in public_addresses(sample, fact, case):
            answer = client.get(address)
            visited += answer.status_code == 200
            faults += [f"{address}: {word}" for word in shown(address, content_of(answer))]
    assert faults == []
    assert visited > 60


def test_searching_for_a_person_finds_nobody():
    sample = make_sample()
    seeded(sample)
    for word in (NAME, EMAIL, PHONE, LOCAL):
        found = Client().get("/api/v1/search", {"q": word}).json()
        # "example" in an address is a word of other documents too.
        assert all(word not in json.dumps(hit, ensure_ascii=False) for hit in found["items"])
        assert found["total"] == 0 or word == EMAIL


def test_a_stranger_who_is_logged_in_sees_no_more():
    sample = make_sample()
    _user, fact, case = seeded(sample)
    client = Client()
    stranger = sample.people["stranger"]
    assert stranger is not None
    client.force_login(stranger)
    faults = []
    for route, visits in TABLE.items():
        for visit in visits:
            address = sample.address(route, visit)
            answer = client.get(address)
            faults += [f"{address}: {word}" for word in shown(address, content_of(answer))]
    for address in public_addresses(sample, fact, case):
        answer = client.get(address)
        faults += [f"{address}: {word}" for word in shown(address, content_of(answer))]
    assert faults == []


def test_a_name_is_shown_by_consent_and_no_longer_once_it_is_withdrawn():
    sample = make_sample()
    user, fact, _case = seeded(sample)
    address = f"/facts/{fact.pk}/"

    def is_named() -> bool:
        return NAME in content_of(Client().get(address))

    assert not is_named()
    english = Client(headers={"accept-language": "en"})
    assert "a person" in content_of(english.get(address))
    give_consent(actor=user, purpose="publication.name", version=1)
    assert is_named()
    assert shown(address, content_of(Client().get(address))) == [NAME]  # and nothing besides
    withdraw_consent(actor=user, purpose="publication.name")
    assert not is_named()


class Kept(logging.Handler):
    """Keeps lines as the log files would have them."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.setFormatter(JsonLine(django_settings.TIME_ZONE))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_nothing_about_a_person_is_logged(kept: Kept, django_capture_on_commit_callbacks):
    sample = make_sample()
    with django_capture_on_commit_callbacks(execute=True):
        user, fact, case = seeded(sample)
    client = Client(raise_request_exception=False)
    for address in public_addresses(sample, fact, case):
        client.get(address)
    client.post("/accounts/login/", {"login": EMAIL, "password": "wrong"})
    client.post("/accounts/login/", {"login": PHONE, "password": PASSWORD})
    client.post("/accounts/password/reset/", {"email": EMAIL})
    client.force_login(user)
    for address in ("/privacy/mine/", "/privacy/requests/", "/privacy/looks/"):
        client.get(address)
    client.get(f"/api/v1/nothing/{EMAIL}?phone={LOCAL}")
    assert len(kept.lines) > 50
    faults = [line for line in kept.lines for word in PERSONAL if word in json_text(line)]
    assert faults == []


def json_text(line: str) -> str:
    return " ".join(str(value) for value in json.loads(line).values())


def test_letters_are_not_kept_where_others_read_them(store: Path):
    """What the store of files holds about a person is reached by digest alone."""
    user, wang = person(), official_other()
    finished(suggestion(user), wang)
    names = [path.name for path in store.rglob("*") if path.is_file()]
    assert names
    assert all(re.fullmatch(r"[0-9a-f]{64}", name) for name in names)


def test_a_company_does_not_read_about_another_companys_people():
    sample = make_sample()
    _user, fact, _case = seeded(sample)
    other = assistant(PartyFactory.create(), "chenjing", "陈静")
    client = Client()
    client.force_login(other)
    for address in (f"/facts/{fact.pk}/", f"/organizations/{sample.ids['organization']}/"):
        assert shown(address, content_of(client.get(address))) == []
