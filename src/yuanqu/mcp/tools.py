"""The tools, as the protocol lists and calls them."""

from collections.abc import Mapping
from typing import Any

from mcp_types import CallToolResult, TextContent, ToolAnnotations
from mcp_types import Tool as ListedTool

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.assistant.cards.actions import propose
from yuanqu.assistant.cards.models import Card, Door
from yuanqu.assistant.tools.calling import ArgumentsRefused, use_tool
from yuanqu.assistant.tools.registry import tool_named, tools_for
from yuanqu.engines.tools import Tool, schema
from yuanqu.mcp.callers import Caller
from yuanqu.mcp.values import as_json, as_text


def listed(caller: Caller) -> list[ListedTool]:
    """What this person has and this token reaches."""
    return [_listed(tool, caller) for tool in tools_for(caller.person) if caller.has(tool.scope)]


def called(caller: Caller, name: str, arguments: Mapping[str, Any]) -> CallToolResult:
    """Read at once; what writes gives a card, to be confirmed on the pages."""
    try:
        tool = tool_named(name, caller.person)
        caller.demand(tool.scope)
        if tool.is_writing:
            card = propose(actor=caller.person, tool=name, arguments=arguments, door=Door.MCP)
            return _card(caller, tool, card)
        answer = use_tool(caller.person, name, arguments)
    except Refused as refused:
        return _refused(refused)
    found = as_json(answer, caller.language, caller.page)
    return _result(as_text(found), found)


def _listed(tool: Tool, caller: Caller) -> ListedTool:
    language = caller.language
    title = tool.title.in_language(language)
    return ListedTool(
        name=tool.name,
        title=title,
        description=tool.description.in_language(language),
        input_schema=schema(tool.form(caller.person), language),
        annotations=ToolAnnotations(
            title=title,
            read_only_hint=not tool.is_writing,
            destructive_hint=False,  # it makes a card, and the same wish twice is one card
            idempotent_hint=True,
            open_world_hint=tool.reaches_outside,
        ),
    )


def _card(caller: Caller, tool: Tool, card: Card) -> CallToolResult:
    address = caller.page(f"/ask/cards/{card.pk}/")
    said = {
        "card": str(card.pk),
        "state": card.state,
        "expires_at": card.expires_at.isoformat(),
        "confirm_at": address,
    }
    words = sentence("assistant.confirm_there", {"address": address})
    return _result(f"{tool.title.in_language(caller.language)}. {words}", said)


def _refused(refused: Refused) -> CallToolResult:
    words = sentence(refused.code, refused.facts)
    said: dict[str, Any] = {"code": refused.code, "message": words}
    if isinstance(refused, ArgumentsRefused):
        said["details"] = [
            {"field": one.field, "code": one.code, "message": sentence(one.code, one.facts)}
            for one in refused.errors
        ]
        words = " ".join([words, *(f"{one['field']}: {one['message']}" for one in said["details"])])
    return CallToolResult(content=[TextContent(text=words)], structured_content=said, is_error=True)


def _result(words: str, said: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=words)], structured_content=said)
