"""Which tools there are: each app's `tools.py`, and what the packs may set of the world."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Refused
from yuanqu.accounts.models import User
from yuanqu.assistant.devices.tools import device_tools
from yuanqu.engines.tools import Tool


@cache
def all_tools() -> Mapping[str, Tool]:
    """Every app's tools, by name. A name is one tool's."""
    found: dict[str, Tool] = {}
    for app in apps.get_app_configs():
        place = f"{app.name}.tools"
        if not app.name.startswith("yuanqu.") or find_spec(place) is None:
            continue
        for each in getattr(import_module(place), "TOOLS", ()):
            if not isinstance(each, Tool) or each.name in found:
                raise ImproperlyConfigured(f"{place}: {each!r} is no tool of its own")
            found[each.name] = each
    return MappingProxyType(found)


def tools_for(viewer: Viewer) -> tuple[Tool, ...]:
    """What this viewer may ask for: reading for everybody, the rest for whoever is logged in."""
    logged_in = isinstance(viewer, User)
    static = tuple(tool for tool in all_tools().values() if logged_in or not tool.is_writing)
    return (*static, *device_tools(viewer)) if logged_in else static


def tool_named(name: str, viewer: Viewer) -> Tool:
    """The tool of that name, as far as this viewer has it. Raises `Refused`."""
    if (tool := all_tools().get(name)) is not None:
        return tool
    for tool in device_tools(viewer):
        if tool.name == name:
            return tool
    raise Refused("assistant.no_such_tool", tool=name[:60])
