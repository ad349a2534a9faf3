"""What a tool answers, as plain JSON for a program and as lines for a model."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from yuanqu.engines.names import Names
from yuanqu.engines.periods import Period
from yuanqu.engines.quantities import Qualifier, Quantity
from yuanqu.engines.tools import Entry, ToolAnswer, Value

Address = Callable[[str], str]


def as_json(answer: ToolAnswer, language: str, address: Address) -> dict[str, Any]:
    """The answer with every value in full: quantities exact, with unit and qualifier."""
    entries = [entry_as_json(entry, language, address) for entry in answer.entries]
    return {"total": answer.total, "entries": entries}


def entry_as_json(entry: Entry, language: str, address: Address) -> dict[str, Any]:
    """One entry."""
    return {
        "title": named(entry.title, language),
        "address": address(entry.address),
        "lines": [
            {"name": line.names.in_language(language), "value": _value(line.value, language)}
            for line in entry.lines
        ],
    }


def as_text(found: Mapping[str, Any]) -> str:
    """The same in lines; how many there are where not all are shown."""
    return "\n".join(_lines(found))


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"{len(found['entries'])} / {found['total']}"
    for entry in found["entries"]:
        said = "; ".join(f"{line['name']}: {_worded(line['value'])}" for line in entry["lines"])
        yield " | ".join(filter(None, (entry["title"], said, entry["address"])))


def named(title: str | Names, language: str) -> str:
    """A title in this language."""
    return title.in_language(language) if isinstance(title, Names) else title


def _value(value: Value, language: str) -> Any:
    match value:
        case Names():
            return value.in_language(language)
        case Quantity():
            return {
                "number": f"{value.value:f}",
                "unit": value.unit,
                "qualifier": str(value.qualifier),
            }
        case Period():
            return value.text
        case date():
            return value.isoformat()
    return value


def _worded(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    said = value["qualifier"].replace("_", " ")
    before = "" if value["qualifier"] == Qualifier.EXACT else f"{said} "
    return f"{before}{value['number']} {value['unit']}"
