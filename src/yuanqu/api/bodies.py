"""What comes in as text must be text: a database takes neither NUL nor half a character."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser


class PlainTextParser(Parser):
    """Ninja's, but 400 for what JSON can write and no database can keep."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body. What it raises is answered with 400."""
        body: dict[str, Any] = super().parse_body(request)
        _demand_plain(body)
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The parameters of the address."""
        found: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        _demand_plain(found)
        return found


def _demand_plain(value: Any) -> None:
    if not all(map(_is_plain, _texts(value))):
        raise HttpError(400, "not plain text")


def _texts(value: Any) -> Iterator[str]:
    """Every text inside, however deep, names of fields among them."""
    left = [value]
    while left:
        found = left.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            left += [*found.keys(), *found.values()]
        elif isinstance(found, list):
            left += found


def _is_plain(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True
