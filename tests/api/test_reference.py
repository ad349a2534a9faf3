"""The API's page names every route, and needs no script."""

import re
from pathlib import Path

import pytest
from django.test import Client

from yuanqu.api.reference import groups_of
from yuanqu.api.urls import api

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def test_the_page_names_every_route():
    page = Client().get("/api/v1/docs").content.decode()
    routes = [route for group in groups_of(api.get_openapi_schema()) for route in group.routes]
    assert len(routes) >= 10
    assert [route.path for route in routes if f"{route.method} {route.path}" not in page] == []


def test_a_route_says_what_it_takes_and_answers():
    routes = [route for group in groups_of(api.get_openapi_schema()) for route in group.routes]
    record = next(
        route for route in routes if (route.method, route.path) == ("POST", "/api/v1/facts")
    )
    required = {field.name for field in record.fields if field.required}
    assert required == {"kind", "occurred_on"}
    assert (record.answer, record.errors) == (
        "201 FactOut",
        ("400", "401", "403", "404", "409", "422", "429"),
    )


def test_a_route_that_takes_a_file_says_so():
    routes = [route for group in groups_of(api.get_openapi_schema()) for route in group.routes]
    sent = next(route for route in routes if route.path == "/api/v1/register/imports")
    assert [(field.name, field.type, field.required) for field in sent.fields] == [
        ("file", "string (binary)", True),
        ("kind", "OrganizationKind or null", False),
    ]


def test_the_document_lists_every_route_and_no_other():
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", page, re.MULTILINE)
    routes = [route for group in groups_of(api.get_openapi_schema()) for route in group.routes]
    there = [f"{route.method} {route.path.removeprefix('/api/v1')}" for route in routes]
    assert sorted(listed) == sorted(there)
