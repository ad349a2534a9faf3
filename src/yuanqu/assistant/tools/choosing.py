"""A wish that no rule understands, by a model where one is set up: a suggestion that is checked."""

import re

from yuanqu.accounts.access import Viewer
from yuanqu.assistant import model
from yuanqu.assistant.tools.registry import tools_for
from yuanqu.assistant.tools.understanding import Wish, wish_for
from yuanqu.engines.text import folded
from yuanqu.engines.tools import Tool, schema

# Words of somebody who wants something done: without one, no model is asked to choose.
ERRAND = re.compile(
    r"帮我|替我|给我|我要|我想|我们要|我们想|请把|办理|申请|预约|取号|排队|取消|改约|打开|关掉|关上|"
    r"调到|查一下|查查|查询|看看|列出|\b(?:please|show|list|book|apply|cancel|open|set|turn|switch)\b"
)


def is_errand(text: str) -> bool:
    """Whether the words sound as if something were to be done."""
    return ERRAND.search(folded(text)) is not None


def wish_by_model(text: str, viewer: Viewer, budget: model.Budget) -> Wish | None:
    """The wish that the model hears in the person's own words; None without model, or for none.

    Unknown tools are refused, arguments are checked as anybody's, and what writes is a card.
    """
    if model.configured() is None or not is_errand(text):
        return None
    tools = {tool.name: tool for tool in tools_for(viewer)}
    offered = [_offered(tool, viewer) for tool in tools.values()]
    chosen = model.choose(text, offered, budget=budget)
    if chosen is None or chosen.name not in tools:
        return None
    wish = wish_for(tools[chosen.name], viewer, chosen.arguments)
    known = {field.code for field in wish.tool.fields}
    return wish if set(chosen.arguments) <= known else None


def _offered(tool: Tool, viewer: Viewer) -> model.Offered:
    """In whose name it is done is asked of the person: no model is told whom they act for."""
    parameters = schema(tool.form(viewer), "zh-hans")
    if tool.acts_for:
        parameters["properties"].pop(tool.acts_for, None)
        parameters["required"] = [one for one in parameters["required"] if one != tool.acts_for]
    return model.Offered(tool.name, tool.description.zh, parameters)
