"""The API's page names every route, and needs no script."""

import pytest
from django.test import Client

from yuanqu.api.reference import groups_of
from yuanqu.api.urls import api

pytestmark = pytest.mark.django_db


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
