"""Bindings: what of the world a pack may set, by a message of declared form and values."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from yuanqu.engines.forms.schema import Choice, Field, Kind, Limits
from yuanqu.engines.names import Names

MOST = 50
CODE = re.compile(r"[a-z][a-z0-9_]{0,19}(?:\.[a-z0-9_]{1,20}){0,2}")
VALUE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LEVEL = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
GAP = "{value}"
LONGEST_PAYLOAD = 1000


class BindingError(ValueError):
    """A binding that cannot be used; the message names it and says what is wrong."""

    def __init__(self, code: object, problem: str) -> None:
        super().__init__(f"{code}: {problem}")


class Who(StrEnum):
    """Whose card may carry it out: whoever is logged in and sees the pack, or the owner's side."""

    PEOPLE = "people"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Binding:
    """One thing that can be set. `topic` lies below the pack's own, wherever the pack says."""

    code: str
    names: Names
    topic: str
    payload: str
    value: Field
    who: Who

    def topic_of(self, pack: str) -> str:
        """Where it is sent: no pack reaches another's topics."""
        return f"packs/{pack}/{self.topic}"

    def message(self, value: str | int) -> str:
        """What is sent. Raises ValueError for a value that is not allowed."""
        limits = self.value.limits
        if isinstance(value, int):
            allowed = self.value.kind == Kind.INTEGER and (
                (limits.least or 0) <= value <= (limits.most or 0)
            )
        else:
            allowed = self.value.choice(value) is not None
        if not allowed:
            raise ValueError(f"{self.code} does not take {value!r}")
        return self.payload.replace(GAP, str(value))


def bindings_from(read: Any) -> tuple[Binding, ...]:
    """The bindings of a file or of a pack's settings. Raises `BindingError`."""
    listed = read.get("bindings", []) if isinstance(read, Mapping) else read
    if not isinstance(listed, list) or len(listed) > MOST:
        raise BindingError("bindings", f"a list of at most {MOST} is expected")
    found = tuple(map(_binding, listed))
    if len({one.code for one in found}) != len(found):
        raise BindingError("bindings", "a code stands twice")
    return found


def _binding(read: Any) -> Binding:
    code = read.get("code") if isinstance(read, Mapping) else None
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise BindingError(code, "a code is like lamp.power")
    try:
        return Binding(
            code=code,
            names=Names(**read["names"]),
            topic=_topic(code, read["topic"]),
            payload=_payload(code, read["payload"]),
            value=_value(code, read),
            who=Who(read.get("who", Who.OWNER)),
        )
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, BindingError):
            raise
        raise BindingError(code, repr(error)) from error


def _topic(code: str, topic: str) -> str:
    levels = topic.split("/")
    if len(levels) > 6 or not all(LEVEL.fullmatch(level) for level in levels):
        raise BindingError(code, "a topic is like lamp/power, without wildcards")
    return topic


def _payload(code: str, payload: str) -> str:
    if payload.count(GAP) != 1 or len(payload) > LONGEST_PAYLOAD:
        raise BindingError(code, "a payload holds {value} once")
    if payload != GAP:
        try:
            json.loads(payload.replace(GAP, "0"))
        except ValueError as error:
            raise BindingError(code, "a payload is {value} alone or JSON") from error
    return payload


def _value(code: str, read: Mapping[str, Any]) -> Field:
    names = Names("设为", "Set to")
    if "range" in read:
        least, most = int(read["range"]["least"]), int(read["range"]["most"])
        if least >= most:
            raise BindingError(code, "a range goes from its least to its most")
        limits = Limits(least=least, most=most)
        return Field("value", Kind.INTEGER, names, required=True, limits=limits)
    choices = tuple(Choice(str(one["code"]), Names(**one["names"])) for one in read["values"])
    if not choices or not all(VALUE.fullmatch(one.code) for one in choices):
        raise BindingError(code, "values have codes such as on and off")
    return Field("value", Kind.CHOICE, names, required=True, choices=choices)
