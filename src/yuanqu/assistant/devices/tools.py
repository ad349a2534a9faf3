"""A tool for each binding that a person may have carried out: always by a card."""

from functools import partial

from yuanqu.accounts.access import Viewer
from yuanqu.accounts.errors import Forbidden, Refused
from yuanqu.assistant.devices.access import bindings_of, may_set, settable_by
from yuanqu.assistant.devices.mqtt import publish
from yuanqu.engines.bindings import Binding
from yuanqu.engines.names import Names
from yuanqu.engines.tools import Entry, Line, Tool, ToolAnswer
from yuanqu.knowledge.models import Pack


def name_of(slug: str, code: str) -> str:
    """The tool's name: set_home_lamp_power."""
    return f"set_{slug}_{code}".replace("-", "_").replace(".", "_")[:60]


def device_tools(viewer: Viewer) -> tuple[Tool, ...]:
    """What this person may have set; nothing for nobody logged in."""
    return tuple(_tool(pack, binding) for pack, binding in settable_by(viewer))


def _tool(pack: Pack, binding: Binding) -> Tool:
    about = pack.names
    return Tool(
        name=name_of(pack.slug, binding.code),
        title=binding.names,
        description=Names(
            f"{about.zh}：设置“{binding.names.zh}”。", f"{about.en}: sets “{binding.names.en}”."
        ),
        concept="devices",
        fields=(binding.value,),
        is_writing=True,
        reaches_outside=True,
        may=partial(_may, pack.slug, binding.code),
        run=partial(_send, pack.slug, binding.code),
    )


def _may(slug: str, code: str, user: Viewer, value: str | int) -> None:
    """Read anew: the leave may have been taken back, and the binding changed."""
    _message(_allowed(slug, code, user), value)


def _send(slug: str, code: str, user: Viewer, value: str | int) -> ToolAnswer:
    binding = _allowed(slug, code, user)
    publish(binding.topic_of(slug), _message(binding, value))
    chosen = binding.value.choice(str(value))
    line = Line(binding.value.names, chosen.names if chosen else value)
    return ToolAnswer.of([Entry(binding.names, "", (line,))])


def _message(binding: Binding, value: str | int) -> str:
    try:
        return binding.message(value)
    except ValueError as error:
        raise Refused("forms.not_a_choice") from error


def _allowed(slug: str, code: str, user: Viewer) -> Binding:
    pack = Pack.objects.select_related("device_leave", "owner").filter(slug=slug).first()
    found = next((one for one in bindings_of(pack) if one.code == code), None) if pack else None
    if pack is None or found is None:
        raise Refused("assistant.no_such_tool", tool=name_of(slug, code))
    if not (verdict := may_set(user, pack, found)):
        raise Forbidden(verdict.code, **verdict.facts)
    return found
