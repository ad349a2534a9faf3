"""Every error is `{code, message, details}`, with a sentence in the caller's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from yuanqu.accounts.errors import Conflict, Forbidden, Refused
from yuanqu.accounts.wording import sentence


class ErrorOut(Schema):
    """Why not: a stable code, a sentence, and the facts behind it."""

    code: str
    message: str
    details: dict[str, Any] = {}


# What a route may answer besides success; each route declares those of its kind.
READ_ERRORS = {
    400: ErrorOut,
    401: ErrorOut,
    403: ErrorOut,
    404: ErrorOut,
    422: ErrorOut,
    429: ErrorOut,
}
WRITE_ERRORS = {**READ_ERRORS, 409: ErrorOut}


class NotLoggedIn(Refused):
    """No token and no session, or one that holds no more."""


class TooManyRequests(Refused):
    """The caller's requests of this minute are used up."""


def status_of(refused: Refused) -> int:
    """The HTTP status of a refusal: never 500, for a refusal is no failure."""
    for kind, status in (
        (NotLoggedIn, HTTPStatus.UNAUTHORIZED),
        (TooManyRequests, HTTPStatus.TOO_MANY_REQUESTS),
        (Forbidden, HTTPStatus.FORBIDDEN),
        (Conflict, HTTPStatus.CONFLICT),
    ):
        if isinstance(refused, kind):
            return status
    return HTTPStatus.UNPROCESSABLE_ENTITY


def answer(
    request: HttpRequest, api: NinjaAPI, status: int, code: str, facts: Mapping[str, Any]
) -> HttpResponse:
    """An error in the one shape."""
    words = {name: str(value) for name, value in facts.items()}
    body = {"code": code, "message": sentence(code, words), "details": dict(facts)}
    return api.create_response(request, body, status=status)


def declare_errors(api: NinjaAPI) -> None:
    """Tell the API how each exception is answered."""

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
        response = answer(request, api, status_of(refused), refused.code, refused.facts)
        if isinstance(refused, TooManyRequests):
            response["Retry-After"] = refused.facts["seconds"]
        if isinstance(refused, NotLoggedIn):
            response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, _missing: Http404) -> HttpResponse:
        return answer(request, api, HTTPStatus.NOT_FOUND, "api.not_found", {})

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
        fields = {
            ".".join(str(step) for step in error["loc"]): error["msg"] for error in invalid.errors
        }
        facts = {"fields": fields}
        return answer(request, api, HTTPStatus.UNPROCESSABLE_ENTITY, "api.invalid", facts)

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, api, error.status_code, "api.unreadable", {})
