"""The protocol over HTTP: who may reach it at all is asked before anything is read."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import anyio.to_thread
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.mcp.callers import Caller, TooManyCalls, caller_for, count_call, in_turn
from yuanqu.mcp.server import make_server

PATH = "/mcp"
CALLER = "yuanqu.caller"
MOST_BYTES = 256 * 1024


def application(*, hosts: Sequence[str], origins: Sequence[str], pages: str) -> Starlette:
    """The ASGI application. `hosts` and `origins` may end in `:*` for any port.

    No session is kept: each request is a whole of its own, with its own token.
    """
    manager = StreamableHTTPSessionManager(
        make_server(lambda ctx: _caller_of(ctx.request)),
        json_response=True,
        stateless=True,
        max_request_body_size=MOST_BYTES,
    )
    known = TransportSecuritySettings(allowed_hosts=list(hosts), allowed_origins=list(origins))
    gate = Gate(manager.handle_request, TransportSecurityMiddleware(known), pages)
    return Starlette(routes=[Route(PATH, endpoint=gate)], lifespan=lambda _app: manager.run())


def _caller_of(request: Request) -> Caller:
    caller: Caller = request.scope[CALLER]
    return caller


class Gate:
    """Host and Origin first, then the token, then how often."""

    def __init__(self, inside: ASGIApp, security: TransportSecurityMiddleware, pages: str) -> None:
        self.inside, self.security, self.pages = inside, security, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in with its caller, or answer why not."""
        request = Request(scope)
        refusal = await self.security.validate_request(request, is_post=request.method == "POST")
        if refusal is None:
            found = await anyio.to_thread.run_sync(partial(in_turn, partial(self.look, request)))
            if isinstance(found, Caller):
                await self.inside({**scope, CALLER: found}, receive, send)
                return
            refusal = found
        await refusal(scope, receive, send)

    def look(self, request: Request) -> Caller | Response:
        """Who calls; else what they are answered."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() != "bearer":
                raise Refused("accounts.not_logged_in")
            caller = caller_for(secret.strip(), self.pages)
        except Refused as refused:
            return _answer(401, refused, {"WWW-Authenticate": "Bearer"})
        try:
            count_call(caller)
        except TooManyCalls as refused:
            return _answer(429, refused, {"Retry-After": str(refused.seconds)})
        return caller


def _answer(status: int, refused: Refused, headers: dict[str, Any]) -> Response:
    said = {"code": refused.code, "message": sentence(refused.code, refused.facts)}
    return JSONResponse(said | {"details": {}}, status, headers)
