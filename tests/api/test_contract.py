"""Schemathesis over the whole API: no 500, and no status or shape that a route does not declare.

Generated requests reach the real routes through WSGI, as nobody and as an official.
"""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from pytest_django import Settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.callers import bearer
from tests.factories import figure, official
from yuanqu.ledger.actions import record_fact
from yuanqu.ledger.sealing import seal_pending

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 15


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Real requests end with their connection closed; these share the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def check(operation: schemathesis.APIOperation, headers: dict[str, str]) -> None:
    """Send generated requests of one operation and hold each answer to the checks."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def run(case: Case) -> None:
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    run()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nobody", "official"])
def test_every_route_answers_only_what_it_declares(who: str, settings: Settings):
    settings.RATE_LIMIT = 0
    wang = official()
    record_fact(actor=wang, draft=figure())
    seal_pending()
    # In-process, nobody decodes what the server compressed.
    headers = {"Accept-Encoding": "identity"}
    headers |= bearer(wang, "read", "write") if who == "official" else {}
    schema = from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    checked = []
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # an invalid schema should raise
        check(operation, headers)
        checked.append(operation.label)
    assert len(checked) >= 10
