"""Using a tool: its arguments are checked against what it asks, and reading alone runs at once."""

from collections.abc import Mapping
from typing import Any

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Refused
from yuanqu.assistant.tools.registry import tool_named
from yuanqu.engines.forms.checking import Checked, FieldError, check
from yuanqu.engines.forms.schema import Answer
from yuanqu.engines.tools import Tool, ToolAnswer


class ArgumentsRefused(Refused):
    """The arguments are not what the tool asks for; `errors` says which, and why."""

    def __init__(self, tool: str, errors: tuple[FieldError, ...]) -> None:
        names = ", ".join(dict.fromkeys(error.field for error in errors))
        super().__init__("assistant.bad_arguments", tool=tool, names=names[:200])
        self.errors = errors


def check_arguments(tool: Tool, viewer: Viewer, arguments: Mapping[str, Any]) -> Checked:
    """The arguments that stand, and what is wrong with the others or missing."""
    return check(tool.form(viewer), arguments)


def sound_arguments(
    tool: Tool, viewer: Viewer, arguments: Mapping[str, Any]
) -> Mapping[str, Answer]:
    """The arguments as the tool takes them. Raises `ArgumentsRefused`."""
    checked = check_arguments(tool, viewer, arguments)
    if not checked.is_sound:
        raise ArgumentsRefused(tool.name, checked.errors)
    return checked.answers


def use_tool(viewer: Viewer, name: str, arguments: Mapping[str, Any]) -> ToolAnswer:
    """Run a reading tool in this viewer's rights. Raises `Refused`, also for one that writes."""
    tool = tool_named(name, viewer)
    if tool.is_writing:
        raise Refused("assistant.needs_a_card", tool=name)
    return tool.run(viewer, **sound_arguments(tool, viewer, arguments))
