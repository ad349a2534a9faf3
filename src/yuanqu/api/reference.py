"""The API's page: its OpenAPI schema, read out for people, without any script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

METHODS = ("get", "post", "put", "patch", "delete")
SUCCESS = ("200", "201", "202", "204")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a body: its name, type, and what it must be."""

    name: str
    place: str  # "path", "query" or "body"
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class Route:
    """One thing the API does."""

    method: str
    path: str
    anchor: str
    summary: str
    fields: tuple[Field, ...]
    answer: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The routes of one concept."""

    name: str
    routes: tuple[Route, ...]


class Reference(DocsBase):
    """What /api/v1/docs shows."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **_: Any) -> HttpResponse:
        """The page, in the look of all others."""
        groups = groups_of(api.get_openapi_schema())
        address = reverse(f"{api.urls_namespace}:openapi-json")
        return render(request, "api/reference.html", {"groups": groups, "openapi_url": address})


def groups_of(schema: Mapping[str, Any]) -> tuple[Group, ...]:
    """Every route of an OpenAPI schema, by tag, in the order in which the schema has them."""
    by_tag: dict[str, list[Route]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if (operation := methods.get(method)) is not None:
                tag = (operation.get("tags") or [""])[0]
                by_tag.setdefault(tag, []).append(_route(schema, method, path, operation))
    return tuple(Group(tag, tuple(routes)) for tag, routes in by_tag.items())


def _route(
    schema: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]
) -> Route:
    parameters = [
        Field(each["name"], each["in"], _type(each["schema"]), each.get("required", False))
        for each in operation.get("parameters", ())
    ]
    responses = {str(status): answer for status, answer in operation["responses"].items()}
    good = next((status for status in SUCCESS if status in responses), "")
    return Route(
        method=method.upper(),
        path=path,
        anchor=operation["operationId"].replace("_", "-"),
        summary=operation.get("description") or operation.get("summary", ""),
        fields=(*parameters, *_body(schema, operation)),
        answer=f"{good} {_type(_content(responses.get(good, {})))}".strip(),
        errors=tuple(sorted(status for status in responses if status not in SUCCESS)),
    )


def _body(schema: Mapping[str, Any], operation: Mapping[str, Any]) -> list[Field]:
    shape = _content(operation.get("requestBody", {}))
    if reference := shape.get("$ref", ""):
        shape = schema["components"]["schemas"][reference.rpartition("/")[2]]
    required = shape.get("required", ())
    return [
        Field(name, "body", _type(each), name in required)
        for name, each in shape.get("properties", {}).items()
    ]


def _content(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The shape of what is sent, as JSON or as a form with a file."""
    content = answer.get("content", {})
    sent = content.get("application/json") or content.get("multipart/form-data") or {}
    found: Mapping[str, Any] = sent.get("schema", {})
    return found


def _type(shape: Mapping[str, Any]) -> str:
    """A type in few words: `string (uuid)`, `list of FactOut`, `integer or null`."""
    if "$ref" in shape:
        name: str = shape["$ref"].rpartition("/")[2]
        return name
    if choices := shape.get("anyOf") or shape.get("allOf"):
        return " or ".join(_type(choice) for choice in choices)
    if shape.get("type") == "array":
        return f"list of {_type(shape.get('items', {}))}"
    kind = str(shape.get("type", ""))
    return f"{kind} ({shape['format']})" if "format" in shape else kind
