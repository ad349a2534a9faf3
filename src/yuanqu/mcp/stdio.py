"""The protocol over standard input and output, for an assistant that starts us itself."""

import anyio
from mcp.server.stdio import stdio_server

from yuanqu.mcp.callers import Caller, caller_for, count_call
from yuanqu.mcp.server import make_server


def speak(secret: str, pages: str) -> None:
    """Until the input ends. Raises `Refused` where the token opens nothing."""
    caller_for(secret, pages)

    def who_calls(_ctx: object) -> Caller:
        # Anew each time: the token may have been revoked, the person's rights have changed.
        caller = caller_for(secret, pages)
        count_call(caller)
        return caller

    async def run() -> None:
        server = make_server(who_calls)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)
