"""Each request gets an id, one line in the log and one count in the metrics: no path, no person."""

import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from yuanqu.upkeep.logs import request_id
from yuanqu.upkeep.metrics import METHODS, count_request

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]

# A UUID, with or without its dashes, as proxies make them. Anything else might be anything: a
# phone number, or a line break meant for the log.
SANE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@sync_and_async_middleware
def traced(get_response: Respond) -> Respond:
    """Trace every request, whichever kind of server asks."""
    if iscoroutinefunction(get_response):

        async def respond_async(request: HttpRequest) -> HttpResponseBase:
            began = _begin(request)
            return _end(request, await get_response(request), began)

        return respond_async

    def respond(request: HttpRequest) -> HttpResponseBase:
        began = _begin(request)
        response = get_response(request)
        assert isinstance(response, HttpResponseBase)  # noqa: S101 - for the type checker
        return _end(request, response, began)

    return respond


def _begin(request: HttpRequest) -> float:
    given = request.headers.get("X-Request-ID", "").lower()
    request_id.set(given if SANE.fullmatch(given) else uuid.uuid4().hex)
    return time.perf_counter()


def _end(request: HttpRequest, response: HttpResponseBase, began: float) -> HttpResponseBase:
    took = time.perf_counter() - began
    route = request.resolver_match.view_name if request.resolver_match else ""
    method = request.method if request.method in METHODS else "other"
    status = response.status_code
    count_request(route=route, method=method, status=status, took=took)
    facts = {"route": route, "method": method, "status": status, "ms": round(took * 1000, 1)}
    logger.info("A request was answered.", extra=facts)
    response["X-Request-ID"] = request_id.get()
    return response
