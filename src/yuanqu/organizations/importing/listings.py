"""Tables written as JSON: a list of objects, as other programs answer."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from yuanqu.organizations.importing.tables import Line, Table, TableError, require_bounds


def listing_table(content: bytes, rows_at: str = "") -> Table:
    """The objects of a list as lines, counted from 1; their keys are the heading, line 0.

    `rows_at` is where the list stands: `data.items`, or nothing where it is the whole answer. What
    lies within an object is reached in the same way: `address.city`. Raises TableError
    `import.not_json`, `import.no_list`, `import.too_many_rows` or `import.too_many_columns`.
    """
    rows = listed(loaded(content), rows_at)
    flat = [dict(_flat(row)) for row in rows if isinstance(row, Mapping)]
    if len(flat) != len(rows):
        raise TableError("import.no_list", at=rows_at or "-")
    if not flat:
        raise TableError("import.empty")
    keys = tuple(dict.fromkeys(key for row in flat for key in row))
    require_bounds(len(flat) + 1, len(keys))
    lines = (Line(n, tuple(row.get(key, "") for key in keys)) for n, row in enumerate(flat, 1))
    return Table((Line(0, keys), *lines), "JSON")


def loaded(content: bytes) -> Any:
    """The answer as values. Raises TableError `import.not_json`."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise TableError("import.not_json") from error


def listed(answer: Any, rows_at: str) -> list[Any]:
    """The list at that place. Raises TableError `import.no_list`."""
    found = at(answer, rows_at)
    if not isinstance(found, list):
        raise TableError("import.no_list", at=rows_at or "-")
    return found


def at(answer: Any, place: str) -> Any:
    """What stands at a place such as `data.items`; None where there is nothing."""
    for step in filter(None, place.split(".")):
        answer = answer.get(step) if isinstance(answer, Mapping) else None
    return answer


def _flat(row: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            yield name, ";".join(str(item) for item in value if not isinstance(item, dict | list))
        else:
            yield name, "" if value is None else str(value)
